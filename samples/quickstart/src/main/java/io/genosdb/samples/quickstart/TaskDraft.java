package io.genosdb.samples.quickstart;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user fills in. Missing parts have defaults, surrounding white space is cut.
 *
 * @param title what is to be done
 * @param assignee who does it, or the empty string
 * @param tags labels
 * @param priority 1 low, 2 normal, 3 high
 * @param status the column of a new task; an edit leaves the column alone
 */
record TaskDraft(
        @NotBlank(message = "A task needs a title.") @Size(max = 200, message = "A title has at most 200 characters.")
        String title,

        @Size(max = 60, message = "A name has at most 60 characters.")
        String assignee,

        @Size(max = 8, message = "A task has at most 8 tags.")
        List<
                        @NotBlank(message = "A tag is not empty.")
                        @Size(max = 30, message = "A tag has at most 30 characters.") String>
                tags,

        @Min(value = 1, message = "The priority is 1, 2 or 3.") @Max(value = 3, message = "The priority is 1, 2 or 3.")
        Integer priority,

        TaskStatus status) {

    TaskDraft(
            @Nullable String title,
            @Nullable String assignee,
            @Nullable List<String> tags,
            @Nullable Integer priority,
            @Nullable TaskStatus status) {
        this.title = title == null ? "" : title.strip();
        this.assignee = assignee == null ? "" : assignee.strip();
        this.tags = tags == null ? List.of() : tags.stream().distinct().toList();
        this.priority = priority == null ? 2 : priority;
        this.status = status == null ? TaskStatus.TODO : status;
    }
}
