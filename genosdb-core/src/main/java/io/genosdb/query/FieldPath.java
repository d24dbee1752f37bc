package io.genosdb.query;

import io.genosdb.graph.Node;
import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way to a field: names and array indexes with dots between them.
 *
 * <p>A member of the value that is named like the whole path comes first, so that a name with a dot in it can be reached.
 * {@code id} and {@code timestamp} are the node's own where the value has no such member. Immutable and
 * thread-safe.
 *
 * @since 0.1
 */
public final class FieldPath {

    static final int MAX_LENGTH = 1_000;
    private static final int MAX_INDEX_DIGITS = 9;

    private enum Root {
        NONE,
        ID,
        TIMESTAMP,
        PHYSICAL,
        LOGICAL
    }

    private final String text;
    private final String[] steps;
    private final Root root;

    private FieldPath(String text) {
        this.text = text;
        this.steps = text.split("\\.", -1);
        this.root = switch (text) {
            case "id" -> Root.ID;
            case "timestamp" -> Root.TIMESTAMP;
            case "timestamp.physical" -> Root.PHYSICAL;
            case "timestamp.logical" -> Root.LOGICAL;
            default -> Root.NONE;
        };
    }

    /**
     * Parses a path.
     *
     * @param text names and indexes with dots between them
     * @return the path
     * @throws InvalidQueryException if it is too long
     */
    public static FieldPath parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new InvalidQueryException(
                    "a field's path has at most " + MAX_LENGTH + " characters, this one has " + text.length());
        }
        return new FieldPath(text);
    }

    /** The top-level members that {@link #read} looks at. */
    List<String> names() {
        return steps.length == 1 ? List.of(text) : List.of(text, steps[0]);
    }

    /** Whether the path may lead to the node's own timestamp, which changes without its value. */
    boolean readsTimestamp() {
        return root != Root.NONE && root != Root.ID;
    }

    /** Whether the path may lead to the node's identifier. */
    boolean readsId() {
        return root == Root.ID;
    }

    /**
     * Reads the field.
     *
     * @param node the node to read
     * @return the field's value, or {@code null} where the node has none
     */
    public @Nullable JsonValue read(Node node) {
        JsonObject value = node.value();
        JsonValue own = readOwn(value);
        return own == null && root != Root.NONE && value.get(steps[0]) == null ? readRoot(node) : own;
    }

    /** What the value itself has. */
    @Nullable
    JsonValue readOwn(JsonObject value) {
        JsonValue found = value.get(text);
        return found != null || steps.length == 1 ? found : walk(value);
    }

    SortKey sortKey(Node node) {
        if (root == Root.TIMESTAMP && node.value().get(text) == null) {
            return SortKey.of(node.timestamp());
        }
        return SortKey.of(read(node));
    }

    private @Nullable JsonValue walk(JsonObject value) {
        JsonValue at = value;
        for (String step : steps) {
            if (at instanceof JsonObject object) {
                at = object.get(step);
            } else if (at instanceof JsonArray array) {
                int index = index(step);
                at = index >= 0 && index < array.size() ? array.get(index) : null;
            } else {
                return null;
            }
        }
        return at;
    }

    /** The step as an index without leading zeros, or a negative number. */
    private static int index(String step) {
        int length = step.length();
        if (length == 0 || length > MAX_INDEX_DIGITS || (length > 1 && step.charAt(0) == '0')) {
            return -1;
        }
        int index = 0;
        for (int i = 0; i < length; i++) {
            char digit = step.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            index = index * 10 + (digit - '0');
        }
        return index;
    }

    private @Nullable JsonValue readRoot(Node node) {
        return switch (root) {
            case ID -> new JsonString(node.id());
            case TIMESTAMP, PHYSICAL -> new JsonNumber(node.timestamp().physical());
            case LOGICAL -> new JsonNumber(node.timestamp().logical());
            case NONE -> null;
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldPath that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
