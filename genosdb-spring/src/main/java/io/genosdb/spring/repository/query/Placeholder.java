package io.genosdb.spring.repository.query;

import org.springframework.data.expression.ValueExpression;

/** Something in an annotated query in whose place a value is bound. */
sealed interface Placeholder {

    /** As it stands in the query, for messages. */
    String source();

    /**
     * A parameter of the method.
     *
     * @param source as it stands in the query
     * @param index its place among the bindable parameters
     */
    record Argument(String source, int index) implements Placeholder {}

    /**
     * A value expression.
     *
     * @param source as it stands in the query
     * @param expression the expression
     */
    record Computed(String source, ValueExpression expression) implements Placeholder {}
}
