package io.genosdb.guard;

import io.genosdb.graph.Slot;
import io.genosdb.value.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One entry to be made.
 *
 * @param nodeId the node
 * @param slot what of the node
 * @param payload what to write, or {@code null} to retract
 * @since 0.1
 */
public record SlotWrite(String nodeId, Slot slot, @Nullable JsonValue payload) {}
