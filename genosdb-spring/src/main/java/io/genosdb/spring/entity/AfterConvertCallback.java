package io.genosdb.spring.entity;

import io.genosdb.value.JsonObject;
import org.springframework.data.mapping.callback.EntityCallback;

/**
 * Called when an entity was loaded.
 *
 * @param <T> the type of the entities
 * @since 0.1
 */
@FunctionalInterface
public interface AfterConvertCallback<T> extends EntityCallback<T> {

    /**
     * Completes a loaded entity.
     *
     * @param entity the entity
     * @param value the value of its node
     * @return the entity that the caller gets: the same or another one
     */
    T onAfterConvert(T entity, JsonObject value);
}
