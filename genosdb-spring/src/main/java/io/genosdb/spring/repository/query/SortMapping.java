package io.genosdb.spring.repository.query;

import io.genosdb.query.Query;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.mapping.GenosPersistentEntity;
import org.springframework.data.core.PropertyPath;
import org.springframework.data.domain.Sort;

/** Turns sorts by properties into sorts by fields. */
final class SortMapping {

    private SortMapping() {}

    /**
     * The query in the order of a sort; its own order where the sort has none.
     *
     * @throws IllegalArgumentException if the database cannot sort so
     */
    static Query apply(Query query, Sort sort, GenosPersistentEntity<?> entity, GenosMappingContext context) {
        Query sorted = query;
        boolean first = true;
        for (Sort.Order order : sort) {
            String field = field(order, entity, context);
            io.genosdb.query.Order direction =
                    order.isAscending() ? io.genosdb.query.Order.ASC : io.genosdb.query.Order.DESC;
            sorted = first ? sorted.orderBy(field, direction) : sorted.thenBy(field, direction);
            first = false;
        }
        return sorted;
    }

    private static String field(Sort.Order order, GenosPersistentEntity<?> entity, GenosMappingContext context) {
        if (order.isIgnoreCase()) {
            throw refusal(order, "Unicode collation sorts text, in which case decides last; leave out ignoreCase");
        }
        boolean natural = switch (order.getNullHandling()) {
            case NATIVE -> true;
            case NULLS_FIRST -> order.isAscending();
            case NULLS_LAST -> order.isDescending();
        };
        if (!natural) {
            throw refusal(order, "null comes first ascending and last descending; leave out the null handling");
        }
        MappedPath path =
                MappedPath.of(PropertyPath.from(order.getProperty(), entity.getTypeInformation()), entity, context);
        if (path.crossing() != null) {
            throw refusal(order, "the database sorts by what a node itself has, not by what its edges lead to");
        }
        if (path.property().isCollectionLike() || path.property().isMap()) {
            throw refusal(order, "lists and maps have no order");
        }
        return path.field();
    }

    private static IllegalArgumentException refusal(Sort.Order order, String reason) {
        return new IllegalArgumentException("cannot sort by " + order + ": " + reason);
    }
}
