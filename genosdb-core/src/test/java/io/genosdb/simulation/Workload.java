package io.genosdb.simulation;

import io.genosdb.GenosDatabase;
import io.genosdb.WriteBatch;
import io.genosdb.graph.Node;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** What the users of the replicas do: writes to few nodes, so that they often meet. */
final class Workload {

    private static final int LARGE = 20_000;

    private final RandomGenerator random;
    private final Trace trace;
    private final int nodes;
    private int writes;

    Workload(RandomGenerator random, Trace trace, int nodes) {
        this.random = random;
        this.trace = trace;
        this.nodes = nodes;
    }

    /** One operation. */
    void step(Replica replica) {
        GenosDatabase database = replica.database();
        int dice = random.nextInt(200);
        if (dice < 100) {
            String id = anyId();
            trace.add(replica + " puts " + id);
            database.put(value(), id);
        } else if (dice < 140) {
            link(replica, dice < 128);
        } else if (dice < 170) {
            String id = anyId();
            trace.add(replica + " removes " + id);
            database.remove(id);
        } else if (dice < 190) {
            batch(replica);
        } else if (dice < 198) {
            burst(replica, 20 + random.nextInt(200));
        } else {
            trace.add(replica + " clears");
            database.clear();
        }
    }

    /** One node is written to everywhere in the same millisecond. */
    void collide(List<Replica> replicas) {
        String id = anyId();
        trace.add("all write to " + id);
        for (Replica replica : replicas) {
            if (random.nextInt(3) == 0) {
                replica.database().remove(id);
            } else {
                replica.database().put(value(), id);
            }
        }
    }

    private void link(Replica replica, boolean links) {
        GenosDatabase database = replica.database();
        List<String> present = present(database);
        if (present.isEmpty()) {
            return;
        }
        String source = present.get(random.nextInt(present.size()));
        String target = present.get(random.nextInt(present.size()));
        trace.add(replica + (links ? " links " : " unlinks ") + source + " " + target);
        if (links) {
            database.link(source, target);
        } else {
            database.unlink(source, target);
        }
    }

    private List<String> present(GenosDatabase database) {
        var present = new ArrayList<String>();
        for (int i = 0; i < nodes; i++) {
            Node node = database.get("n" + i);
            if (node != null) {
                present.add(node.id());
            }
        }
        return present;
    }

    private void batch(Replica replica) {
        var batch = new WriteBatch();
        String first = anyId();
        String second = first + "b";
        trace.add(replica + " puts and links " + first + " " + second);
        replica.database().write(batch.put(value(), first).put(value(), second).link(first, second));
    }

    /** Many writes at once. */
    void burst(Replica replica, int count) {
        trace.add(replica + " writes " + count + " times");
        for (int i = 0; i < count; i++) {
            String id = anyId();
            if (random.nextInt(4) == 0) {
                replica.database().remove(id);
            } else {
                replica.database().put(value(), id);
            }
        }
    }

    private String anyId() {
        return "n" + random.nextInt(nodes);
    }

    private JsonObject value() {
        int write = ++writes;
        String text = random.nextInt(100) == 0 ? "x".repeat(random.nextInt(LARGE)) : "";
        return JsonObject.of(Map.of(
                "kind",
                new JsonString(write % 2 == 0 ? "even" : "odd"),
                "f" + random.nextInt(3),
                new JsonNumber(write),
                "text",
                new JsonString(text)));
    }
}
