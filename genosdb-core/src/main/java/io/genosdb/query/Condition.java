package io.genosdb.query;

import io.genosdb.graph.Node;
import java.util.List;

/** A compiled filter: the immutable tree that a node is tested against. Its depth is bounded by the parser. */
sealed interface Condition {

    /** What every node meets. */
    Condition ALWAYS = new All(List.of());

    /**
     * Whether a node meets the condition.
     *
     * @param reachability answers what depends on other nodes
     */
    boolean test(Node node, Reachability reachability);

    /** Roughly how long a test takes, to try the cheap ones first. */
    int cost();

    /** Every part has to be met. */
    record All(List<Condition> parts) implements Condition {
        @Override
        public boolean test(Node node, Reachability reachability) {
            for (int i = 0; i < parts.size(); i++) {
                if (!parts.get(i).test(node, reachability)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public int cost() {
            return sum(parts);
        }
    }

    /** One part has to be met. */
    record Any(List<Condition> parts) implements Condition {
        @Override
        public boolean test(Node node, Reachability reachability) {
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).test(node, reachability)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public int cost() {
            return sum(parts);
        }
    }

    /** The part must not be met. */
    record Not(Condition part) implements Condition {
        @Override
        public boolean test(Node node, Reachability reachability) {
            return !part.test(node, reachability);
        }

        @Override
        public int cost() {
            return part.cost();
        }
    }

    /** A field passes a test. */
    record Field(FieldPath path, FieldTest fieldTest) implements Condition {
        @Override
        public boolean test(Node node, Reachability reachability) {
            return fieldTest.test(path.read(node));
        }

        @Override
        public int cost() {
            boolean simple = fieldTest instanceof FieldTests.Equal
                    || fieldTest instanceof FieldTests.NumberRange
                    || fieldTest instanceof FieldTests.StringRange;
            return simple ? 1 : fieldTest instanceof FieldTests.Text || fieldTest instanceof FieldTests.Regex ? 20 : 4;
        }
    }

    /**
     * Some descendant meets the part.
     *
     * @param ordinal the number of this condition among those of its kind in the query
     */
    record Descendant(int ordinal, Condition part) implements Condition {
        @Override
        public boolean test(Node node, Reachability reachability) {
            return reachability.test(this, node);
        }

        @Override
        public int cost() {
            return 1_000;
        }
    }

    private static int sum(List<Condition> parts) {
        int sum = 0;
        for (Condition part : parts) {
            sum = Math.min(1_000_000, sum + part.cost());
        }
        return sum;
    }
}
