package io.genosdb.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.graph.Node;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Readers during writes: every node whole, none twice, in order, and those that match all the time always there, also
 * while they move from one key of an index to another.
 */
class QueryConcurrencyTest {

    private static final int STEADY = 500;
    private static final int FLEETING = 500;
    private static final int WRITES = 60_000;
    private static final List<IndexDefinition> INDEXES = List.of(
            IndexDefinition.hash("group"),
            IndexDefinition.hash("kind"),
            IndexDefinition.ordered("group"),
            IndexDefinition.ordered("text"),
            IndexDefinition.prefix("text"),
            IndexDefinition.text("text"));

    private static JsonObject value(String kind, int group) {
        String word = "Text " + group;
        return (JsonObject) JsonValue.of(Map.of("kind", kind, "group", group, "text", word, "copy", word));
    }

    @Test
    void readersSeeWholeNodesOnceAndMissNone() throws Exception {
        long seed = Long.getLong("genosdb.test.seed", new SplittableRandom().nextLong());
        var random = new SplittableRandom(seed);
        var fixture = new GraphFixture(new IndexOptions(INDEXES, true, 1 << 26, 1));
        for (int i = 0; i < STEADY; i++) {
            fixture.put("s" + i, value("steady", i % 10));
        }
        var writing = new AtomicBoolean(true);
        var readers = Executors.newFixedThreadPool(3);
        try {
            var results = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 3; i++) {
                long readerSeed = random.nextLong();
                results.add(readers.submit(reader(fixture.engine, readerSeed, writing)));
            }
            write(fixture, random);
            writing.set(false);
            for (Future<Integer> result : results) {
                assertThat(result.get()).as("genosdb.test.seed=" + seed).isPositive();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("genosdb.test.seed=" + seed, e.getCause());
        } finally {
            writing.set(false);
            readers.shutdownNow();
        }
    }

    private static void write(GraphFixture fixture, SplittableRandom random) {
        for (int i = 0; i < WRITES; i++) {
            String fleeting = "f" + random.nextInt(FLEETING);
            switch (random.nextInt(8)) {
                case 0 -> fixture.remove(fleeting);
                case 1, 2 -> fixture.put(fleeting, value("fleeting", random.nextInt(10)));
                case 3 -> fixture.link("s" + random.nextInt(STEADY), "s" + random.nextInt(STEADY));
                case 4 -> fixture.unlink("s" + random.nextInt(STEADY), "s" + random.nextInt(STEADY));
                default -> fixture.put("s" + random.nextInt(STEADY), value("steady", random.nextInt(10)));
            }
        }
    }

    private static Callable<Integer> reader(QueryEngine engine, long seed, AtomicBoolean writing) {
        return () -> {
            var random = new SplittableRandom(seed);
            int runs = 0;
            while (writing.get() || runs == 0) {
                steadyAreAllThere(engine, random);
                windowIsInOrder(engine, random);
                engine.run(Query.filter("{ kind: 'steady', $edge: { group: { $lt: 5 }, $edge: { group: 7 } } }"));
                engine.count(Query.filter("{ text: { $text: 'ext 1' } }"));
                runs++;
            }
            return runs;
        };
    }

    private static void steadyAreAllThere(QueryEngine engine, SplittableRandom random) {
        String filter = switch (random.nextInt(6)) {
            case 0 -> "{ kind: 'steady' }";
            case 1 -> "{ kind: 'steady', group: { $between: [0, 9] } }";
            case 2 -> "{ group: { $in: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }, kind: 'steady' }";
            case 3 -> "{ text: { $startsWith: 'Text' }, kind: { $ne: 'fleeting' } }";
            case 4 -> "{ $or: [{ group: { $lt: 5 } }, { group: { $gte: 5 } }], kind: { $like: 'STEADY' } }";
            default -> "{ text: { $gte: 'Text 0', $lte: 'Text 9' }, kind: { $not: { $eq: 'fleeting' } } }";
        };
        Query query = Query.filter(filter);
        if (random.nextBoolean()) {
            query = query.orderBy(random.nextBoolean() ? "group" : "text", Order.DESC);
        }
        List<Node> found = engine.run(query);
        checkWhole(query, found);
        assertThat(new HashSet<>(GraphFixture.ids(found))).as("%s", query).hasSize(STEADY);
        assertThat(found).as("%s", query).hasSize(STEADY);
        assertThat(engine.count(query)).as("count of %s", query).isEqualTo(STEADY);
    }

    private static void windowIsInOrder(QueryEngine engine, SplittableRandom random) {
        Query query = Query.filter("{ kind: 'steady' }")
                .orderBy("group", random.nextBoolean() ? Order.ASC : Order.DESC)
                .limit(20)
                .after("s" + random.nextInt(STEADY))
                .missingCursor(MissingCursor.EMPTY);
        checkWhole(query, engine.run(query));
    }

    private static void checkWhole(Query query, List<Node> found) {
        for (Node node : found) {
            int group = (int) ((JsonNumber) node.value().get("group")).value();
            assertThat(node.value().get("text")).isEqualTo(new JsonString("Text " + group));
            assertThat(node.value().get("copy")).isEqualTo(node.value().get("text"));
        }
        assertThat(found).as("%s", query).isSortedAccordingTo(query.comparator());
    }
}
