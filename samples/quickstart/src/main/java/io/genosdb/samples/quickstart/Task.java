package io.genosdb.samples.quickstart;

import io.genosdb.spring.mapping.GenosNode;
import io.genosdb.spring.mapping.Indexed;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.CreatedDate;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.LastModifiedDate;

/**
 * A task. What it waits for are the edges of its node.
 *
 * @param id the node's identifier, or {@code null} before it is saved
 * @param title what is to be done
 * @param status the column
 * @param assignee who does it, or the empty string
 * @param tags labels in lower case
 * @param priority 1 low, 2 normal, 3 high
 * @param position the place in the column: lower is further up
 * @param created when it was put on the board
 * @param updated when it was last edited or moved
 */
@GenosNode(type = "task")
record Task(
        @Id @Nullable String id,
        String title,
        @Indexed TaskStatus status,
        String assignee,
        List<String> tags,
        int priority,
        double position,
        @CreatedDate @Nullable Instant created,
        @LastModifiedDate @Nullable Instant updated) {

    Task edited(TaskDraft draft) {
        return new Task(
                id,
                draft.title(),
                status,
                draft.assignee(),
                draft.tags(),
                draft.priority(),
                position,
                created,
                updated);
    }

    Task moved(TaskStatus newStatus, double newPosition) {
        return new Task(id, title, newStatus, assignee, tags, priority, newPosition, created, updated);
    }
}
