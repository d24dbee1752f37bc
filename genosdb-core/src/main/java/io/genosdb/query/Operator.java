package io.genosdb.query;

import io.genosdb.value.JsonValue;

/**
 * An operator on a field, as {@code $gt} is one: the extension point of the language.
 *
 * @since 0.1
 */
public interface Operator {

    /**
     * The name by which queries call it.
     *
     * @return a dollar sign and letters, as in {@code $near}
     */
    String name();

    /**
     * Makes the test for one use of the operator. Called once for a query, by any thread.
     *
     * @param operand what the query gives, checked by nobody before
     * @return the test
     * @throws IllegalArgumentException if the operand is unfit; the message says what is needed instead, and the parser
     *     puts the place in front of it
     */
    FieldTest compile(JsonValue operand);
}
