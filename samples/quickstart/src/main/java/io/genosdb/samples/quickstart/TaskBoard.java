package io.genosdb.samples.quickstart;

import io.genosdb.graph.Node;
import io.genosdb.spring.GenosOperations;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * The rules of the board. A change reads a task and writes it back, so changes take turns: two windows that edit one task
 * in the same moment must not undo each other.
 */
@Service
class TaskBoard {

    /** Places closer than this have no room between them; the column is numbered anew. */
    private static final double NARROWEST_GAP = 1e-6;

    private final Tasks tasks;
    private final GenosOperations genos;

    TaskBoard(Tasks tasks, GenosOperations genos) {
        this.tasks = tasks;
        this.genos = genos;
    }

    synchronized Node create(TaskDraft draft) {
        List<Task> column = tasks.findByStatusOrderByPosition(draft.status());
        return save(new Task(
                null,
                draft.title(),
                draft.status(),
                draft.assignee(),
                draft.tags(),
                draft.priority(),
                positionAt(column, column.size()),
                null,
                null));
    }

    synchronized Node edit(String id, TaskDraft draft) {
        return save(task(id).edited(draft));
    }

    /** Moves a task into a column, above another task there, or to the end. */
    synchronized Node move(String id, TaskStatus status, @Nullable String before) {
        Task task = task(id);
        List<Task> others = tasks.findByStatusOrderByPosition(status).stream()
                .filter(other -> !id.equals(other.id()))
                .toList();
        int place = placeOf(before, others);
        if (isCrowded(others, place)) {
            others = numberAnew(others);
        }
        return save(task.moved(status, positionAt(others, place)));
    }

    private static int placeOf(@Nullable String before, List<Task> others) {
        for (int i = 0; i < others.size(); i++) {
            if (Objects.equals(others.get(i).id(), before)) {
                return i;
            }
        }
        return others.size();
    }

    private static boolean isCrowded(List<Task> column, int place) {
        return place > 0
                && place < column.size()
                && column.get(place).position() - column.get(place - 1).position() < NARROWEST_GAP;
    }

    private static double positionAt(List<Task> column, int place) {
        if (column.isEmpty()) {
            return 1;
        }
        if (place == 0) {
            return column.get(0).position() - 1;
        }
        double above = column.get(place - 1).position();
        return place == column.size() ? above + 1 : (above + column.get(place).position()) / 2;
    }

    private List<Task> numberAnew(List<Task> column) {
        var numbered = new ArrayList<Task>();
        for (Task task : column) {
            numbered.add(task.moved(task.status(), numbered.size() + 1));
        }
        return tasks.saveAll(numbered);
    }

    synchronized void remove(String id) {
        tasks.delete(task(id));
    }

    /** Lets a task wait for another one. */
    synchronized Node link(String id, String on) {
        Task waiting = task(id);
        Task awaited = task(on);
        if (id.equals(on)) {
            throw new DependencyCycleException("A task cannot wait for itself.");
        }
        if (leadsTo(on, id)) {
            throw new DependencyCycleException(
                    "“" + awaited.title() + "” waits for “" + waiting.title() + "” already; both would wait forever.");
        }
        genos.link(id, on);
        return node(id);
    }

    synchronized Node unlink(String id, String on) {
        task(id);
        task(on);
        genos.unlink(id, on);
        return node(id);
    }

    private boolean leadsTo(String from, String to) {
        var seen = new HashSet<String>();
        var open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            String id = open.pop();
            if (id.equals(to)) {
                return true;
            }
            if (seen.add(id)) {
                genos.get(id).ifPresent(node -> open.addAll(node.edges()));
            }
        }
        return false;
    }

    private Task task(String id) {
        return tasks.findById(id).orElseThrow(() -> new TaskNotFoundException(id));
    }

    private Node save(Task task) {
        return node(Objects.requireNonNull(tasks.save(task).id()));
    }

    private Node node(String id) {
        return genos.get(id).orElseThrow(() -> new TaskNotFoundException(id));
    }
}
