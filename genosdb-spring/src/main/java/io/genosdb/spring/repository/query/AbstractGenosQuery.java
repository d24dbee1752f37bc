package io.genosdb.spring.repository.query;

import io.genosdb.live.MapListener;
import io.genosdb.live.Subscription;
import io.genosdb.query.InvalidQueryException;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosEventListener;
import io.genosdb.spring.GenosExceptionTranslator;
import io.genosdb.spring.entity.GenosEntityOperations;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.Lifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.data.convert.DtoInstantiatingConverter;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Sort;
import org.springframework.data.mapping.model.EntityInstantiators;
import org.springframework.data.repository.query.ParametersParameterAccessor;
import org.springframework.data.repository.query.RepositoryQuery;
import org.springframework.data.repository.query.ResultProcessor;
import org.springframework.util.ClassUtils;

/** A query method that runs: what its filter is, subclasses know; what becomes of the result, the method says. */
abstract class AbstractGenosQuery implements RepositoryQuery, Lifecycle {

    /** What a method does with what it finds. */
    enum Purpose {
        FIND,
        COUNT,
        EXISTS,
        DELETE
    }

    private static final GenosExceptionTranslator TRANSLATOR = new GenosExceptionTranslator();

    private final GenosQueryMethod method;
    private final GenosEntityOperations operations;
    private final EntityQueries<Object> queries;
    private final @Nullable LiveFlux flux;
    private final EntityInstantiators instantiators = new EntityInstantiators();

    @SuppressWarnings("unchecked") // whatever the type of the entities is, they are objects
    AbstractGenosQuery(GenosQueryMethod method, GenosEntityOperations operations, int maxPending) {
        this.method = method;
        this.operations = operations;
        this.queries = new EntityQueries<>(operations, (Class<Object>) method.domainType());
        this.flux = method.isFlux() ? new LiveFlux(operations, maxPending) : null;
    }

    /** The filter with the values of the parameters. */
    abstract Query filter(ParametersParameterAccessor accessor, Object[] arguments);

    abstract Purpose purpose();

    /** The order that the method always has. */
    abstract Sort order();

    /** The most that the method ever returns. */
    abstract Limit most();

    @Override
    public final GenosQueryMethod getQueryMethod() {
        return method;
    }

    @Override
    public final void start() {
        if (flux != null) {
            flux.start();
        }
    }

    /** Ends what it still feeds. */
    @Override
    public final void stop() {
        if (flux != null) {
            flux.stop();
        }
    }

    @Override
    public final boolean isRunning() {
        return flux != null && flux.isRunning();
    }

    final GenosEntityOperations operations() {
        return operations;
    }

    @Override
    public final @Nullable Object execute(Object[] arguments) {
        try {
            return run(new ParametersParameterAccessor(method.getParameters(), arguments), arguments);
        } catch (RuntimeException e) {
            DataAccessException translated = TRANSLATOR.translateExceptionIfPossible(e);
            throw translated == null ? e : translated;
        }
    }

    private @Nullable Object run(ParametersParameterAccessor accessor, Object[] arguments) {
        Query query = query(accessor, arguments);
        return switch (purpose()) {
            case COUNT -> operations.count(query, method.domainType());
            case EXISTS -> operations.exists(query, method.domainType());
            case DELETE -> delete(query);
            case FIND -> method.isLive() ? follow(query, arguments) : find(query, accessor);
        };
    }

    /** Filter, order and limit; the accessor's sort is that of the page where there is one. */
    private Query query(ParametersParameterAccessor accessor, Object[] arguments) {
        Sort sort = order().and(accessor.getSort());
        Query query = queries.limited(queries.sorted(filter(accessor, arguments), sort), most());
        // Without a parameter for it, the accessor's limit is the size of the page.
        return method.getParameters().hasLimitParameter() ? queries.limited(query, accessor.getLimit()) : query;
    }

    private @Nullable Object find(Query query, ParametersParameterAccessor accessor) {
        ResultProcessor processor = method.getResultProcessor().withDynamicProjection(accessor);
        Class<?> returned = processor.getReturnedType().getReturnedType();
        Object found = found(query, accessor);
        if (found == null || ClassUtils.isPrimitiveOrWrapper(returned)) {
            return found;
        }
        return processor.processResult(
                found, new DtoInstantiatingConverter(returned, operations.mappingContext(), instantiators));
    }

