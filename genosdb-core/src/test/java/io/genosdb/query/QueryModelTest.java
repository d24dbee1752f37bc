package io.genosdb.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Node;
import io.genosdb.graph.Slot;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The engine agrees with the naive evaluator: random graphs with random histories, random queries, without any index and
 * with all of them.
 */
class QueryModelTest {

    private static final int HISTORIES = Integer.getInteger("genosdb.test.iterations", 30);
    private static final List<IndexDefinition> INDEXES = Stream.of(
                    "type",
                    "age",
                    "name",
                    "tags",
                    "note",
                    "city",
                    "id",
                    "timestamp",
                    "addr.city",
                    "tags.0",
                    "addr",
                    "timestamp.logical")
            .flatMap(field -> Stream.of(IndexDefinition.Kind.values()).map(kind -> new IndexDefinition(kind, field)))
            .toList();

    @Test
    void agreesWithTheNaiveEvaluatorWithAndWithoutIndexes() {
        long seed = Long.getLong("genosdb.test.seed", new SplittableRandom().nextLong());
        var seeds = new SplittableRandom(seed);
        for (int i = 0; i < HISTORIES; i++) {
            history(seeds.nextLong(), "genosdb.test.seed=" + seed + ", history " + i);
        }
    }

    private static void history(long seed, String origin) {
        var random = new SplittableRandom(seed);
        int size = 2 + random.nextInt(60);
        var queries = new RandomQueries(random, size);
        var fixture = new GraphFixture(IndexOptions.only(List.of()));
        var indexed = new QueryEngine(fixture.graph, IndexOptions.only(INDEXES));
        for (int round = 0; round < 12; round++) {
            for (int i = 0; i < 10; i++) {
                var result = fixture.graph.merge(batch(fixture, queries));
                fixture.engine.apply(result.changes());
                indexed.apply(result.changes());
            }
            compare(fixture, indexed, queries, origin);
        }
        for (Node node : fixture.engine.run(Query.all())) {
            var result = fixture.graph.merge(List.of(fixture.entry(node.id(), Slot.TOMBSTONE, null)));
            fixture.engine.apply(result.changes());
            indexed.apply(result.changes());
        }
        assertThat(indexed.indexes()).as(origin).allSatisfy(index -> {
            assertThat(index.keys()).isZero();
            assertThat(index.entries()).isZero();
            assertThat(index.bytes()).isZero();
        });
    }

    private static List<Entry> batch(GraphFixture fixture, RandomQueries queries) {
        var batch = new ArrayList<Entry>();
        for (int i = 1 + queries.number(3); i > 0; i--) {
            String id = queries.id();
            switch (queries.number(10)) {
                case 0 -> batch.add(fixture.entry(id, Slot.TOMBSTONE, null));
                case 1, 2, 3 -> batch.add(fixture.linkEntry(id, queries.chance(0.1) ? id : queries.id()));
                case 4 -> batch.add(fixture.entry(id, new Slot.Edge(queries.id()), null));
                default -> batch.add(fixture.putEntry(id, (JsonObject) JsonValue.of(queries.value())));
            }
        }
        return batch;
    }

    private static void compare(GraphFixture fixture, QueryEngine indexed, RandomQueries queries, String origin) {
        var all = fixture.engine.run(Query.all());
        var naive = new NaiveQuery(all);
        for (int i = 0; i < 80; i++) {
            Map<String, Object> options = queries.options();
            Query query = Query.of(options);
            List<String> expected = naive.run(options);
            assertThat(run(fixture.engine, query))
                    .as("scan, %s, %s", query, origin)
                    .isEqualTo(expected);
            assertThat(run(indexed, query)).as("indexed, %s, %s", query, origin).isEqualTo(expected);
            if (expected != null) {
                assertThat(fixture.engine.count(query))
                        .as("count, %s, %s", query, origin)
                        .isEqualTo(expected.size());
                assertThat(indexed.count(query))
                        .as("indexed count, %s, %s", query, origin)
                        .isEqualTo(expected.size());
                assertThat(indexed.explain(query).returned()).isEqualTo(expected.size());
            }
            assertThat(Query.parse(query.toJson())).isEqualTo(query);
            equalitiesHold(fixture.engine, query, origin);
            narrowedIsTheCommonPart(indexed, naive, options, origin);
        }
    }

    private static void narrowedIsTheCommonPart(
            QueryEngine engine, NaiveQuery naive, Map<String, Object> options, String origin) {
        Map<String, Object> further = Map.of("age", Map.of("$gte", 3));
        var whole = new HashMap<>(options);
        whole.keySet().removeAll(List.of("$limit", "$after", "$before"));
        List<String> expected = new ArrayList<>(naive.run(whole));
        expected.retainAll(naive.run(Map.of("query", further)));
        assertThat(run(engine, Query.of(whole).narrowedTo(further)))
                .as("%s narrowed, %s", whole, origin)
                .isEqualTo(expected);
    }

    private static void equalitiesHold(QueryEngine engine, Query query, String origin) {
        for (Node node : engine.run(query.missingCursor(MissingCursor.EMPTY))) {
            query.equalities().forEach((field, value) -> {
                JsonValue actual = Query.read(node, field);
                boolean member = actual instanceof io.genosdb.value.JsonArray array && array.contains(value);
                assertThat(value.equals(actual) || member)
                        .as("%s of %s, %s", field, query, origin)
                        .isTrue();
            });
        }
    }

    private static List<String> run(QueryEngine engine, Query query) {
        try {
            return GraphFixture.ids(engine.run(query));
        } catch (InvalidQueryException e) {
            assertThat(e).hasMessageContaining("is not in the result");
            return null;
        }
    }
}
