package io.genosdb.benchmarks;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A contender that holds the data set and is only read. What a subclass measures are single calls, so that there is a
 * median.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public abstract class LoadedUsers {

    static final long SEED = 7;

    /** The number of users. */
    @Param("100000")
    public int size;

    private final Scratch scratch = Scratch.create();

    /** What a subclass measures, filled by {@link #load}. */
    Contender contender = new MapContender();

    /** For JMH. */
    public LoadedUsers() {}

    void load(String name) {
        contender = Contender.open(name, scratch.directory());
        contender.prepare(User.generate(size, SEED));
        contender.insertFirst(size);
        contender.prepare(List.of());
    }

    /** A contender that finds something else does not do the same job. */
    void expect(Predicate<User> condition, List<?> found) {
        List<User> users = User.generate(size, SEED);
        expect((int) users.stream().filter(condition).count(), condition, found);
    }

    /** The same where only so many of the hits are wanted. */
    void expect(int hits, Predicate<User> condition, List<?> found) {
        Set<String> names = names(contender, found);
        if (found.size() != hits || names.size() != hits) {
            throw new IllegalStateException(
                    "expected " + hits + " hits, not " + found.size() + ", " + names.size() + " of them different");
        }
        List<User> users = User.generate(size, SEED);
        for (String name : names) {
            User user = users.get(Integer.parseInt(name.substring("User ".length())));
            if (!condition.test(user)) {
                throw new IllegalStateException(user + " is not a hit");
            }
        }
    }

    static Set<String> names(Contender contender, List<?> found) {
        return found.stream().map(contender::name).collect(Collectors.toSet());
    }

    void unload() {
        contender.close();
        scratch.close();
    }
}
