package io.genosdb.spring.entity;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * Called before an entity that is saved becomes the value of a node: the place to fill in or change its properties.
 *
 * @param <T> the type of the entities
 * @since 0.1
 */
@FunctionalInterface
public interface BeforeConvertCallback<T> extends EntityCallback<T> {

    /**
     * Prepares an entity.
     *
     * @param entity the entity
     * @return the entity to be saved: the same or another one
     */
    T onBeforeConvert(T entity);
}