    private @Nullable Object found(Query query, ParametersParameterAccessor accessor) {
        if (method.isPageQuery()) {
            return queries.page(query, accessor.getPageable());
        }
        if (method.isSliceQuery()) {
            return queries.slice(query, accessor.getPageable());
        }
        if (method.isScrollQuery()) {
            ScrollPosition position = accessor.getScrollPosition();
            return queries.window(query, position == null ? ScrollPosition.keyset() : position);
        }
        if (method.isStreamQuery()) {
            Pageable pageable = accessor.getPageable();
            return pageable.isUnpaged() ? queries.stream(query) : queries.part(query, pageable).stream();
        }
        if (method.isCollectionQuery()) {
            return queries.part(query, accessor.getPageable());
        }
        return query.limit().orElse(2) == 1
                ? queries.list(query).stream().findFirst().orElse(null)
                : queries.one(query).orElse(null);
    }

    /** To be called at the end of construction: after a call, what was deleted would be gone. */
    final void checkDeleted() {
        if (purpose() != Purpose.DELETE || isCounted() || returned() == void.class) {
            return;
        }
        boolean parts = method.isPageQuery() || method.isSliceQuery() || method.isScrollQuery();
        if (parts
                || method.getParameters().hasDynamicProjection()
                || !returned().isAssignableFrom(method.domainType())) {
            String type = method.domainType().getSimpleName();
            throw new InvalidQueryException(
                    "a method that deletes returns void, how many were deleted as int or long, or"
                            + " what was deleted as " + type + " or List<" + type + ">");
        }
    }

    /** Without what wraps it; a primitive type where it has one. */
    private Class<?> returned() {
        Class<?> returned = method.getReturnedObjectType();
        return returned == Void.class
                ? void.class
                : returned == Integer.class ? int.class : returned == Long.class ? long.class : returned;
    }

    private boolean isCounted() {
        return !method.isCollectionQuery() && (returned() == int.class || returned() == long.class);
    }

    private @Nullable Object delete(Query query) {
        if (!isCounted() && returned() != void.class) {
            return deleted(query);
        }
        int deleted = operations.delete(query, method.domainType());
        return returned() == void.class ? null : returned() == long.class ? (Object) (long) deleted : deleted;
    }

    /** What is returned is what is removed, by one batch: where others write meanwhile, it is looked for again. */
    private @Nullable Object deleted(Query query) {
        return operations.delete(query, method.domainType(), nodes -> {
            var found = new ArrayList<Object>(nodes.size());
            nodes.forEach(node -> found.add(operations.read(node, method.domainType())));
            if (!isSeveral() && found.size() > 1) {
                throw new IncorrectResultSizeDataAccessException(
                        "more than one node would be deleted, but the method returns one; nothing was deleted",
                        1,
                        found.size());
            }
            return isSeveral() ? found : found.stream().findFirst().orElse(null);
        });
    }

    private boolean isSeveral() {
        return method.isCollectionQuery() || method.isStreamQuery();
    }

    private Object follow(Query query, Object[] arguments) {
        if (flux != null) {
            Query narrowed = queries.narrowed(query);
            return method.isTypedFlux() ? flux.ofEntities(narrowed, method.domainType()) : flux.ofNodes(narrowed);
        }
        int index = method.getParameters().listeners().get(0).getIndex();
        return follow(query, arguments[index]);
    }

    @SuppressWarnings("unchecked") // the method was checked to take a listener for the type of its entities
    private Subscription follow(Query query, Object listener) {
        return listener instanceof MapListener raw
                ? operations.operations().map(queries.narrowed(query), raw)
                : operations.find(query, (Class<Object>) method.domainType(), (GenosEventListener<Object>) listener);
    }

    static List<Class<?>> bindableTypes(GenosQueryMethod method) {
        var types = new ArrayList<Class<?>>();
        method.getParameters().getBindableParameters().forEach(parameter -> types.add(parameter.getType()));
        return types;
    }
}
