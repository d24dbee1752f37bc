package io.genosdb.spring.repository.support;

import io.genosdb.query.Query;
import io.genosdb.spring.entity.GenosEntityOperations;
import io.genosdb.spring.repository.query.EntityQueries;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.convert.DtoInstantiatingConverter;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.data.mapping.model.EntityInstantiators;
import org.springframework.data.projection.SpelAwareProxyProjectionFactory;
import org.springframework.data.repository.query.FluentQuery.FetchableFluentQuery;

/**
 * An example whose result is asked for step by step. Every step gives a new object.
 *
 * @param <S> the type of the entities
 * @param <R> the type of the result
 */
final class FluentExample<S, R> implements FetchableFluentQuery<R> {

    private final GenosEntityOperations operations;
    private final EntityQueries<S> queries;
    private final Query query;
    private final Sort sort;
    private final Class<S> type;
    private final Function<? super S, ? extends R> projection;

    private FluentExample(
            GenosEntityOperations operations,
            EntityQueries<S> queries,
            Query query,
            Sort sort,
            Class<S> type,
            Function<? super S, ? extends R> projection) {
        this.operations = operations;
        this.queries = queries;
        this.query = query;
        this.sort = sort;
        this.type = type;
        this.projection = projection;
    }

    static <S> FluentExample<S, S> of(GenosEntityOperations operations, Query query, Class<S> type) {
        return new FluentExample<>(
                operations, new EntityQueries<>(operations, type), query, Sort.unsorted(), type, Function.identity());
    }

    @Override
    public FetchableFluentQuery<R> sortBy(Sort other) {
        return new FluentExample<>(operations, queries, query, sort.and(other), type, projection);
    }

    @Override
    public FetchableFluentQuery<R> limit(int limit) {
        return new FluentExample<>(
                operations, queries, queries.limited(query, Limit.of(limit)), sort, type, projection);
    }

    @Override
    public <P> FetchableFluentQuery<P> as(Class<P> resultType) {
        return new FluentExample<>(operations, queries, query, sort, type, projectionTo(resultType));
    }

    private <P> Function<S, P> projectionTo(Class<P> resultType) {
        if (resultType.isAssignableFrom(type)) {
            return resultType::cast;
        }
        if (resultType.isInterface()) {
            var factory = new SpelAwareProxyProjectionFactory();
            return element -> factory.createProjection(resultType, element);
        }
        var converter =
                new DtoInstantiatingConverter(resultType, operations.mappingContext(), new EntityInstantiators());
        return element -> resultType.cast(converter.convert(element));
    }

    /** Entities are read whole, so that there is nothing to leave out. */
    @Override
    public FetchableFluentQuery<R> project(Collection<String> properties) {
        return this;
    }

    @Override
    public @Nullable R oneValue() {
        return queries.one(sorted()).<R>map(projection).orElse(null);
    }

    @Override
    public @Nullable R firstValue() {
        return queries.list(queries.limited(sorted(), Limit.of(1))).stream()
                .findFirst()
                .<R>map(projection)
                .orElse(null);
    }

    @Override
    public List<R> all() {
        return queries.list(sorted()).stream().<R>map(projection).toList();
    }

    @Override
    public Window<R> scroll(ScrollPosition scrollPosition) {
        return queries.window(sorted(), scrollPosition).map(projection);
    }

    @Override
    public Page<R> page(Pageable pageable) {
        return queries.page(sorted(pageable), pageable).map(projection);
    }

    @Override
    public Slice<R> slice(Pageable pageable) {
        return queries.slice(sorted(pageable), pageable).map(projection);
    }

    @Override
    public Stream<R> stream() {
        return queries.stream(sorted()).map(projection);
    }

    @Override
    public long count() {
        return operations.count(query, type);
    }

    @Override
    public boolean exists() {
        return operations.exists(query, type);
    }

    private Query sorted() {
        return queries.sorted(query, sort);
    }

    private Query sorted(Pageable pageable) {
        return queries.sorted(query, pageable.getSortOr(sort));
    }
}
