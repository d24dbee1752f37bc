package io.genosdb.spring.repository.query;

import io.genosdb.query.Criteria;
import io.genosdb.query.Query;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.spring.entity.GenosEntityOperations;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.mapping.GenosPersistentEntity;
import io.genosdb.spring.mapping.GenosPersistentProperty;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.ExampleMatcher;
import org.springframework.data.domain.ExampleMatcher.NullHandler;
import org.springframework.data.domain.ExampleMatcher.StringMatcher;
import org.springframework.data.mapping.PersistentPropertyAccessor;
import org.springframework.data.support.ExampleMatcherAccessor;

/**
 * Makes queries of examples: one condition for each property of the probe that has a value, nested objects included.
 * Thread-safe.
 *
 * @since 0.1
 */
public final class ExampleFilter {

    private final GenosMappingContext context;
    private final ParameterValues values;

    /**
     * Makes the filters of examples.
     *
     * @param operations knows the entities
     * @param converter makes the JSON of what is in the probes
     */
    public ExampleFilter(GenosEntityOperations operations, GenosConverter converter) {
        this.context = operations.mappingContext();
        this.values = new ParameterValues(converter, context);
    }

    /**
     * The query of an example.
     *
     * @param example the example
     * @return what its probe and matcher say, without order and limit
     * @throws IllegalArgumentException if the matcher asks for what the query language cannot do
     */
    public Query query(Example<?> example) {
        ExampleMatcher matcher = example.getMatcher();
        var conditions = new Conditions(new ExampleMatcherAccessor(matcher));
        conditions.collect(
                example.getProbe(), context.getRequiredNode(example.getProbe().getClass()), "", "");
        if (conditions.found.isEmpty()) {
            return Query.all();
        }
        Criteria[] found = conditions.found.toArray(Criteria[]::new);
        return (matcher.isAllMatching() ? Criteria.all().and(found) : Criteria.anyOf(found)).toQuery();
    }

    private final class Conditions {

        private final ExampleMatcherAccessor matcher;
        private final List<Criteria> found = new ArrayList<>();

        private Conditions(ExampleMatcherAccessor matcher) {
            this.matcher = matcher;
        }

        private void collect(Object probe, GenosPersistentEntity<?> entity, String fields, String paths) {
            PersistentPropertyAccessor<Object> accessor = entity.getPropertyAccessor(probe);
            for (GenosPersistentProperty property : entity) {
                if (!property.isTransient() && !property.isVersionProperty()) {
                    collect(property, accessor.getProperty(property), fields, paths + property.getName());
                }
            }
        }

        private void collect(GenosPersistentProperty property, @Nullable Object raw, String fields, String path) {
            if (matcher.isIgnoredPath(path)) {
                return;
            }
            Object value = matcher.getValueTransformerForPath(path)
                    .apply(Optional.ofNullable(raw))
                    .orElse(null);
            String field = fields + property.getFieldName();
            if (value == null) {
                if (matcher.getNullHandler() == NullHandler.INCLUDE) {
                    found.add(DerivedCondition.isNull(field));
                }
            } else if (property.isNested()) {
                collect(value, context.getRequiredPersistentEntity(property), field + ".", path + ".");
            } else {
                add(property, value, field, path);
            }
        }

        private void add(GenosPersistentProperty property, Object value, String field, String path) {
            if (value instanceof Collection<?> several) {
                // An example names some of the elements, an empty one none.
                several.forEach(element -> found.add(member(field, values.of(element))));
                return;
            }
            JsonValue json = property.isIdProperty() && property.getOwner() instanceof GenosPersistentEntity<?> owner
                    ? values.identifier(value, owner)
                    : values.of(value);
            found.add(
                    json instanceof JsonString text && value instanceof String
                            ? text(field, text.value(), path)
                            : Criteria.where(field).eq(json));
        }

        private static Criteria member(String field, JsonValue element) {
            return element instanceof JsonObject
                    ? Criteria.where(field).contains(element)
                    : Criteria.where(field).is(element);
        }

        private Criteria text(String field, String text, String path) {
            StringMatcher kind = matcher.getStringMatcherForPath(path);
            if (!matcher.isIgnoreCaseForPath(path)) {
                Criteria where = Criteria.where(field);
                return switch (kind) {
                    case DEFAULT, EXACT -> where.eq(text);
                    case STARTING -> where.startsWith(text);
                    case ENDING -> where.endsWith(text);
                    case CONTAINING -> where.contains(text);
                    case REGEX -> where.regex(text);
                };
            }
            TextMatch.Part part = TextMatch.Part.literal(text);
            TextMatch match = switch (kind) {
                case DEFAULT, EXACT -> TextMatch.of(part);
                case STARTING -> TextMatch.of(part, TextMatch.ANY);
                case ENDING -> TextMatch.of(TextMatch.ANY, part);
                case CONTAINING -> TextMatch.of(TextMatch.ANY, part, TextMatch.ANY);
                case REGEX -> new TextMatch("$regex", text);
            };
            return Criteria.where(field).operator(match.operator(), match.operand());
        }
    }
}
