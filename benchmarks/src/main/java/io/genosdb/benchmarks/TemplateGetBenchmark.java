package io.genosdb.benchmarks;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.GenosTemplate;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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
import tools.jackson.databind.json.JsonMapper;

/**
 * What the template costs above the database: by itself, and with a record made of the value. The floor for the latter is a
 * map of JSON texts read by Jackson, which is what a store of documents would do after its network.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TemplateGetBenchmark {

    private static final int IDS = 1 << 17;

    /**
     * The value of a user.
     *
     * @param type always {@code user}
     * @param name a name
     * @param age an age
     * @param city a city
     * @param tags two tags
     * @param score a score
     */
    public record Profile(String type, String name, int age, String city, List<String> tags, double score) {}

    /** The number of users. */
    @Param("100000")
    public int size;

    private final GenosDatabase database = GenosDatabase.inMemory("benchmark");
    private final GenosTemplate template = new GenosTemplate(database);
    private final JsonMapper mapper = JsonMapper.builder().build();
    private final Map<String, byte[]> documents = new HashMap<>();
    private String[] ids = {};
    private int next;

    /** For JMH. */
    public TemplateGetBenchmark() {}

    /** Loads the data set and draws the ids. */
    @Setup
    public void setUp() {
        for (User user : User.generate(size, LoadedUsers.SEED)) {
            database.put(user.toJson(), user.id());
            documents.put(user.id(), user.toJson().toJson().getBytes(StandardCharsets.UTF_8));
        }
        var random = new SplittableRandom(LoadedUsers.SEED);
        ids = new String[IDS];
        for (int i = 0; i < IDS; i++) {
            ids[i] = "person:" + random.nextInt(size);
        }
    }

    /** Closes the database. */
    @TearDown
    public void tearDown() {
        database.close();
    }

    private String id() {
        return ids[next++ & (IDS - 1)];
    }

    /**
     * The database itself.
     *
     * @return a node
     */
    @Benchmark
    public Object database() {
        return database.get(id());
    }

    /**
     * The template, raw.
     *
     * @return a node
     */
    @Benchmark
    public Object templateNode() {
        return template.get(id());
    }

    /**
     * The template, typed.
     *
     * @return a record
     */
    @Benchmark
    public Object templateTyped() {
        return template.get(id(), Profile.class);
    }

    /**
     * A record from the bytes of a JSON text.
     *
     * @return a record
     */
    @Benchmark
    public Object mapOfJsonTexts() {
        return mapper.readValue(documents.get(id()), Profile.class);
    }
}
