package io.genosdb.spring.convert;

import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/**
 * Converts between the objects of an application and the values of nodes.
 *
 * <p>Implementations are thread-safe.
 *
 * @since 0.1
 */
public interface GenosConverter {

    /**
     * Converts an object into the value of a node.
     *
     * @param source the object; a {@link JsonObject} is returned as it is
     * @return the value
     * @throws GenosConversionException if the object has no JSON form, or one that is not a JSON object
     */
    JsonObject write(Object source);

    /**
     * Converts the value of a node into an object.
     *
     * @param <T> the type of the object
     * @param value the value
     * @param type the type of the object; for {@link JsonObject} the value is returned as it is
     * @return a new object
     * @throws GenosConversionException if the value does not fit the type
     */
    <T> T read(JsonObject value, Class<T> type);

    /**
     * Converts an object, or the property of one, into JSON of any kind.
     *
     * @param source the object; {@code null} becomes JSON's {@code null}
     * @return the JSON value
     * @throws GenosConversionException if the object has no JSON form
     */
    JsonValue writeValue(@Nullable Object source);

    /**
     * Converts JSON of any kind into an object.
     *
     * @param value the JSON value
     * @param type the type of the object, its type arguments included; for {@link JsonValue} and those of its kinds that
     *     fit, the value is returned as it is
     * @return an object of the type, or {@code null} where the type makes that of JSON's {@code null}
     * @throws GenosConversionException if the value does not fit the type
     */
    @Nullable
    Object readValue(JsonValue value, ResolvableType type);

    /**
     * The name of the member that {@link #writeValue} makes of a property, for the paths of queries and indexes.
     *
     * @param owner the class of the object
     * @param property the name of the property in Java
     * @return the name; empty where the converter cannot tell, and the name in {@code @JsonProperty} or the property's own
     *     is taken
     */
    default Optional<String> memberName(Class<?> owner, String property) {
        return Optional.empty();
    }
}
