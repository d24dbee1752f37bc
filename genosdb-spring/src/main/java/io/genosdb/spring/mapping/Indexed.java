package io.genosdb.spring.mapping;

import io.genosdb.query.IndexDefinition.Kind;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;

/**
 * Declares an index on a property, for the database to build when it opens. Works in nested objects too, whose path is
 * then indexed, as in {@code address.city}; not inside of lists and maps, which have no such path.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface Indexed {

    /**
     * Short for {@link #kind()}.
     *
     * @return one or more kinds
     */
    @AliasFor("kind")
    Kind[] value() default Kind.HASH;

    /**
     * What the index is to be good for; one index is built for each kind.
     *
     * @return one or more kinds
     */
    @AliasFor("value")
    Kind[] kind() default Kind.HASH;
}
