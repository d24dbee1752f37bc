package io.genosdb.benchmarks;

import io.genosdb.GenosDatabase;
import io.genosdb.query.Order;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.convert.JacksonGenosConverter;
import io.genosdb.spring.entity.GenosEntityTemplate;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.mapping.GenosNode;
import io.genosdb.spring.mapping.Indexed;
import io.genosdb.spring.repository.GenosRepository;
import io.genosdb.spring.repository.support.GenosRepositoryFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.springframework.data.annotation.Id;
import org.springframework.data.domain.Limit;

/**
 * What a derived query costs above the same query asked of the database: with its result as nodes, and with entities made of
 * it. Twenty of the 2,000 people of a city, by age.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DerivedQueryBenchmark {

    private static final Limit PAGE = Limit.of(20);

    /**
     * A user.
     *
     * @param id {@code user:123}
     * @param name a name
     * @param age an age
     * @param city a city
     * @param tags two tags
     * @param score a score
     */
    @GenosNode(type = "user")
    public record Person(
            @Id String id, String name, int age, @Indexed String city, List<String> tags, double score) {}

    /** The users. */
    public interface People extends GenosRepository<Person, String> {

        /**
         * Those of a city.
         *
         * @param city the city
         * @param limit how many
         * @return the youngest
         */
        List<Person> findByCityOrderByAge(String city, Limit limit);

        /**
         * Those of a city.
         *
         * @param city the city
         * @return how many
         */
        long countByCity(String city);
    }

    /** The number of users. */
    @Param("100000")
    public int size;

    private final GenosMappingContext context = new GenosMappingContext();
    private GenosDatabase database = GenosDatabase.inMemory("none");
    private GenosEntityTemplate entities =
            new GenosEntityTemplate(new GenosTemplate(database), context, new JacksonGenosConverter());
    private People people = new GenosRepositoryFactory(entities).getRepository(People.class);

    /** For JMH. */
    public DerivedQueryBenchmark() {}

    /** Loads the data set. */
    @Setup
    public void setUp() {
        database.close();
        context.setInitialEntitySet(Set.of(Person.class));
        context.afterPropertiesSet();
        database = GenosDatabase.builder("benchmark")
                .declareIndexes(context.indexDefinitions())
                .open();
        entities = new GenosEntityTemplate(new GenosTemplate(database), context, new JacksonGenosConverter());
        people = new GenosRepositoryFactory(entities).getRepository(People.class);
        for (User user : User.generate(size, LoadedUsers.SEED)) {
            database.put(user.toJson(), user.id());
        }
        if (people.findByCityOrderByAge("City 7", PAGE).size() != 20 || raw().size() != 20) {
            throw new IllegalStateException("not the same job");
        }
    }

    /** Closes the database. */
    @TearDown
    public void tearDown() {
        database.close();
    }

    /** Compiled for each call, as one with a parameter has to be. */
    private static Query query() {
        return Query.filter(Map.of("type", "user", "city", "City 7"))
                .orderBy("age", Order.ASC)
                .limit(20);
    }

    /**
     * The database itself.
     *
     * @return nodes
     */
    @Benchmark
    public List<?> raw() {
        return database.map(query());
    }

    /**
     * The database itself, entities made of the nodes.
     *
     * @return entities
     */
    @Benchmark
    public List<?> rawWithEntities() {
        var found = new ArrayList<Person>();
        database.map(query()).forEach(node -> found.add(entities.read(node, Person.class)));
        return found;
    }

    /**
     * The derived query.
     *
     * @return entities
     */
    @Benchmark
    public List<?> derived() {
        return people.findByCityOrderByAge("City 7", PAGE);
    }

    /**
     * Counting by the database itself.
     *
     * @return how many
     */
    @Benchmark
    public long rawCount() {
        return database.count(Query.filter(Map.of("type", "user", "city", "City 7")));
    }

    /**
     * Counting by a derived query.
     *
     * @return how many
     */
    @Benchmark
    public long derivedCount() {
        return people.countByCity("City 7");
    }
}
