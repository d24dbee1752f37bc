package io.genosdb.spring.entity;

import io.genosdb.value.JsonObject;
import org.springframework.data.mapping.callback.EntityCallback;

/**
 * Called when the value of an entity is ready and before anything is written: the last chance to refuse, by an exception.
 *
 * @param <T> the type of the entities
 * @since 0.1
 */
@FunctionalInterface
public interface BeforeSaveCallback<T> extends EntityCallback<T> {

    /**
     * Looks at what is about to be written. Changes to the entity do not reach the node any more.
     *
     * @param entity the entity
     * @param value the value of its node
     * @return the entity to go on with: the same or another one
     */
    T onBeforeSave(T entity, JsonObject value);
}
