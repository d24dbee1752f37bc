package io.genosdb.samples.quickstart;

import io.genosdb.graph.Node;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Changes of the board. Each answers with the node as it is afterwards. */
@RestController
@RequestMapping("/api/tasks")
class TaskController {

    private final TaskBoard board;

    TaskController(TaskBoard board) {
        this.board = board;
    }

    /**
     * Where a task goes.
     *
     * @param status the column
     * @param before the task that it goes above, or {@code null} for the end of the column
     */
    record Move(
            @NotNull(message = "The column is todo, doing or done.")
            TaskStatus status,

            @Nullable String before) {}

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Node create(@Valid @RequestBody TaskDraft draft) {
        return board.create(draft);
    }

    @PutMapping("/{id}")
    Node edit(@PathVariable String id, @Valid @RequestBody TaskDraft draft) {
        return board.edit(id, draft);
    }

    @PostMapping("/{id}/move")
    Node move(@PathVariable String id, @Valid @RequestBody Move move) {
        return board.move(id, move.status(), move.before());
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String id) {
        board.remove(id);
    }

    @PutMapping("/{id}/dependencies/{on}")
    Node link(@PathVariable String id, @PathVariable String on) {
        return board.link(id, on);
    }

    @DeleteMapping("/{id}/dependencies/{on}")
    Node unlink(@PathVariable String id, @PathVariable String on) {
        return board.unlink(id, on);
    }
}
