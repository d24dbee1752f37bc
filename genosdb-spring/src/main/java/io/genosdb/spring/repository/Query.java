package io.genosdb.spring.repository;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.data.annotation.QueryAnnotation;

/**
 * The filter of a repository method, in the query language:
 * <code>@Query("{ age: { $gt: ?0 }, name: :name }")</code>.
 *
 * <p>{@code ?0} and {@code :name} stand for parameters of the method, <code>?#{...}</code> and <code>:#{...}</code> for
 * value expressions. The filter is parsed before they are bound, and what is bound is always a <em>value</em>: a map or
 * an object is compared as a whole and never read as operators. Inside a string they are allowed in the pattern of
 * {@code $like} only, where the bound text stands for itself.
 *
 * <p>An invalid filter, and a placeholder where no value can stand, fail when the repository is made.
 *
 * @since 0.1
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Documented
@QueryAnnotation
public @interface Query {

    /**
     * The filter. It is narrowed to the nodes of the repository's type.
     *
     * @return relaxed JSON
     */
    String value() default "";

    /**
     * Whether the method counts what meets the filter.
     *
     * @return true for a count
     */
    boolean count() default false;

    /**
     * Whether the method tells if anything meets the filter.
     *
     * @return true for a test
     */
    boolean exists() default false;

    /**
     * Whether the method deletes what meets the filter. It may return the number, nothing, or what was deleted.
     *
     * @return true for a deletion
     */
    boolean delete() default false;
}
