package io.genosdb.spring.entity;

import io.genosdb.StaleNodeException;
import io.genosdb.WriteBatch;
import io.genosdb.clock.HybridTimestamp;
import io.genosdb.spring.convert.GenosConversionException;
import io.genosdb.spring.mapping.GenosPersistentEntity;
import io.genosdb.spring.mapping.GenosPersistentProperty;
import io.genosdb.value.JsonValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.mapping.MappingException;
import org.springframework.data.mapping.PersistentPropertyAccessor;
import org.springframework.data.util.ProxyUtils;

/**
 * Saves some entities, and the new ones that they lead to, as one batch: first all of them are collected and identified,
 * then their values are made, then they are written, at last the instances get their versions. Not thread-safe.
 */
final class Saving {

    /** Each failed attempt means that somebody else's write succeeded; so many in a row mean that something is wrong. */
    private static final int MAX_ATTEMPTS = 100;

    private final EntityWriter writer;
    private final IdentityHashMap<Object, SavedEntity> bySource = new IdentityHashMap<>();
    private final Map<String, SavedEntity> byId = new LinkedHashMap<>();
    private final Deque<SavedEntity> unprepared = new ArrayDeque<>();
    /** Take back the identifiers that were set in instances. */
    private final List<Runnable> madeIds = new ArrayList<>();

    Saving(EntityWriter writer) {
        this.writer = writer;
    }

    /** Saves the entities and gives the instances to go on with, in the same order. */
    List<Object> save(Iterable<?> entities) {
        var roots = new ArrayList<SavedEntity>();
        entities.forEach(entity -> roots.add(add(LazyEdge.unwrap(entity))));
        if (!roots.isEmpty()) {
            settle(prepareAndWrite());
        }
        return roots.stream().map(root -> root.instance).toList();
    }

    private HybridTimestamp prepareAndWrite() {
        try {
            for (SavedEntity next = unprepared.poll(); next != null; next = unprepared.poll()) {
                prepare(next);
            }
            byId.values().forEach(this::complete);
            return write();
        } catch (RuntimeException | Error e) {
            // With an identifier, the next attempt would take them for entities that are there.
            madeIds.forEach(Runnable::run);
            throw e;
        }
    }

    @SuppressWarnings("unchecked") // the class of the instance, or the one that a proxy made of it
    private SavedEntity add(Object source) {
        SavedEntity known = bySource.get(source);
        if (known != null) {
            return known;
        }
        var type = (GenosPersistentEntity<Object>) writer.context().getRequiredNode(ProxyUtils.getUserClass(source));
        var added = new SavedEntity(type, source);
        bySource.put(source, added);
        unprepared.add(added);
        return added;
    }

    private void prepare(SavedEntity saved) {
        saved.instance = writer.callbacks().callback(BeforeConvertCallback.class, saved.instance);
        PersistentPropertyAccessor<Object> accessor = saved.type.getPropertyAccessor(saved.instance);
        saved.type.getMembers().stream()
                .filter(GenosPersistentProperty::isWritable)
                .forEach(member -> saved.member(member, json(member, accessor.getProperty(member))));
        identify(saved, accessor);
        saved.type.getEdges().forEach(edge -> collectTargets(saved, edge, accessor.getProperty(edge)));
        saved.instance = accessor.getBean();
    }

    private JsonValue json(GenosPersistentProperty member, @Nullable Object value) {
        try {
            return writer.converter().writeValue(value);
        } catch (GenosConversionException e) {
            throw new GenosConversionException(member + ": " + e.getMessage(), e);
        }
    }

    private void identify(SavedEntity saved, PersistentPropertyAccessor<Object> accessor) {
        GenosPersistentProperty property = saved.type.getRequiredIdProperty();
        Object id = accessor.getProperty(property);
        if (id == null
                || (property.getType().isPrimitive() && id instanceof Number number && number.longValue() == 0)) {
            String made = writer.idStrategy().idFor(saved.ownValue());
            accessor.setProperty(property, madeId(saved.type, made));
            if (!property.isImmutable()) {
                madeIds.add(() -> accessor.setProperty(property, id));
            }
            saved.identify(made);
        } else {
            saved.identify(saved.type.toNodeId(id));
        }
        if (byId.putIfAbsent(saved.id(), saved) != null) {
            throw new InvalidDataAccessApiUsageException(
                    "two different instances of one batch are node '" + saved.id() + "': save one of them only");
        }
    }

    private static Object madeId(GenosPersistentEntity<?> type, String made) {
        try {
            return type.fromNodeId(made);
        } catch (MappingException e) {
            throw new MappingException(
                    "set the identifier before the first save, since none can be made for it: " + e.getMessage(), e);
        }
    }

    private void collectTargets(SavedEntity saved, GenosPersistentProperty edge, @Nullable Object value) {
        saved.edge(edge);
        if (value == null) {
            return;
        }
        List<String> pending = LazyEdge.pending(value);
        if (pending != null) {
            // Nobody has looked at them, so nobody means to keep those that were removed meanwhile.
            pending.stream().filter(id -> writer.nodes().apply(id).isPresent()).forEach(id -> saved.target(edge, id));
        } else if (edge.isCollectionLike()) {
            ((Collection<?>) value).forEach(target -> collectTarget(saved, edge, target));
        } else {
            collectTarget(saved, edge, value);
        }
    }

