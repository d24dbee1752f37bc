package io.genosdb.spring.entity;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * Called before an entity is removed. A removal by identifier or query loads no entities and calls nothing.
 *
 * @param <T> the type of the entities
 * @since 0.1
 */
@FunctionalInterface
public interface BeforeDeleteCallback<T> extends EntityCallback<T> {

    /**
     * Looks at what is about to be removed; an exception refuses it.
     *
     * @param entity the entity
     * @return the entity to be removed: the same or another one
     */
    T onBeforeDelete(T entity);
}
