package io.genosdb.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.graph.Entry;
import io.genosdb.query.InvalidQueryException;
import io.genosdb.query.MissingCursor;
import io.genosdb.query.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Random queries over random histories, delivered at random moments: the events always add up to the result. */
class LiveQueriesModelTest {

    private static final long SEED = Long.getLong("genosdb.test.seed", 1);
    private static final int ITERATIONS = Integer.getInteger("genosdb.test.iterations", 300);
    private static final int NODES = 12;

    private record Watch(Query query, Replay client, Subscription subscription) {}

    @Test
    void replayedEventsGiveTheResult() {
        for (long seed = SEED; seed < SEED + ITERATIONS; seed++) {
            try {
                history(new SplittableRandom(seed));
            } catch (Throwable e) {
                throw new AssertionError("reproduce with -Dgenosdb.test.iterations=1 -Dgenosdb.test.seed=" + seed, e);
            }
        }
    }

    private static void history(RandomGenerator random) {
        var executor = new ManualExecutor();
        Overtaking.by(null);
        // Either as a pool would, or turn by turn in random order.
        TurnQueue turns = random.nextBoolean() ? executor.turns() : executor.workers();
        var db = new Database(turns, (subscription, count, failure) -> {
            throw new AssertionError(failure);
        });
        var watches = new ArrayList<Watch>();
        for (int step = 0; step < 120; step++) {
            if (random.nextInt(8) == 0) {
                subscribe(db, random, watches);
            }
            db.merge(batch(db, random));
            Overtaking.by(() -> {
                if (random.nextInt(20) == 0) {
                    db.mergeOnly(batch(db, random));
                    if (random.nextBoolean()) {
                        db.publishMerged();
                        executor.runSome(random);
                    }
                }
            });
            executor.runSome(random);
            if (random.nextInt(4) == 0) {
                executor.drain();
                Overtaking.by(null);
                db.publishMerged();
                executor.drain();
                assertConverged(db, watches);
            }
            Overtaking.by(null);
            if (random.nextInt(40) == 0 && !watches.isEmpty()) {
                watches.remove(random.nextInt(watches.size())).subscription().close();
            }
        }
        db.publishMerged();
        executor.drain();
        assertConverged(db, watches);
        assertThat(db.live.statistics().pending()).isZero();
        assertThat(executor.size()).isZero();
    }

    private static void subscribe(Database db, RandomGenerator random, List<Watch> watches) {
        var client = new Replay();
        Query query = Query.parse(options(random), Overtaking.OPERATORS);
        try {
            Registration registration = db.register(query, client);
            if (random.nextBoolean()) {
                db.merge(batch(db, random));
            }
            watches.add(new Watch(query.missingCursor(MissingCursor.EMPTY), client, registration.start()));
        } catch (InvalidQueryException e) {
            assertThat(e).hasMessageContaining("not in the result");
        }
    }

    private static void assertConverged(Database db, List<Watch> watches) {
        for (Watch watch : watches) {
            try {
                watch.client().assertShows(db.run(watch.query()));
            } catch (AssertionError e) {
                throw new AssertionError(watch.query() + " after " + watch.client().events, e);
            }
        }
    }

    private static List<Entry> batch(Database db, RandomGenerator random) {
        var batch = new ArrayList<Entry>();
        int size = random.nextInt(4) == 0 ? 1 + random.nextInt(6) : 1;
        for (int i = 0; i < size; i++) {
            batch.add(entry(db, random));
        }
        return batch;
    }

    private static Entry entry(Database db, RandomGenerator random) {
        String id = id(random);
        return switch (random.nextInt(10)) {
            case 0, 1 -> db.removing(id);
            case 2, 3 -> db.linking(id, id(random));
            case 4 -> db.unlinking(id, id(random));
            default -> db.putting(id, value(random));
        };
    }

    private static String id(RandomGenerator random) {
        return "n" + random.nextInt(NODES);
    }

    private static String value(RandomGenerator random) {
        return switch (random.nextInt(8)) {
            case 0 -> "{}";
            case 1 -> "{ type: ['a', 'b', 'a'] }";
            case 2 -> "{ age: 3, type: 'a', timestamp: 5 }";
            default -> "{ type: '" + "abc".charAt(random.nextInt(3)) + "', age: " + random.nextInt(6) + " }";
        };
    }

    private static String options(RandomGenerator random) {
        var options = new StringBuilder("{ query: ").append(filter(random, 2));
        if (random.nextInt(3) > 0) {
            String field = List.of("age", "type", "id", "timestamp", "nothing").get(random.nextInt(5));
            options.append(", field: '").append(field).append('\'');
            options.append(random.nextBoolean() ? ", order: 'desc'" : "");
        }
        if (random.nextInt(2) == 0) {
            options.append(", $limit: ").append(random.nextInt(6));
        }
        if (random.nextInt(4) == 0) {
            options.append(", $after: '").append(id(random)).append('\'');
        }
        if (random.nextInt(4) == 0) {
            options.append(", $before: '").append(id(random)).append('\'');
        }
        return options.append(" }").toString();
    }

    private static String filter(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth == 0 ? 8 : 12)) {
            case 0 -> "{}";
            case 1 -> "{ type: 'a' }";
            case 2 -> "{ age: { $gt: " + random.nextInt(6) + " } }";
            case 3 -> "{ type: 'b', age: " + random.nextInt(6) + " }";
            case 4 -> "{ id: '" + id(random) + "' }";
            case 5 -> "{ $not: { type: 'a' } }";
            case 6 -> "{ 'timestamp.logical': { $exists: true }, type: { $in: ['a', 'c'] } }";
            case 7 -> "{ age: { $gt: 1 }, x: { $overtaken: true } }";
            case 8 -> "{ type: 'a', $edge: " + filter(random, depth - 1) + " }";
            case 9 -> "{ id: '" + id(random) + "', $edge: " + filter(random, depth - 1) + " }";
            case 10 -> "{ $and: [" + filter(random, depth - 1) + ", { $edge: " + filter(random, depth - 1) + " }] }";
            default -> "{ $or: [" + filter(random, depth - 1) + ", " + filter(random, depth - 1) + "] }";
        };
    }
}
