package io.genosdb.spring.convert;

import io.genosdb.value.JsonObject;

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
}
