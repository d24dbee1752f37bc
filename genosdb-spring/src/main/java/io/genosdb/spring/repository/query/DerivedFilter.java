package io.genosdb.spring.repository.query;

import io.genosdb.query.Criteria;
import io.genosdb.query.InvalidQueryException;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.mapping.GenosPersistentEntity;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Range;
import org.springframework.data.repository.query.parser.Part;
import org.springframework.data.repository.query.parser.PartTree;

/** The filter that a method's name says: alternatives of conditions. Checked when it is made, bound for each call. */
final class DerivedFilter {

    private final List<List<DerivedCondition>> alternatives = new ArrayList<>();

    /**
     * Makes the filter.
     *
     * @param parameters the types of the parameters that the method binds
     * @throws InvalidQueryException if the query language has no such filter
     */
    DerivedFilter(
            PartTree tree,
            GenosPersistentEntity<?> entity,
            GenosMappingContext context,
            ParameterValues values,
            List<Class<?>> parameters) {
        int required =
                tree.getParts().stream().mapToInt(DerivedFilter::arguments).sum();
        long ranges = parameters.stream().filter(Range.class::isAssignableFrom).count();
        boolean takeExistence = parameters.size() > required - ranges;
        for (PartTree.OrPart alternative : tree) {
            var conditions = new ArrayList<DerivedCondition>();
            for (Part part : alternative) {
                MappedPath path = MappedPath.of(part.getProperty(), entity, context);
                conditions.add(new DerivedCondition(part, path, takeExistence, values));
            }
            alternatives.add(conditions);
        }
        checkParameters(parameters);
    }

    private static int arguments(Part part) {
        return part.getType().getNumberOfArguments();
    }

    private void checkParameters(List<Class<?>> parameters) {
        int at = 0;
        for (DerivedCondition condition :
                alternatives.stream().flatMap(List::stream).toList()) {
            at += condition.parameters(parameters.subList(Math.min(at, parameters.size()), parameters.size()));
        }
        if (at != parameters.size()) {
            throw new InvalidQueryException("the method's name takes " + at + " parameters, but the method has "
                    + parameters.size() + " to bind");
        }
    }

    /** Whether other nodes have to be looked up before the filter is known. */
    boolean crossesEdge() {
        return alternatives.stream().flatMap(List::stream).anyMatch(DerivedCondition::crossesEdge);
    }

    Criteria bind(Iterator<@Nullable Object> arguments, GenosOperations operations) {
        var bound = new ArrayList<Criteria>();
        for (List<DerivedCondition> conditions : alternatives) {
            bound.add(Criteria.all()
                    .and(conditions.stream()
                            .map(condition -> condition.bind(arguments, operations))
                            .toArray(Criteria[]::new)));
        }
        return bound.isEmpty()
                ? Criteria.all()
                : bound.size() == 1 ? bound.get(0) : Criteria.anyOf(bound.toArray(Criteria[]::new));
    }
}
