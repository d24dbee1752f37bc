package io.genosdb.spring.mapping;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;
import org.springframework.data.annotation.Persistent;

/**
 * Marks a class or record whose instances are nodes. The node's identifier is the property with
 * {@link org.springframework.data.annotation.Id @Id}, its value an object of the other properties and a member
 * {@code type}, by which the nodes of one class are told from others.
 *
 * @since 0.1
 */
@Documented
@Persistent
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface GenosNode {

    /**
     * Short for {@link #type()}.
     *
     * @return the type
     */
    @AliasFor("type")
    String value() default "";

    /**
     * What the member {@code type} of the nodes' values says.
     *
     * @return the type; where it is empty, the simple name of the class with its first letter in lower case
     */
    @AliasFor("value")
    String type() default "";
}
