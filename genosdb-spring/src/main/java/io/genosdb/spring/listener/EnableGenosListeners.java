package io.genosdb.spring.listener;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/**
 * Enables {@link GenosListener} and {@link GenosChannelListener} methods, on a {@code @Configuration} class. Spring Boot does it by itself.
 *
 * <p>Used where they are beans: {@link io.genosdb.spring.GenosOperations} (needed),
 * {@link io.genosdb.spring.convert.GenosConverter}, {@link io.genosdb.spring.GenosNodeReader}, {@link GenosListenerContainerFactory} and
 * {@link io.genosdb.query.Operators}.
 *
 * @since 0.1
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Import(GenosListenerConfiguration.class)
public @interface EnableGenosListeners {}
