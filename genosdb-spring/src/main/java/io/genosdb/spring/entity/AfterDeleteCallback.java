package io.genosdb.spring.entity;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * Called when an entity was removed. A removal by identifier or query loads no entities and calls nothing.
 *
 * @param <T> the type of the entities
 * @since 0.1
 */
@FunctionalInterface
public interface AfterDeleteCallback<T> extends EntityCallback<T> {

    /**
     * Takes notice of a removed entity.
     *
     * @param entity the entity
     * @return the entity
     */
    T onAfterDelete(T entity);
}
