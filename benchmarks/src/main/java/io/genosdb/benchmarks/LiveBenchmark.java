package io.genosdb.benchmarks;

import io.genosdb.GenosDatabase;
import io.genosdb.query.Query;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * 1,000 different live queries, {@code {city: 'City 7', age: {$gt: 45}}} and the like, over 10,000 nodes. Each of the 2,000
 * puts is of another node, so no two events can become one and their number is known before.
 *
 * <p>Neither peer has live queries. The bare map stands for what an application would do by itself: ask all 1,000 conditions
 * after each put.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 9)
@Fork(1)
public class LiveBenchmark {

    private static final int USERS = 10_000;
    private static final int PUTS = 2_000;
    private static final int CITIES = 50;
    private static final int AGE_STEPS = 20;
    private static final int AGE_STEP = 5;

    private static final List<User> BEFORE = User.generate(USERS, LoadedUsers.SEED);
    private static final List<User> AFTER =
            User.generate(USERS, LoadedUsers.SEED + 1).subList(0, PUTS);

    /** For JMH. */
    public LiveBenchmark() {}

    private record Condition(String city, int age) {

        static List<Condition> all() {
            var conditions = new ArrayList<Condition>();
            for (int city = 0; city < CITIES; city++) {
                for (int step = 0; step < AGE_STEPS; step++) {
                    conditions.add(new Condition("City " + city, step * AGE_STEP));
                }
            }
            return conditions;
        }

        boolean test(User user) {
            return user.city().equals(city) && user.age() > age;
        }

        Query toQuery() {
            return Query.filter("{ city: '" + city + "', age: { $gt: " + age + " } }");
        }

        Predicate<JsonObject> toPredicate() {
            var wanted = new JsonString(city);
            return node -> wanted.equals(node.get("city"))
                    && node.get("age") instanceof JsonNumber number
                    && number.value() > age;
        }

        /** Events that the puts must bring: each that concerns a node which was in a result or is now. */
        static int events() {
            int events = 0;
            for (Condition condition : all()) {
                for (int i = 0; i < PUTS; i++) {
                    events += condition.test(BEFORE.get(i)) || condition.test(AFTER.get(i)) ? 1 : 0;
                }
            }
            return events;
        }
    }

    private static List<JsonObject> toJson(List<User> users) {
        return users.stream().map(User::toJson).toList();
    }

    /** A database with the nodes. */
    @State(Scope.Benchmark)
    public static class Loaded {

        private final List<JsonObject> before = toJson(BEFORE);
        private final List<Query> queries =
                Condition.all().stream().map(Condition::toQuery).toList();
        GenosDatabase database = GenosDatabase.inMemory("benchmark");
        CountDownLatch events = new CountDownLatch(0);

        /** For JMH. */
        public Loaded() {}

        /** Loads the nodes. */
        @Setup(Level.Iteration)
        public void setUp() {
            database = GenosDatabase.inMemory("benchmark");
            for (int i = 0; i < USERS; i++) {
                database.put(before.get(i), BEFORE.get(i).id());
            }
            // Initial events are not waited for, so they may count down nothing.
            events = new CountDownLatch(0);
        }

        void subscribeAll() {
            for (Query query : queries) {
                database.map(query, event -> events.countDown());
            }
        }

        /** Ends the subscriptions. */
        @TearDown(Level.Iteration)
        public void tearDown() {
            database.close();
        }
    }

    /** A database with the nodes, and the live queries. */
    public static class Subscribed extends Loaded {

        private final List<JsonObject> after = toJson(AFTER);
        private final int expected = Condition.events();

        /** For JMH. */
        public Subscribed() {}

        @Override
        @Setup(Level.Iteration)
        public void setUp() {
            super.setUp();
            subscribeAll();
            events = new CountDownLatch(expected);
        }
    }

    /** A map with the nodes, and the conditions. */
    @State(Scope.Benchmark)
    public static class Naive {

        private final Map<String, JsonObject> nodes = new ConcurrentHashMap<>();
        private final List<JsonObject> after = toJson(AFTER);
        private final List<Predicate<JsonObject>> conditions =
                Condition.all().stream().map(Condition::toPredicate).toList();
        private final int expected = Condition.events();

        /** For JMH. */
        public Naive() {}

        /** Loads the nodes. */
        @Setup(Level.Iteration)
        public void setUp() {
            for (User user : BEFORE) {
                nodes.put(user.id(), user.toJson());
            }
        }
    }

    /**
     * Subscribes to all queries; each call returns after its initial events.
     *
     * @param state the database
     */
    @Benchmark
    public void subscribe(Loaded state) {
        state.subscribeAll();
    }

    /**
     * Puts, until the last event is delivered.
     *
     * @param state the database
     * @throws InterruptedException if the benchmark is cancelled
     */
    @Benchmark
    public void deliver(Subscribed state) throws InterruptedException {
        for (int i = 0; i < PUTS; i++) {
            state.database.put(state.after.get(i), AFTER.get(i).id());
        }
        if (!state.events.await(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException(state.events.getCount() + " events are missing");
        }
    }

    /**
     * The same by hand.
     *
     * @param state the map
     * @return the number of events
     */
    @Benchmark
    public int deliverByHand(Naive state) {
        int events = 0;
        for (int i = 0; i < PUTS; i++) {
            JsonObject after = state.after.get(i);
            JsonObject before = state.nodes.put(AFTER.get(i).id(), after);
            for (Predicate<JsonObject> condition : state.conditions) {
                events += condition.test(after) || (before != null && condition.test(before)) ? 1 : 0;
            }
        }
        if (events != state.expected) {
            throw new IllegalStateException("expected " + state.expected + " events, not " + events);
        }
        return events;
    }
}
