package io.genosdb.graph;

import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How finely two concurrent writes of one node are told apart.
 *
 * <p>Merging is always the same, the greater entry of a key wins; a policy says into which entries a write of a value is
 * split. So replicas with different policies still converge: a policy is a habit of the writer, not a rule of the merge.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ConflictPolicy {

    /** The whole value is one register: of two concurrent writes the greater wins. */
    ConflictPolicy LAST_WRITER_WINS = (current, next) -> List.of(new Write(Slot.VALUE, next));

    /**
     * Each top-level field is a register of its own: concurrent writes of different fields both survive. Only fields
     * that change are written; a write of an equal value writes all of them, since it is still a write.
     */
    ConflictPolicy FIELD_LEVEL = (current, next) -> {
        if (next.isEmpty()) {
            // An object without fields has no field to be kept in.
            return List.of(new Write(Slot.VALUE, next));
        }
        var writes = new ArrayList<Write>();
        JsonObject before = current == null || current.equals(next) ? JsonObject.empty() : current;
        next.forEach((name, field) -> {
            if (!field.equals(before.get(name))) {
                writes.add(new Write(new Slot.Field(name), field));
            }
        });
        before.forEach((name, field) -> {
            if (next.get(name) == null) {
                writes.add(new Write(new Slot.Field(name), null));
            }
        });
        return writes;
    };

    /**
     * Splits a write of a value.
     *
     * @param current the node's value as the writer sees it, or {@code null} where there is no such node
     * @param next the value to be written
     * @return at least one write, which together turn the one into the other
     */
    List<Write> split(@Nullable JsonObject current, JsonObject next);

    /**
     * One entry to be made.
     *
     * @param slot the slot
     * @param payload the payload, or {@code null} for a retraction
     */
    record Write(Slot slot, @Nullable JsonValue payload) {}
}
