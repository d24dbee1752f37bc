package io.genosdb.spring.mapping;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A relation to another {@link GenosNode}: to one, or to many as a {@code List}, {@code Set} or {@code Collection}.
 *
 * <p>The value keeps the identifiers of the targets, and the graph an edge to each of them, so that the relation can be
 * asked for by equality and followed by {@code $edge}. Saving keeps both in step.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface Edge {

    /**
     * Whether the targets are loaded only when they are first used. A single target is then a proxy, which equals itself
     * only: {@code equals} and {@code hashCode} of its class are not asked, so compare identifiers.
     *
     * @return true for a proxy; a single target must then be of a class that is not final
     */
    boolean lazy() default false;

    /**
     * Whether targets that are new are saved together with the entity. Targets that were saved before are never written
     * by the entity that names them.
     *
     * @return false if a new target is an error
     */
    boolean cascade() default true;
}
