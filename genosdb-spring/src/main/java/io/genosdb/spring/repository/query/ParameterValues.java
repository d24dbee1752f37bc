package io.genosdb.spring.repository.query;

import io.genosdb.query.InvalidQueryException;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.mapping.GenosNode;
import io.genosdb.spring.mapping.GenosPersistentEntity;
import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonNull;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.Advised;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.data.util.ProxyUtils;
import org.springframework.util.ObjectUtils;

/** Makes the JSON of parameters: as the converter makes that of members, and of entities their identifier. */
final class ParameterValues {

    private final GenosConverter converter;
    private final GenosMappingContext context;

    ParameterValues(GenosConverter converter, GenosMappingContext context) {
        this.converter = converter;
        this.context = context;
    }

    /** The value of a parameter, entities in it by their identifiers. */
    JsonValue of(@Nullable Object value) {
        return of(value, 0);
    }

    private JsonValue of(@Nullable Object value, int depth) {
        if (value == null) {
            return JsonNull.NULL;
        }
        if (isSeveral(value)) {
            if (depth == JsonValue.MAX_DEPTH) {
                throw new InvalidQueryException("a parameter nests deeper than " + JsonValue.MAX_DEPTH + " levels");
            }
            return JsonArray.of(several(value).stream()
                    .map(element -> of(element, depth + 1))
                    .toList());
        }
        return isEntity(value) ? identifier(value, entity(value)) : converter.writeValue(value);
    }

    /** The identifier that a parameter names, which is an entity or its identifier. */
    JsonValue identifier(@Nullable Object value, GenosPersistentEntity<?> target) {
        if (value == null) {
            return JsonNull.NULL;
        }
        Object id = value;
        if (target.getType().isInstance(value)) {
            id = target.getIdentifierAccessor(unproxied(value)).getIdentifier();
            if (id == null) {
                throw new IllegalArgumentException(
                        target.getType().getSimpleName() + " given as a parameter has no identifier; save it first");
            }
        }
        return new JsonString(target.toNodeId(id));
    }

    /** A lazy target is a proxy without fields of its own. */
    private static Object unproxied(Object value) {
        if (!(value instanceof Advised proxy)) {
            return value;
        }
        try {
            Object behind = proxy.getTargetSource().getTarget();
            return behind == null ? value : behind;
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    "the entity given as a parameter cannot be loaded: " + e.getMessage(), e);
        }
    }

    private static boolean isEntity(Object value) {
        return AnnotatedElementUtils.isAnnotated(ProxyUtils.getUserClass(value), GenosNode.class);
    }

    private GenosPersistentEntity<?> entity(Object value) {
        return context.getRequiredNode(ProxyUtils.getUserClass(value));
    }

    static boolean isSeveral(Object value) {
        return !(value instanceof JsonValue)
                && !(value instanceof byte[])
                && (value instanceof Collection || value.getClass().isArray());
    }

    /** The elements of an array, of anything iterable, or the value alone. */
    static List<@Nullable Object> several(Object value) {
        List<@Nullable Object> elements = new ArrayList<>();
        if (value instanceof Iterable<?> iterable) {
            StreamSupport.stream(iterable.spliterator(), false).forEach(elements::add);
        } else if (value.getClass().isArray()) {
            elements.addAll(Arrays.asList(ObjectUtils.toObjectArray(value)));
        } else {
            elements.add(value);
        }
        return elements;
    }
}
