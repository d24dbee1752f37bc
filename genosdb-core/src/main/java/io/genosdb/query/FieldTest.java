package io.genosdb.query;

import io.genosdb.value.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A condition on one field: an operator with its operand, ready to run. Must be thread-safe, must not throw, and should
 * take time in proportion to the value's size at most.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface FieldTest {

    /**
     * Whether a value passes.
     *
     * @param value the field's value, or {@code null} where the node has no such field
     * @return true if it does
     */
    boolean test(@Nullable JsonValue value);
}
