package io.genosdb.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class AutomaticIndexTest {

    private static final int NODES = 4_000;
    private static final Query CITY = Query.filter("{ city: 'City 7' }");
    private static final Query NEWEST =
            Query.filter("{ age: { $gte: 0 } }").orderBy("age", Order.DESC).limit(10);

    private final Queue<Runnable> builds = new ArrayDeque<>();

    private GraphFixture fixture(IndexOptions options) {
        var fixture = new GraphFixture(options, builds::add);
        try (var bulk = fixture.new Bulk()) {
            for (int i = 0; i < NODES; i++) {
                bulk.add(fixture.putEntry("n" + i, value(i, i)));
            }
        }
        return fixture;
    }

    private static JsonObject value(int i, int age) {
        return (JsonObject) JsonValue.of(Map.of(
                "type",
                "user",
                "name",
                "User " + i,
                "age",
                age % 100,
                "city",
                "City " + i % 50,
                "other",
                "Other " + i));
    }

    private static void run(GraphFixture fixture, Query query, int times) {
        for (int i = 0; i < times; i++) {
            fixture.engine.run(query);
        }
    }

    @Test
    void anIndexIsBuiltForWhatIsFilteredOnRepeatedly() {
        var fixture = fixture(IndexOptions.DEFAULTS);
        List<String> scanned = fixture.ids(CITY);
        run(fixture, CITY, 1);
        assertThat(builds).isEmpty();
        run(fixture, CITY, 5);
        assertThat(builds).as("asked for once, not on every run").hasSize(1);
        assertThat(fixture.engine.explain(CITY).access()).isEqualTo("scan");

        builds.remove().run();

        assertThat(fixture.engine.explain(CITY).access()).isEqualTo("hash(city)");
        assertThat(fixture.engine.explain(CITY).candidates()).isEqualTo(NODES / 50);
        assertThat(fixture.ids(CITY)).isEqualTo(scanned);
        assertThat(fixture.engine.indexes()).singleElement().satisfies(index -> {
            assertThat(index.automatic()).isTrue();
            assertThat(index.keys()).isEqualTo(50);
            assertThat(index.entries()).isEqualTo(NODES);
            assertThat(index.uses()).isPositive();
        });
    }

    @Test
    void anIndexIsBuiltForEveryKindOfFilterAndForSorts() {
        var fixture = fixture(new IndexOptions(List.of(), true, 1 << 30, 1));
        run(fixture, CITY, 1);
        run(fixture, Query.filter("{ name: { $startsWith: 'User 39' } }"), 1);
        run(fixture, Query.filter("{ name: { $text: 'user 39' } }"), 1);
        run(fixture, NEWEST, 1);
        List<String> sorted = fixture.ids(NEWEST);
        builds.forEach(Runnable::run);
        assertThat(fixture.engine.indexes())
                .extracting(index -> index.definition().toString())
                .containsExactlyInAnyOrder("hash(city)", "prefix(name)", "text(name)", "ordered(age)");
        assertThat(fixture.engine.explain(NEWEST).sortedByIndex()).isTrue();
        assertThat(fixture.engine.explain(NEWEST).candidates()).isEqualTo(10);
        assertThat(fixture.ids(NEWEST)).isEqualTo(sorted);
    }

    @Test
    void whatIsCheapOrFindsMostOfWhatItLooksAtNeedsNoIndex() {
        var fixture = fixture(new IndexOptions(List.of(), true, 1 << 30, 1));
        run(fixture, Query.filter("{ type: 'user' }"), 5);
        run(fixture, Query.all().limit(10), 5);
        run(fixture, Query.filter("{ id: 'n5' }"), 5);
        assertThat(builds).isEmpty();
    }

    @Test
    void nothingIsBuiltWhenSwitchedOff() {
        var fixture = fixture(IndexOptions.only(List.of()));
        run(fixture, CITY, 10);
        assertThat(builds).isEmpty();
    }

    @Test
    void anIndexThatIsTooLargeIsGivenUpAndNotTriedAgain() {
        var fixture = fixture(new IndexOptions(List.of(), true, 10_000, 1));
        Query other = Query.filter("{ other: 'Other 5' }");
        run(fixture, other, 1);
        builds.remove().run();
        assertThat(fixture.engine.indexes()).isEmpty();
        run(fixture, other, 10);
        assertThat(builds).isEmpty();
    }

    @Test
    void theLeastRecentlyUsedIndexMakesRoom() {
        var fixture = fixture(new IndexOptions(List.of(), true, 700_000, 1));
        Query name = Query.filter("{ name: 'User 5' }");
        Query other = Query.filter("{ other: 'Other 5' }");
        run(fixture, CITY, 1);
        builds.remove().run();
        run(fixture, name, 1);
        builds.remove().run();
        run(fixture, CITY, 1);
        run(fixture, other, 1);
        builds.remove().run();
        assertThat(fixture.engine.indexes())
                .extracting(index -> index.definition().toString())
                .containsExactlyInAnyOrder("hash(city)", "hash(other)");
        assertThat(fixture.engine.explain(name).access()).isEqualTo("scan");
    }

    @Test
    void anIndexThatGrowsBeyondItsBoundsIsDropped() {
        var fixture = fixture(new IndexOptions(List.of(), true, 700_000, 1));
        run(fixture, Query.filter("{ other: 'Other 5' }"), 1);
        builds.remove().run();
        assertThat(fixture.engine.indexes()).hasSize(1);
        for (int i = 0; i < 3 * NODES; i++) {
            fixture.put("m" + i, value(NODES + i, i));
        }
        assertThat(fixture.engine.indexes()).isEmpty();
    }

    @Test
    void anExecutorThatRefusesCostsTheIndexOnly() {
        var fixture = new GraphFixture(new IndexOptions(List.of(), true, 1 << 30, 1), build -> {
            throw new RejectedExecutionException();
        });
        for (int i = 0; i < NODES; i++) {
            fixture.put("n" + i, value(i, i));
        }
        assertThat(fixture.ids(CITY)).hasSize(NODES / 50);
        assertThat(fixture.engine.indexes()).isEmpty();
    }

    @Test
    void aDeclaredIndexTakesInWhatIsThereAndStays() {
        var fixture = fixture(new IndexOptions(List.of(IndexDefinition.ordered("age")), true, 0, 1));
        fixture.engine.declareIndex(IndexDefinition.hash("city"));
        assertThat(fixture.engine.explain(CITY).access()).isEqualTo("hash(city)");
        for (int i = 0; i < 2 * NODES; i++) {
            fixture.put("n" + i % 10, value(i, i));
        }
        assertThat(fixture.engine.indexes())
                .allSatisfy(index -> assertThat(index.automatic()).isFalse())
                .hasSize(2);
    }

    /** Builds run beside a writer, again and again; afterwards every index agrees with a scan and empties with the graph. */
    @Test
    void anIndexBuiltDuringWritesIsComplete() throws InterruptedException {
        long seed = Long.getLong("genosdb.test.seed", new SplittableRandom().nextLong());
        var random = new SplittableRandom(seed);
        for (int round = 0; round < 5; round++) {
            var fixture = fixture(new IndexOptions(List.of(), true, 1 << 30, 1));
            run(fixture, CITY, 1);
            run(fixture, NEWEST, 1);
            run(fixture, Query.filter("{ name: { $text: 'user 39' } }"), 1);
            run(fixture, Query.filter("{ name: { $startsWith: 'User 39' } }"), 1);
            var builders = new ArrayList<Thread>();
            var start = new CountDownLatch(1);
            builds.forEach(build -> builders.add(new Thread(() -> {
                start.countDown();
                build.run();
            })));
            builds.clear();
            builders.forEach(Thread::start);
            start.await();
            for (int i = 0; i < 2_000 || builders.stream().anyMatch(Thread::isAlive); i++) {
                int n = random.nextInt(NODES);
                if (random.nextInt(10) == 0) {
                    fixture.remove("n" + n);
                } else {
                    fixture.put("n" + n, value(random.nextInt(NODES), random.nextInt(100)));
                }
            }
            agreesWithAScan(fixture, "genosdb.test.seed=" + seed);
        }
    }

    private static void agreesWithAScan(GraphFixture fixture, String origin) {
        var scan = new QueryEngine(fixture.graph, IndexOptions.only(List.of()));
        assertThat(fixture.engine.indexes()).hasSize(4);
        for (int i = 0; i < 50; i++) {
            for (Query query : List.of(
                    Query.where("city").is("City " + i).toQuery(),
                    Query.where("age").between(i, i + 5).toQuery(),
                    Query.where("age").gte(i).orderBy("age", Order.ASC).limit(20),
                    Query.where("name").startsWith("User " + i).toQuery(),
                    Query.where("name").text("r " + i).toQuery())) {
                assertThat(fixture.ids(query)).as("%s, %s", query, origin).isEqualTo(GraphFixture.ids(scan.run(query)));
            }
        }
        for (int i = 0; i < NODES; i++) {
            fixture.remove("n" + i);
        }
        assertThat(fixture.engine.indexes())
                .as(origin)
                .allSatisfy(index -> assertThat(index.entries()).isZero());
    }
}
