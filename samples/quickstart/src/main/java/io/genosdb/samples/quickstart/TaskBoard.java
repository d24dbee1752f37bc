package io.genosdb.samples.quickstart;

import static io.genosdb.query.Query.where;

import io.genosdb.graph.Node;
import io.genosdb.query.Order;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.TypedNode;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
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

    private final GenosOperations genos;
    private final InstantSource clock;

    TaskBoard(GenosOperations genos, InstantSource clock) {
        this.genos = genos;
        this.clock = clock;
    }

    synchronized Node create(TaskDraft draft) {
        Instant now = now();
        var column = column(draft.status());
        double position =
                column.isEmpty() ? 1 : column.get(column.size() - 1).value().position() + 1;
        return node(genos.put(new Task(
                Task.TYPE,
                draft.title(),
                draft.status(),
                draft.assignee(),
                draft.tags(),
                draft.priority(),
                position,
                now,
                now)));
    }

    synchronized Node edit(String id, TaskDraft draft) {
        return write(id, task(id).edited(draft, now()));
    }

    /** Moves a task into a column, above another task there, or to the end. */
    synchronized Node move(String id, TaskStatus status, @Nullable String before) {
        Task task = task(id);
        var others =
                column(status).stream().filter(other -> !other.id().equals(id)).toList();
        int place = placeOf(before, others);
        if (isCrowded(others, place)) {
            others = numberAnew(others);
        }
        return write(id, task.moved(status, positionAt(others, place), now()));
    }

    private static int placeOf(@Nullable String before, List<TypedNode<Task>> others) {
        for (int i = 0; i < others.size(); i++) {
            if (others.get(i).id().equals(before)) {
                return i;
            }
        }
        return others.size();
    }

    private static boolean isCrowded(List<TypedNode<Task>> column, int place) {
        return place > 0
                && place < column.size()
                && column.get(place).value().position()
                                - column.get(place - 1).value().position()
                        < NARROWEST_GAP;
    }

    private static double positionAt(List<TypedNode<Task>> column, int place) {
        if (column.isEmpty()) {
            return 1;
        }
        if (place == 0) {
            return column.get(0).value().position() - 1;
        }
        double above = column.get(place - 1).value().position();
        return place == column.size()
                ? above + 1
                : (above + column.get(place).value().position()) / 2;
    }

    private List<TypedNode<Task>> numberAnew(List<TypedNode<Task>> column) {
        for (int i = 0; i < column.size(); i++) {
            Task task = column.get(i).value();
            write(column.get(i).id(), task.moved(task.status(), i + 1, now()));
        }
        return column.stream()
                .map(node -> genos.getNode(node.id(), Task.class).orElse(node))
                .toList();
    }

    synchronized void remove(String id) {
        if (!genos.remove(id)) {
            throw new TaskNotFoundException(id);
        }
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

    private List<TypedNode<Task>> column(TaskStatus status) {
        Query query =
                where("type").is(Task.TYPE).and("status").is(status.text()).orderBy("position", Order.ASC);
        return genos.mapNodes(query, Task.class);
    }

    private Task task(String id) {
        return genos.get(id, Task.class)
                .filter(task -> task.type().equals(Task.TYPE))
                .orElseThrow(() -> new TaskNotFoundException(id));
    }

    /** Milliseconds are what a browser's dates hold. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private Node write(String id, Task task) {
        genos.put(task, id);
        return node(id);
    }

    private Node node(String id) {
        return genos.get(id).orElseThrow(() -> new TaskNotFoundException(id));
    }
}
