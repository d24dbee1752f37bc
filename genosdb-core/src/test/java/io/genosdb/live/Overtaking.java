package io.genosdb.live;

import io.genosdb.query.FieldTest;
import io.genosdb.query.Operator;
import io.genosdb.query.Operators;
import io.genosdb.value.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * An operator that every node passes, and that lets something happen while the engine evaluates a subscription: so writers
 * overtake evaluations, at moments that one seed gives again.
 */
final class Overtaking implements Operator {

    static final Operators OPERATORS = Operators.standard().with(new Overtaking());

    private static @Nullable Runnable writer;

    private Overtaking() {}

    static void by(@Nullable Runnable action) {
        writer = action;
    }

    @Override
    public String name() {
        return "$overtaken";
    }

    @Override
    public FieldTest compile(JsonValue operand) {
        return value -> {
            Runnable action = writer;
            if (action != null && isEvaluating()) {
                action.run();
            }
            return true;
        };
    }

    /** Whether a query runs for a subscription, and not for its beginning or for the test. */
    private static boolean isEvaluating() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(LiveQueries.class.getName())
                        && frame.getMethodName().equals("run")));
    }
}
