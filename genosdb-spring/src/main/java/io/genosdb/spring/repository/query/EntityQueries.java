package io.genosdb.spring.repository.query;

import io.genosdb.graph.Node;
import io.genosdb.query.Query;
import io.genosdb.spring.entity.GenosEntityOperations;
import io.genosdb.spring.mapping.GenosPersistentEntity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.OffsetScrollPosition;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.SliceImpl;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.data.support.PageableExecutionUtils;

/**
 * Runs queries for entities of one type in the shapes that Spring Data knows. Thread-safe.
 *
 * @param <T> the type of the entities
 * @since 0.1
 */
public final class EntityQueries<T> {

    private static final String ID_KEY = "id";

    private final GenosEntityOperations operations;
    private final Class<T> type;
    private final GenosPersistentEntity<T> entity;

    /**
     * Makes the queries.
     *
     * @param operations runs them
     * @param type the type of the entities
     */
    public EntityQueries(GenosEntityOperations operations, Class<T> type) {
        this.operations = operations;
        this.type = type;
        this.entity = operations.mappingContext().getRequiredNode(type);
    }

    /**
     * A query in the order of a sort.
     *
     * @param query the query
     * @param sort properties of the entity; where there are none, the query keeps its order
     * @return the sorted query
     * @throws IllegalArgumentException if the database cannot sort so
     */
    public Query sorted(Query query, Sort sort) {
        return SortMapping.apply(query, sort, entity, operations.mappingContext());
    }

    /**
     * A query for so many entities at most.
     *
     * @param query the query, whose own limit counts too
     * @param limit the limit
     * @return the limited query
     */
    public Query limited(Query query, Limit limit) {
        return limit.isLimited()
                ? query.limit(Math.min(limit.max(), query.limit().orElse(limit.max())))
                : query;
    }

    /**
     * All entities.
     *
     * @param query the query
     * @return the entities
     */
    public List<T> list(Query query) {
        return operations.find(query, type);
    }

    /**
     * All entities, one by one.
     *
     * @param query the query
     * @return the entities
     */
    public Stream<T> stream(Query query) {
        return operations.stream(query, type);
    }

    /**
     * The one entity.
     *
     * @param query the query
     * @return the entity, or empty where there is none
     * @throws IncorrectResultSizeDataAccessException if there are several
     */
    public Optional<T> one(Query query) {
        List<T> found = list(limited(query, Limit.of(2)));
        if (found.size() > 1) {
            throw new IncorrectResultSizeDataAccessException(
                    "more than one " + type.getSimpleName() + " meets the query", 1);
        }
        return found.stream().findFirst();
    }

    /**
     * A page.
     *
     * @param query the sorted query, whose limit bounds all pages together
     * @param pageable which page; its sort does not count
     * @return the page; what meets the query is counted only where the page does not tell
     */
    public Page<T> page(Query query, Pageable pageable) {
        return PageableExecutionUtils.getPage(part(query, pageable), pageable, () -> operations.count(query, type));
    }

    /**
     * A slice.
     *
     * @param query the sorted query, whose limit bounds all slices together
     * @param pageable which slice; its sort does not count
     * @return the slice, which knows whether another one follows
     */
    public Slice<T> slice(Query query, Pageable pageable) {
        if (pageable.isUnpaged()) {
            return new SliceImpl<>(list(query));
        }
        List<T> found = part(query, pageable.getOffset(), pageable.getPageSize() + 1L);
        return new SliceImpl<>(first(found, pageable.getPageSize()), pageable, found.size() > pageable.getPageSize());
    }

    /**
     * A part of the result.
     *
     * @param query the sorted query
     * @param pageable which part; its sort does not count
     * @return the entities
     */
    public List<T> part(Query query, Pageable pageable) {
        return pageable.isUnpaged() ? list(query) : part(query, pageable.getOffset(), pageable.getPageSize());
    }

    private List<T> part(Query query, long offset, long size) {
        return behind(limited(query, Limit.of(end(offset, size))), offset);
    }

    private static int end(long offset, long size) {
        return (int) Math.min(Integer.MAX_VALUE, offset + size);
    }

    /** The language has no offset: what is before the part is found too, but no entities are made of it. */
    private List<T> behind(Query query, long offset) {
        if (offset == 0) {
            return list(query);
        }
        return nodes(query).stream()
                .skip(offset)
                .map(node -> operations.read(node, type))
                .toList();
    }

    private List<Node> nodes(Query query) {
        return operations.operations().map(narrowed(query));
    }

    /**
     * A query for the nodes of this type only.
     *
     * @param query the query
     * @return the narrowed query
     */
    public Query narrowed(Query query) {
        return operations.narrow(query, type);
    }

    private static <E> List<E> first(List<E> elements, int most) {
        return elements.size() > most ? elements.subList(0, most) : elements;
    }

    /**
     * A window.
     *
     * @param query the sorted query, whose limit is the size of the window
     * @param position where it begins: behind an entity, or at an offset
     * @return the window; the position behind each of its entities is the key of a keyset, or an offset, as the given one
     * @throws InvalidDataAccessApiUsageException if the position is none of this database
     */
    public Window<T> window(Query query, ScrollPosition position) {
        int size = query.limit().orElse(Integer.MAX_VALUE);
        if (position instanceof OffsetScrollPosition offset) {
            long skipped = offset.isInitial() ? 0 : offset.getOffset() + 1;
            List<T> found = behind(query.limit(end(skipped, size + 1L)), skipped);
            return window(found, size, offset.positionFunction());
        }
        Query more = query.limit(end(size, 1));
        String after = after((KeysetScrollPosition) position);
        List<T> found = list(after == null ? more : more.after(after));
        return window(found, size, index -> ScrollPosition.forward(Map.of(ID_KEY, nodeId(found.get(index)))));
    }

    private static <E> Window<E> window(List<E> found, int size, IntFunction<? extends ScrollPosition> positions) {
        return Window.from(first(found, size), positions, found.size() > size);
    }

    private static @Nullable String after(KeysetScrollPosition position) {
        if (position.scrollsBackward()) {
            throw new InvalidDataAccessApiUsageException(
                    "windows go forward; turn the order of the sort around to go the other way");
        }
        if (position.isInitial()) {
            return null;
        }
        if (position.getKeys().size() == 1 && position.getKeys().get(ID_KEY) instanceof String id) {
            return id;
        }
        throw new InvalidDataAccessApiUsageException(
                "the keyset of a position is the identifier of the last node, as in"
                        + " ScrollPosition.forward(Map.of(\"id\", id)), not "
                        + position.getKeys().keySet());
    }

    private String nodeId(T element) {
        return entity.toNodeId(entity.getIdentifierAccessor(element).getRequiredIdentifier());
    }
}