    private void collectTarget(SavedEntity saved, GenosPersistentProperty edge, @Nullable Object target) {
        if (target == null) {
            throw new InvalidDataAccessApiUsageException(edge + " has an element that is null");
        }
        List<String> pending = LazyEdge.pending(target);
        if (pending != null) {
            pending.forEach(id -> saved.target(edge, id));
            return;
        }
        Object source = LazyEdge.unwrap(target);
        GenosPersistentEntity<?> type = writer.context().getRequiredNode(ProxyUtils.getUserClass(source));
        if (type.getType() != edge.getActualType()) {
            throw new MappingException(edge + " leads to "
                    + edge.getActualType().getName() + ", and a " + type.getName() + " would not be found there again");
        }
        if (bySource.containsKey(source)) {
            saved.target(edge, add(source));
        } else if (!type.isNew(source)) {
            Object id = type.getIdentifierAccessor(source).getRequiredIdentifier();
            saved.target(edge, type.toNodeId(id));
        } else if (edge.isCascade()) {
            saved.target(edge, add(source));
        } else {
            throw new InvalidDataAccessApiUsageException(
                    edge + " leads to an entity that is new: save that one first, or let the edge cascade");
        }
    }

    private void complete(SavedEntity saved) {
        saved.complete();
        saved.instance = writer.callbacks().callback(BeforeSaveCallback.class, saved.instance, saved.value());
    }

    private HybridTimestamp write() {
        for (int attempt = 1; ; attempt++) {
            var batch = new WriteBatch();
            byId.values().forEach(saved -> saved.addTo(batch, writer.nodes(), byId));
            try {
                return writer.operations().write(batch);
            } catch (RuntimeException e) {
                if (attempt == MAX_ATTEMPTS || !isOfOurMaking(e)) {
                    throw e;
                }
            }
        }
    }

    /** Whether the caller knows nothing of the version that was expected. */
    private boolean isOfOurMaking(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof StaleNodeException refused) {
                SavedEntity stale = byId.get(refused.nodeId());
                return stale != null && !stale.isVersioned();
            }
        }
        return false;
    }

    private void settle(HybridTimestamp timestamp) {
        Collection<SavedEntity> ordered = targetsFirst();
        for (SavedEntity saved : ordered) {
            relink(saved, false);
            if (saved.isVersioned()) {
                PersistentPropertyAccessor<Object> accessor = saved.type.getPropertyAccessor(saved.instance);
                accessor.setProperty(saved.type.getRequiredVersionProperty(), saved.type.toVersion(timestamp));
                saved.instance = accessor.getBean();
            }
            saved.instance = writer.callbacks().callback(AfterSaveCallback.class, saved.instance, saved.value());
        }
        // In a cycle, one had to come before its target.
        ordered.forEach(saved -> relink(saved, true));
    }

    /** Each entity behind those that it leads to, so that an immutable one can be made of what has become of them. */
    private Collection<SavedEntity> targetsFirst() {
        record Visit(SavedEntity saved, Iterator<SavedEntity> targets) {}
        var ordered = new LinkedHashSet<SavedEntity>();
        Set<SavedEntity> visited = new HashSet<>();
        Deque<Visit> path = new ArrayDeque<>();
        for (SavedEntity start : byId.values()) {
            if (visited.add(start)) {
                path.push(new Visit(start, start.savedTargets().iterator()));
            }
            while (!path.isEmpty()) {
                Visit visit = path.element();
                if (!visit.targets.hasNext()) {
                    ordered.add(path.pop().saved);
                    continue;
                }
                SavedEntity target = visit.targets.next();
                if (visited.add(target)) {
                    path.push(new Visit(target, target.savedTargets().iterator()));
                }
            }
        }
        return ordered;
    }

    /** Lets edges lead to the instances that were saved, where those are not the ones that they led to. */
    private void relink(SavedEntity saved, boolean inPlaceOnly) {
        PersistentPropertyAccessor<Object> accessor = saved.type.getPropertyAccessor(saved.instance);
        for (GenosPersistentProperty edge : saved.type.getEdges()) {
            Object value = accessor.getProperty(edge);
            if (value != null && LazyEdge.pending(value) == null && !(inPlaceOnly && edge.isImmutable())) {
                Object current = edge.isCollectionLike() ? current((Collection<?>) value) : current(value);
                if (current != value) {
                    accessor.setProperty(edge, current);
                }
            }
        }
        saved.instance = accessor.getBean();
    }

    private Object current(Object target) {
        SavedEntity saved = LazyEdge.pending(target) == null ? bySource.get(LazyEdge.unwrap(target)) : null;
        return saved == null || saved.instance == LazyEdge.unwrap(target) ? target : saved.instance;
    }

    private Collection<?> current(Collection<?> targets) {
        if (targets.stream().allMatch(target -> current(target) == target)) {
            return targets;
        }
        Stream<Object> current = targets.stream().map(this::current);
        return targets instanceof Set
                ? current.collect(LinkedHashSet::new, Set::add, Set::addAll)
                : current.collect(ArrayList::new, List::add, List::addAll);
    }
}
