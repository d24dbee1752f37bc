package io.genosdb.spring.repository.query;

import io.genosdb.query.InvalidQueryException;
import io.genosdb.query.Query;
import io.genosdb.spring.entity.GenosEntityOperations;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.mapping.GenosPersistentEntity;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Sort;
import org.springframework.data.repository.query.ParametersParameterAccessor;
import org.springframework.data.repository.query.parser.PartTree;

/** A query derived from the name of its method. */
final class DerivedGenosQuery extends AbstractGenosQuery {

    private final PartTree tree;
    private final DerivedFilter filter;

    DerivedGenosQuery(
            GenosQueryMethod method, GenosEntityOperations operations, ParameterValues values, int maxPending) {
        super(method, operations, maxPending);
        GenosMappingContext context = operations.mappingContext();
        GenosPersistentEntity<?> entity = context.getRequiredNode(method.domainType());
        this.tree = new PartTree(method.getName(), method.domainType());
        this.filter = new DerivedFilter(tree, entity, context, values, bindableTypes(method));
        SortMapping.apply(Query.all(), tree.getSort(), entity, context);
        if (method.isLive() && filter.crossesEdge()) {
            throw new InvalidQueryException(
                    "a live result cannot depend on a condition behind an edge, which is looked up"
                            + " before; keep what is asked for in the node itself, or write a @Query with $edge");
        }
        if (method.isLive() && purpose() != Purpose.FIND) {
            throw new InvalidQueryException("a live result is found, not counted or deleted; begin the name with find");
        }
        checkDeleted();
    }

    @Override
    Query filter(ParametersParameterAccessor accessor, Object[] arguments) {
        return filter.bind(accessor.iterator(), operations().operations()).toQuery();
    }

    @Override
    Purpose purpose() {
        if (tree.isDelete()) {
            return Purpose.DELETE;
        }
        return tree.isCountProjection() ? Purpose.COUNT : tree.isExistsProjection() ? Purpose.EXISTS : Purpose.FIND;
    }

    @Override
    Sort order() {
        return tree.getSort();
    }

    @Override
    Limit most() {
        return tree.getResultLimit();
    }
}
