package io.genosdb.spring.entity;

import io.genosdb.value.JsonObject;
import org.springframework.data.mapping.callback.EntityCallback;

/**
 * Called when an entity was saved.
 *
 * @param <T> the type of the entities
 * @since 0.1
 */
@FunctionalInterface
public interface AfterSaveCallback<T> extends EntityCallback<T> {

    /**
     * Takes notice of a saved entity.
     *
     * @param entity the entity
     * @param value the value of its node
     * @return the entity that the caller gets: the same or another one
     */
    T onAfterSave(T entity, JsonObject value);
}
