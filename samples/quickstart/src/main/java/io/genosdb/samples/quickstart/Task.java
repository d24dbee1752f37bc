package io.genosdb.samples.quickstart;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The value of a task's node. What a task waits for are its edges.
 *
 * @param type always {@link #TYPE}, by which queries find tasks
 * @param title what is to be done
 * @param status the column
 * @param assignee who does it, or the empty string
 * @param tags labels in lower case
 * @param priority 1 low, 2 normal, 3 high
 * @param position the place in the column: lower is further up
 * @param created when it was put on the board
 * @param updated when it was last edited or moved
 */
record Task(
        String type,
        String title,
        TaskStatus status,
        String assignee,
        List<String> tags,
        int priority,
        double position,
        @Nullable Instant created,
        @Nullable Instant updated) {

    static final String TYPE = "task";

    Task edited(TaskDraft draft, Instant now) {
        return new Task(
                type, draft.title(), status, draft.assignee(), draft.tags(), draft.priority(), position, created, now);
    }

    Task moved(TaskStatus newStatus, double newPosition, Instant now) {
        return new Task(type, title, newStatus, assignee, tags, priority, newPosition, created, now);
    }
}
