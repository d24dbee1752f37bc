package io.genosdb.spring.listener;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * Several {@link GenosChannelListener} on one method. Seldom written out, since the annotation is repeatable.
 *
 * @since 0.1
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Reflective(ListenerReflectiveProcessor.class)
@Documented
public @interface GenosChannelListeners {

    /**
     * The listeners.
     *
     * @return each with threads of its own
     */
    GenosChannelListener[] value();
}
