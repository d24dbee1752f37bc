package io.genosdb.spring.entity;

import io.genosdb.WriteBatch;
import io.genosdb.graph.Node;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.mapping.GenosPersistentEntity;
import io.genosdb.spring.mapping.GenosPersistentProperty;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DataRetrievalFailureException;

/** One entity on its way into the database. Not thread-safe. */
final class SavedEntity {

    final GenosPersistentEntity<Object> type;
    /** The instance to go on with, which callbacks and immutable classes replace. */
    Object instance;

    private final Map<String, JsonValue> members = new LinkedHashMap<>();
    private final Map<GenosPersistentProperty, List<Supplier<String>>> edges = new LinkedHashMap<>();
    /** Those of the targets that are saved together with this entity. */
    private final Set<SavedEntity> savedTargets = new LinkedHashSet<>();

    private String id = "";
    /** Without the members that are only read. */
    private JsonObject own = JsonObject.empty();

    private JsonObject value = JsonObject.empty();

    SavedEntity(GenosPersistentEntity<Object> type, Object instance) {
        this.type = type;
        this.instance = instance;
        members.put(GenosMappingContext.TYPE_FIELD, new JsonString(type.getNodeType()));
    }

    void member(GenosPersistentProperty property, JsonValue member) {
        members.put(property.getFieldName(), member);
    }

    /** The value without the edges. */
    JsonObject ownValue() {
        return JsonObject.of(members);
    }

    void identify(String nodeId) {
        id = nodeId;
    }

    String id() {
        return id;
    }

    void edge(GenosPersistentProperty edge) {
        edges.put(edge, new ArrayList<>());
    }

    void target(GenosPersistentProperty edge, String targetId) {
        targets(edge).add(() -> targetId);
    }

    /** The identifier of a target that is saved together with this entity may not be known yet. */
    void target(GenosPersistentProperty edge, SavedEntity target) {
        targets(edge).add(target::id);
        savedTargets.add(target);
    }

    private List<Supplier<String>> targets(GenosPersistentProperty edge) {
        return edges.computeIfAbsent(edge, any -> new ArrayList<>());
    }

    Set<SavedEntity> savedTargets() {
        return savedTargets;
    }

    /** To be called when every identifier is known. */
    void complete() {
        var all = new LinkedHashMap<>(members);
        edges.forEach((edge, ids) -> all.put(
                edge.getFieldName(),
                EdgeMember.of(edge, ids.stream().map(Supplier::get).toList())));
        own = JsonObject.of(all);
        value = own;
    }

    JsonObject value() {
        return value;
    }

    /** Whether the entity itself says which version of its node it replaces. */
    boolean isVersioned() {
        return type.hasVersionProperty();
    }

    /**
     * Adds the node, with those members of what is there now that are only read, and the change of its edges. Entities
     * without a version that have either expect the node to stay as it is until the batch is written, so that edges and
     * members stay in step and none is lost; the caller tries again where it does not.
     */
    void addTo(WriteBatch batch, Function<String, Optional<Node>> nodes, Map<String, SavedEntity> batched) {
        Node current = nodes.apply(id).orElse(null);
        checkType(current);
        checkTargets(nodes, batched);
        if (isVersioned()) {
            batch.expect(id, type.getVersion(instance));
        } else if (!edges.isEmpty() || !readOnly().isEmpty()) {
            batch.expect(id, current == null ? null : current.timestamp());
        }
        value = current == null ? own : withReadOnly(current.value());
        batch.put(value, id);
        Set<String> linked = current == null ? Set.of() : Set.copyOf(current.edges());
        Set<String> named = named(value);
        named.stream().filter(target -> !linked.contains(target)).forEach(target -> batch.link(id, target));
        if (current != null) {
            named(current.value()).stream()
                    .filter(target -> linked.contains(target) && !named.contains(target))
                    .forEach(target -> batch.unlink(id, target));
        }
    }

    private List<GenosPersistentProperty> readOnly() {
        return type.getMembers().stream().filter(member -> !member.isWritable()).toList();
    }

    private JsonObject withReadOnly(JsonObject there) {
        JsonObject all = own;
        for (GenosPersistentProperty member : readOnly()) {
            JsonValue kept = there.get(member.getFieldName());
            all = kept == null ? all : all.with(member.getFieldName(), kept);
        }
        return all;
    }

    private void checkTargets(Function<String, Optional<Node>> nodes, Map<String, SavedEntity> batched) {
        edges.forEach((edge, targets) -> targets.stream()
                .map(Supplier::get)
                .filter(target ->
                        !batched.containsKey(target) && nodes.apply(target).isEmpty())
                .findFirst()
                .ifPresent(target -> {
                    throw new DataRetrievalFailureException(edge + " leads to '" + target
                            + "', which is not there: it was removed meanwhile, or was never saved");
                }));
    }

    /** All classes share one space of identifiers. */
    private void checkType(@Nullable Node current) {
        if (current != null && !EntityReader.isOf(type, current.value())) {
            throw new DataIntegrityViolationException("node '" + id + "' is there and not a '" + type.getNodeType()
                    + "': saving this " + type.getType().getSimpleName() + " would replace it");
        }
    }

    private Set<String> named(JsonObject of) {
        var ids = new LinkedHashSet<String>();
        type.getEdges().forEach(edge -> ids.addAll(EdgeMember.ids(of.get(edge.getFieldName()))));
        return ids;
    }
}
