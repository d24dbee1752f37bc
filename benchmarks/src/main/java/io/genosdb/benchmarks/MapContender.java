package io.genosdb.benchmarks;

import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A bare {@link ConcurrentHashMap} of JSON objects and, for queries, the loops that somebody would write over it. */
final class MapContender implements Contender {

    private static final Comparator<JsonObject> YOUNGEST_FIRST =
            Comparator.comparingDouble(user -> ((JsonNumber) Objects.requireNonNull(user.get("age"))).value());

    private final Map<String, JsonObject> nodes = new ConcurrentHashMap<>();
    private final Map<String, List<String>> edges = new ConcurrentHashMap<>();
    private final Pattern pattern = Pattern.compile(TEXT, Pattern.CASE_INSENSITIVE);
    private List<String> ids = List.of();
    private List<JsonObject> values = List.of();

    @Override
    public void prepare(List<User> users) {
        ids = users.stream().map(User::id).toList();
        values = users.stream().map(User::toJson).toList();
    }

    @Override
    public void insert(int index) {
        nodes.put(ids.get(index), values.get(index));
    }

    @Override
    public void overwrite(int index) {
        insert(index);
    }

    @Override
    public Object get(String id) {
        return Objects.requireNonNull(nodes.get(id));
    }

    private List<JsonObject> scan(Predicate<JsonObject> condition) {
        var found = new ArrayList<JsonObject>();
        for (JsonObject node : nodes.values()) {
            if (condition.test(node)) {
                found.add(node);
            }
        }
        return found;
    }

    @Override
    public List<?> equality() {
        var city = new JsonString(CITY);
        return scan(node -> city.equals(node.get("city")));
    }

    @Override
    public List<?> range() {
        var type = new JsonString("user");
        return scan(node ->
                type.equals(node.get("type")) && node.get("age") instanceof JsonNumber age && age.value() > AGE);
    }

    @Override
    public List<?> firstPage() {
        return oldest(PAGE);
    }

    @Override
    public List<?> nextPage() {
        return oldest(2 * PAGE).subList(PAGE, 2 * PAGE);
    }

    private List<JsonObject> oldest(int limit) {
        var queue = new PriorityQueue<>(YOUNGEST_FIRST);
        for (JsonObject node : nodes.values()) {
            if (queue.size() < limit) {
                queue.add(node);
            } else if (YOUNGEST_FIRST.compare(node, queue.element()) > 0) {
                queue.remove();
                queue.add(node);
            }
        }
        var page = new ArrayList<>(queue);
        page.sort(YOUNGEST_FIRST.reversed());
        return page;
    }

    @Override
    public List<?> text() {
        String needle = TEXT.toLowerCase(Locale.ROOT);
        return scan(node -> node.get("name") instanceof JsonString name
                && name.value().toLowerCase(Locale.ROOT).contains(needle));
    }

    @Override
    public List<?> regex() {
        return scan(node -> node.get("name") instanceof JsonString name
                && pattern.matcher(name.value()).find());
    }

    @Override
    public String name(Object hit) {
        return ((JsonString) Objects.requireNonNull(((JsonObject) hit).get("name"))).value();
    }

    @Override
    public void load(Maze maze) {
        for (int node = 0; node < Maze.NODES; node++) {
            nodes.put(Maze.id(node), maze.toJson(node));
            var targets = new ArrayList<String>();
            for (int target : maze.links().get(node)) {
                targets.add(Maze.id(target));
            }
            edges.put(Maze.id(node), targets);
        }
    }

    @Override
    public List<?> reachable() {
        var found = new ArrayList<JsonObject>();
        below(Maze.id(0), id -> {
            if (isHit(id)) {
                found.add(nodes.get(id));
            }
            return false;
        });
        return found;
    }

    @Override
    public List<?> nested() {
        var known = new ArrayList<Map<String, Boolean>>();
        for (int depth = 0; depth < Maze.NESTING; depth++) {
            known.add(new HashMap<>());
        }
        var found = new ArrayList<JsonObject>();
        below(Maze.id(0), id -> {
            if (leads(id, Maze.NESTING - 1, known)) {
                found.add(nodes.get(id));
            }
            return false;
        });
        return found;
    }

    /** Whether a node is a hit with so many more below it in a row. */
    private boolean leads(String id, int more, List<Map<String, Boolean>> known) {
        if (!isHit(id)) {
            return false;
        }
        Boolean answer = known.get(more).get(id);
        if (answer == null) {
            answer = more == 0 || below(id, next -> leads(next, more - 1, known));
            known.get(more).put(id, answer);
        }
        return answer;
    }

    private boolean isHit(String id) {
        JsonValue kind = Objects.requireNonNull(nodes.get(id)).get("kind");
        return kind instanceof JsonString text && text.value().equals("hit");
    }

    /** Walks what is below a node, each once and breadth first, until a visitor has seen enough. */
    private boolean below(String start, Predicate<String> enough) {
        var seen = new HashSet<String>();
        var queue = new ArrayDeque<String>();
        queue.add(start);
        while (!queue.isEmpty()) {
            for (String target : Objects.requireNonNull(edges.get(queue.remove()))) {
                if (seen.add(target)) {
                    if (enough.test(target)) {
                        return true;
                    }
                    queue.add(target);
                }
            }
        }
        return false;
    }

    @Override
    public void close() {}
}
