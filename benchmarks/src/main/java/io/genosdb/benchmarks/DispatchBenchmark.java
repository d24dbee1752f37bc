package io.genosdb.benchmarks;

import io.genosdb.GenosDatabase;
import io.genosdb.query.Query;
import io.genosdb.value.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a put costs beside 10,000 live queries, each on another value of one field. The database has 10,000 nodes, is in
 * memory, where the difference shows most, and is overwritten in turn.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DispatchBenchmark {

    private static final int USERS = 10_000;

    /** {@code none}; {@code others}: no put concerns any of them; {@code one}: each put concerns one, which gets an event. */
    @Param({"none", "others", "one"})
    public String concerned = "";

    private final GenosDatabase database = GenosDatabase.inMemory("benchmark");
    private final LongAdder events = new LongAdder();
    private final List<JsonObject> values = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private int next;

    /** For JMH. */
    public DispatchBenchmark() {}

    /** Loads the nodes and subscribes. */
    @Setup
    public void setUp() {
        List<User> users = User.generate(USERS, LoadedUsers.SEED);
        users.forEach(user -> database.put(user.toJson(), user.id()));
        for (User user : User.generate(USERS, LoadedUsers.SEED + 1)) {
            ids.add(user.id());
            values.add(user.toJson());
        }
        if (!concerned.equals("none")) {
            String prefix = concerned.equals("one") ? "User " : "Nobody ";
            for (int i = 0; i < USERS; i++) {
                database.map(Query.filter("{ name: '" + prefix + i + "' }"), event -> events.increment());
            }
        }
    }

    /** Closes the database. */
    @TearDown
    public void tearDown() {
        database.close();
        if (concerned.equals("one") == (events.sum() <= USERS)) {
            throw new IllegalStateException(events.sum() + " events");
        }
    }

    /** The job. */
    @Benchmark
    public void put() {
        int index = next;
        database.put(values.get(index), ids.get(index));
        next = index + 1 == USERS ? 0 : index + 1;
    }
}
