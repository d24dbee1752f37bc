package io.genosdb.spring.listener;

import io.genosdb.live.Action;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;

/**
 * Marks a method of a singleton bean that hears of the steps of a live query, from the start of the context to its end.
 *
 * <p>The method returns nothing. Its parameters, in any order and all of them optional, are known by their types:
 *
 * <table>
 *   <caption>Parameters</caption>
 *   <tr><td>{@link io.genosdb.spring.GenosEvent GenosEvent&lt;T&gt;}</td><td>the event, its value typed</td></tr>
 *   <tr><td>{@link io.genosdb.live.MapEvent}</td><td>the event as it is</td></tr>
 *   <tr><td>{@link io.genosdb.spring.TypedNode TypedNode&lt;T&gt;}</td><td>the node, its value typed</td></tr>
 *   <tr><td>{@link io.genosdb.value.JsonObject}</td><td>the node's value as it is</td></tr>
 *   <tr><td>{@link Action}</td><td>what happened</td></tr>
 *   <tr><td>{@code String} with {@link NodeId}</td><td>the node's identifier</td></tr>
 *   <tr><td>any other class, record or {@code Map}</td><td>the node's value, read by a {@link io.genosdb.spring.GenosNodeReader}</td></tr>
 * </table>
 *
 * <p>A node that was removed has no value: a method with a parameter for the value or the node is not told of
 * {@link Action#REMOVED}, unless that parameter is {@code @Nullable}.
 *
 * <p>Events of one node come in order and one at a time, in threads of the listener's own. While the method is busy, what
 * happens to the same node is told as one step, as {@code docs/live-queries.md} describes. What the method throws goes to
 * the {@link #errorHandler}; the next events come all the same.
 *
 * <p>All attributes of type {@code String} may have placeholders, as in <code>${...}</code>, and SpEL expressions, as in
 * <code>#{...}</code>. Processed by {@link GenosListenerAnnotationBeanPostProcessor}, which {@link EnableGenosListeners}
 * registers. May be used as a meta-annotation, and several times on one method.
 *
 * @since 0.1
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(GenosListeners.class)
@Reflective(ListenerReflectiveProcessor.class)
@Documented
public @interface GenosListener {

    /**
     * The filter of the live query; the same as {@link #query}.
     *
     * @return relaxed JSON, by default all nodes
     */
    @AliasFor("query")
    String value() default "";

    /**
     * The filter of the live query, as in <code>{ type: 'todo', done: false }</code>, or an expression that gives a
     * {@link io.genosdb.query.Query}.
     *
     * @return relaxed JSON, by default all nodes
     */
    @AliasFor("value")
    String query() default "";

    /**
     * The whole query with order and limit, in place of {@link #query}, as in
     * <code>{ query: { type: 'todo' }, field: 'due', $limit: 10 }</code>.
     *
     * @return relaxed JSON
     */
    String options() default "";

    /**
     * Which steps the method is told of. By default every change that it can take: {@link Action#ADDED},
     * {@link Action#UPDATED}, and {@link Action#REMOVED} unless a parameter needs the value. {@link Action#INITIAL}, the
     * nodes that are in the result when the listener starts, has to be asked for.
     *
     * @return the actions
     */
    Action[] actions() default {};

    /**
     * Which of several databases: its name in {@link io.genosdb.spring.GenosTemplates}, or the qualifier or bean name of
     * a {@link io.genosdb.spring.GenosOperations}.
     *
     * @return a name, by default the only or primary one
     */
    String database() default "";

    /**
     * How many threads call the method. Each node belongs to one of them, so its events stay in order.
     *
     * @return a number from 1 to 256, by default what the {@link GenosListenerContainerFactory} says
     */
    String concurrency() default "";

    /**
     * Who is told what the method throws.
     *
     * @return the name of a bean of type {@link GenosListenerErrorHandler}, by default what the
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
