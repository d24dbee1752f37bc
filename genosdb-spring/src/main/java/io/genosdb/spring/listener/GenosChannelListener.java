package io.genosdb.spring.listener;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;

/**
 * Marks a method of a singleton bean that hears of the messages of a channel in the room of a database, from the start of the
 * context to its end.
 *
 * <p>The method returns nothing. Its parameters, in any order and all of them optional, are known by their types:
 *
 * <table>
 *   <caption>Parameters</caption>
 *   <tr><td>{@link io.genosdb.room.ChannelMessage}</td><td>the message as it is</td></tr>
 *   <tr><td>{@link io.genosdb.room.Payload}</td><td>what it holds, as it is</td></tr>
 *   <tr><td>{@link io.genosdb.room.RoomPeer}</td><td>the sender</td></tr>
 *   <tr><td>any type with {@link MessageMetadata}</td><td>what was sent with the message, converted</td></tr>
 *   <tr><td>{@code String}</td><td>text; of a JSON string its value, of other JSON its text</td></tr>
 *   <tr><td>{@code byte[]}</td><td>bytes</td></tr>
 *   <tr><td>{@link io.genosdb.value.JsonValue} and its kinds</td><td>JSON; text as a JSON string</td></tr>
 *   <tr><td>any other class, record, {@code Map}, {@code List<T>}</td>
 *       <td>JSON or text, read by the {@link io.genosdb.spring.convert.GenosConverter}</td></tr>
 *   <tr><td>{@link ChannelProgress}</td><td>how much of a message has come: the method hears of that in place of
 *       messages</td></tr>
 * </table>
 *
 * <p>Messages of one peer come in order and one at a time, in threads of the listener's own, so that a slow method holds
 * nobody else up. What is sent over a channel is not stored: where more waits than
 * {@link GenosListenerContainerFactory#setMaxPendingBytes} allows, further messages are dropped, with a warning. What the
 * method throws, and a message that does not fit its parameters, goes to the {@link #errorHandler}; the next messages come all
 * the same.
 *
 * <p>All attributes may have placeholders, as in <code>${...}</code>, and SpEL expressions, as in <code>#{...}</code>.
 * Processed by {@link GenosListenerAnnotationBeanPostProcessor}, which {@link EnableGenosListeners} registers. May be used as a
 * meta-annotation, and several times on one method.
 *
 * @since 0.1
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(GenosChannelListeners.class)
@Reflective(ListenerReflectiveProcessor.class)
@Documented
public @interface GenosChannelListener {

    /**
     * The name of the channel; the same as {@link #channel}.
     *
     * @return a name that {@link io.genosdb.room.Room#channel} takes
     */
    @AliasFor("channel")
    String value() default "";

    /**
     * The name of the channel.
     *
     * @return a name that {@link io.genosdb.room.Room#channel} takes
     */
    @AliasFor("value")
    String channel() default "";

    /**
     * Which of several databases: its name in {@link io.genosdb.spring.GenosTemplates}, or the qualifier or bean name of
     * a {@link io.genosdb.spring.GenosOperations}.
     *
     * @return a name, by default the only or primary one
     */
    String database() default "";

    /**
     * How many threads call the method. Each peer belongs to one of them, so its messages stay in order.
     *
     * @return a number from 1 to 256, by default what the {@link GenosListenerContainerFactory} says
     */
    String concurrency() default "";

    /**
     * Who is told what the method throws.
     *
     * @return the name of a bean of type {@link GenosChannelListenerErrorHandler}, by default what the
     *     {@link GenosListenerContainerFactory} says
     */
    String errorHandler() default "";

    /**
     * The identifier of the listener, by which {@link GenosListenerEndpointRegistry} knows it and which its threads are
     * named after.
     *
     * @return a name that no other listener has, by default bean and method
     */
    String id() default "";

    /**
     * Whether the listener starts with the context.
     *
     * @return {@code true} or {@code false}, by default what the {@link GenosListenerContainerFactory} says
     */
    String autoStartup() default "";
}
