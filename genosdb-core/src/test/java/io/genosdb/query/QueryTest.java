package io.genosdb.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTest {

    private final GraphFixture fixture = new GraphFixture(IndexOptions.only(List.of()));

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{ query: { age: { $gt: true } } } # at query.age.$gt: needs a number or a string, not a boolean",
                "{ query: { age: { $gt: null } } } # at query.age.$gt: needs a number or a string, not null",
                "{ query: { $or: [{ a: 1 }, { b: { $nope: 1 } }] } } # at query.$or[1].b.$nope: unknown operator",
                "{ query: { $nope: 1 } } # at query.$nope: unknown operator",
                "{ query: { $gt: 1 } } # at query.$gt: this operator stands on a field",
                "{ query: { $and: {} } } # at query.$and: needs an array",
                "{ query: { $and: [1] } } # at query.$and[0]: needs an object with conditions, not a number",
                "{ query: { $not: 1 } } # at query.$not: needs an object",
                "{ query: { $edge: [] } } # at query.$edge: needs an object",
                "{ query: { a: { $in: 1 } } } # at query.a.$in: needs an array, not a number",
                "{ query: { a: { $between: [1, 'b'] } } } # at query.a.$between: needs an array of two",
                "{ query: { a: { $between: [1] } } } # at query.a.$between: needs an array of two",
                "{ query: { a: { $exists: 1 } } } # at query.a.$exists: needs true or false, not a number",
                "{ query: { a: { $startsWith: 1 } } } # at query.a.$startsWith: needs a string, not a number",
                "{ query: { a: { $text: '?!' } } } # at query.a.$text: needs letters",
                "{ query: { a: { $gt: 1, b: 2 } } } # at query.a: has operators beside other members",
                "{ query: { a: { b: { $gt: 1 } } } } # at query.a: compares whole values, so $gt inside has no effect",
                "{ query: 1 } # at query: needs an object",
                "{ filter: {} } # at filter: unknown option; known are",
                "{ limit: 1 } # at limit: unknown option; write $limit",
                "{ $limit: -1 } # at $limit: needs a whole number",
                "{ $limit: 1.5 } # at $limit: needs a whole number",
                "{ $limit: '1' } # at $limit: needs a whole number",
                "{ field: 1 } # at field: needs a string, not a number",
                "{ field: 'a', order: 'up' } # at order: needs 'asc' or 'desc'",
                "{ order: 'desc' } # at order: needs a field",
                "{ field: ['a', 1] } # at field[1]: needs a string, not a number",
                "{ field: ['a'], order: ['asc', 'desc'] } # at order: needs a field",
                "{ field: [1,2,3,4,5,6,7,8,9] } # at field: a query sorts by at most 8 fields",
                "{ missingCursor: 'ignore' } # at missingCursor: needs 'error' or 'empty'",
                "[] # at options: needs an object, not an array",
                "{ query: # at options: not valid JSON"
            })
    void whatIsWrongIsSaidWithItsPlace(String options, String message) {
        assertThatThrownBy(() -> Query.parse(options))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void optionsThatAreNullCountAsNotGiven() {
        var options = new HashMap<String, @Nullable Object>();
        for (String name : List.of("query", "field", "order", "$limit", "$after", "$before", "missingCursor")) {
            options.put(name, null);
        }
        assertThat(Query.of(options)).isEqualTo(Query.all());
    }

    @Test
    void textMapAndBuilderMakeEqualQueries() {
        Query text = Query.parse("{ query: { age: { $gt: 18, $lte: 30 }, city: 'Paris' }, field: 'age', order: 'desc',"
                + " $limit: 5, $after: 'x', $before: 'y', missingCursor: 'empty' }");
        Query map = Query.of(Map.of(
                "query", Map.of("age", Map.of("$gt", 18, "$lte", 30), "city", "Paris"),
                "field", "age",
                "order", "desc",
                "$limit", 5,
                "$after", "x",
                "$before", "y",
                "missingCursor", "empty"));
        Query built = Query.where("age")
                .gt(18)
                .lte(30)
                .and("city")
                .is("Paris")
                .toQuery()
                .orderBy("age", Order.DESC)
                .limit(5)
                .after("x")
                .before("y")
                .missingCursor(MissingCursor.EMPTY);
        assertThat(map).isEqualTo(text).hasSameHashCodeAs(text);
        assertThat(built).isEqualTo(text);
        assertThat(Query.parse(text.toJson())).isEqualTo(text);
        assertThat(text.limit()).hasValue(5);
        assertThat(text.field()).isEqualTo("age");
        assertThat(text.order()).isEqualTo(Order.DESC);
        assertThat(text.after()).isEqualTo("x");
        assertThat(text.before()).isEqualTo("y");
    }

    @Test
    void sortsByUpToEightFields() {
        Query query = Query.all().orderBy("a", Order.DESC).thenBy("b", Order.ASC);
        assertThat(query.sort()).containsExactly(new SortField("a", Order.DESC), new SortField("b", Order.ASC));
        assertThat(Query.parse("{ field: ['a', 'b'], order: 'desc' }")).isEqualTo(query);
        assertThat(Query.parse(query.toJson())).isEqualTo(query);
        assertThat(query.orderBy("c", Order.ASC).sort()).containsExactly(new SortField("c", Order.ASC));
        Query most = query;
        for (int i = 2; i < 8; i++) {
            most = most.thenBy("f" + i, Order.ASC);
        }
        Query full = most;
        assertThatThrownBy(() -> full.thenBy("one more", Order.ASC))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining("at most 8");
    }

    @Test
    void theBuilderCombinesConditions() {
        assertThat(Query.where("a").is(1).or(Criteria.where("b").is(2)).and("c").exists(true))
                .hasToString("{\"$or\":[{\"a\":1},{\"b\":2}],\"c\":{\"$exists\":true}}");
        assertThat(Query.where("a").gt(1).gt(2)).hasToString("{\"$and\":[{\"a\":{\"$gt\":2}}],\"a\":{\"$gt\":1}}");
        assertThat(Criteria.not(Query.where("a").in(1, 2))).hasToString("{\"$not\":{\"a\":{\"$in\":[1,2]}}}");
        assertThat(Criteria.anyOf()).hasToString("{\"$or\":[]}");
        assertThat(Query.where("id").is("r").edge(Query.where("type").is("post")))
                .hasToString("{\"$edge\":{\"type\":\"post\"},\"id\":\"r\"}");
        assertThat(Query.where("id").is("r").and(Criteria.all().edge(Criteria.all())))
                .hasToString("{\"$and\":[{\"$edge\":{}}],\"id\":\"r\"}");
        assertThat(Query.where("a").is(Map.of("$gt", 1))).hasToString("{\"a\":{\"$eq\":{\"$gt\":1}}}");
        assertThatThrownBy(() -> Query.where("a").toQuery())
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining("query.a");
        assertThatThrownBy(() -> Query.where("a").gt(true).toQuery()).hasMessageStartingWith("at query.a.$gt");
        assertThatThrownBy(() -> Criteria.all().gt(1)).isInstanceOf(InvalidQueryException.class);
    }

    @Test
    void extensionsAddOperators() {
        Operators operators = Operators.standard().with(new Operator() {
            @Override
            public String name() {
                return "$divisibleBy";
            }

            @Override
            public FieldTest compile(JsonValue operand) {
                if (!(operand instanceof JsonNumber divisor) || divisor.value() == 0) {
                    throw new IllegalArgumentException("needs a number other than 0");
                }
                return value -> value instanceof JsonNumber number && number.value() % divisor.value() == 0;
            }
        });
        fixture.put("a", "{ n: 4 }");
        fixture.put("b", "{ n: 5 }");
        Query query = Query.filter("{ n: { $divisibleBy: 2 } }", operators);
        assertThat(fixture.ids(query)).containsExactly("a");
        assertThat(Query.parse(query.toJson(), operators)).isEqualTo(query);
        assertThatThrownBy(() -> Query.filter("{ n: { $divisibleBy: 0 } }", operators))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessage("at query.n.$divisibleBy: needs a number other than 0");
        assertThatThrownBy(() -> Query.filter("{ n: { $divisibleBy: 2 } }")).hasMessageContaining("unknown operator");
        assertThatThrownBy(() -> operators.with(new StandardOperator("$divisibleBy", operand -> value -> true)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> operators.with(new StandardOperator("near", operand -> value -> true)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMissingCursorIsAnErrorOrAnEmptyPage() {
        fixture.put("a", "{ type: 'x' }");
        fixture.put("b", "{ type: 'y' }");
        for (String gone : List.of("b", "nowhere")) {
            Query query = Query.filter("{ type: 'x' }").after(gone);
            assertThatThrownBy(() -> fixture.engine.run(query))
                    .isInstanceOf(InvalidQueryException.class)
                    .hasMessageStartingWith("at $after: node '" + gone + "' is not in the result");
            assertThat(fixture.ids(query.missingCursor(MissingCursor.EMPTY))).isEmpty();
            assertThat(fixture.engine.count(query.missingCursor(MissingCursor.EMPTY)))
                    .isZero();
        }
    }

    @Test
    void pagesByCursorGiveEverythingOnceInBothDirectionsWithAndWithoutAnIndex() {
        var indexed = new GraphFixture(IndexOptions.only(List.of(IndexDefinition.ordered("n"))));
        for (int i = 0; i < 100; i++) {
            fixture.put("n" + i, "{ n: " + i % 7 + " }");
            indexed.put("n" + i, i % 10 == 0 ? "{}" : "{ n: " + i % 7 + " }");
        }
        for (GraphFixture graph : List.of(fixture, indexed)) {
            for (Order order : Order.values()) {
                Query query = Query.all().orderBy("n", order);
                var paged = new ArrayList<String>();
                List<String> page = graph.ids(query.limit(9));
                while (!page.isEmpty()) {
                    paged.addAll(page);
                    page = graph.ids(query.limit(9).after(page.get(page.size() - 1)));
                }
                assertThat(paged).isEqualTo(graph.ids(query)).hasSize(100);
                assertThat(graph.ids(query.before(paged.get(50)))).isEqualTo(paged.subList(0, 50));
                assertThat(graph.ids(query.after(paged.get(10)).before(paged.get(50))))
                        .isEqualTo(paged.subList(11, 50));
            }
        }
    }

    @Test
    void fieldsFallBackToTheNodesOwn() {
        fixture.put("a", "{ 'dotted.key': 1, dotted: { key: 2 } }");
        fixture.put("b", "{ id: 'x', timestamp: 5 }");
        fixture.put("c", "{ dotted: { key: 1 } }");
        assertThat(fixture.ids("{ query: { 'dotted.key': 1 } }")).containsExactly("a", "c");
        assertThat(fixture.ids("{ query: { id: 'x' } }")).containsExactly("b");
        assertThat(fixture.ids("{ query: { id: 'b' } }")).isEmpty();
        assertThat(fixture.ids("{ query: { timestamp: 5 } }")).containsExactly("b");
        assertThat(fixture.ids("{ query: { 'timestamp.physical': { $gt: 1600000000000 } } }"))
                .containsExactly("a", "c");
        assertThat(fixture.ids("{ query: { 'timestamp.logical': { $exists: true } } }"))
                .containsExactly("a", "c");
    }

    @Test
    void nodesSortByTheirOwnTimestampToTheLastTick() {
        var indexed = new QueryEngine(fixture.graph, IndexOptions.only(List.of(IndexDefinition.ordered("timestamp"))));
        for (int i = 0; i < 20; i++) {
            indexed.apply(fixture.graph
                    .merge(List.of(fixture.putEntry("n" + i, JsonObject.empty())))
                    .changes());
        }
        for (int i : new int[] {3, 17, 3, 5}) {
            indexed.apply(fixture.graph
                    .merge(List.of(fixture.putEntry("n" + i, JsonObject.empty())))
                    .changes());
        }
        Query newest = Query.all().orderBy("timestamp", Order.DESC).limit(4);
        assertThat(fixture.ids(newest)).containsExactly("n5", "n3", "n17", "n19");
        assertThat(GraphFixture.ids(indexed.run(newest))).containsExactly("n5", "n3", "n17", "n19");
        assertThat(indexed.explain(newest).sortedByIndex()).isTrue();
    }

    @Test
    void aQueryTellsWhatItDependsOn() {
        Query query = Query.parse("{ query: { type: 'a', tags: { $eq: 'x' }, $and: [{ n: 1 }], age: { $gt: 1 },"
                + " o: { k: 1 }, $or: [{ z: 1 }] }, field: 'sorted.by' }");
        assertThat(query.equalities())
                .containsOnly(
                        Map.entry("type", new JsonString("a")),
                        Map.entry("tags", new JsonString("x")),
                        Map.entry("n", new JsonNumber(1)),
                        Map.entry("z", new JsonNumber(1)));
        assertThat(query.fields()).containsOnly("type", "tags", "n", "age", "o", "z", "sorted.by", "sorted");
        assertThat(query.isTraversal()).isFalse();
        assertThat(Query.filter("{ a: 1, $edge: {} }").equalities()).isEmpty();
        assertThat(Query.filter("{ a: 1, $edge: {} }").isTraversal()).isTrue();
        assertThat(Query.filter("{ $not: { $edge: {} } }").isTraversal()).isTrue();
    }

    @Test
    void anExplanationSaysWhatWasUsed() {
        var indexed = new GraphFixture(IndexOptions.only(
                List.of(IndexDefinition.hash("city"), IndexDefinition.ordered("age"), IndexDefinition.text("name"))));
        for (int i = 0; i < 1_000; i++) {
            indexed.put("n" + i, "{ city: 'City " + i % 50 + "', age: " + i % 100 + ", name: 'User " + i + "' }");
        }
        Explanation explanation = indexed.engine.explain(Query.filter("{ city: 'City 7', age: { $gt: 50 } }"));
        assertThat(explanation).hasToString("hash(city): 20 candidates of 1000 nodes, 10 matched, 10 returned");
        assertThat(explanation.toMap()).containsEntry("access", "hash(city)").containsEntry("candidates", 20L);
        assertThat(indexed.engine
                        .explain(Query.filter("{ city: 'City 7', age: { $gt: 50, $lt: 52 } }"))
                        .access())
                .isEqualTo("ordered(age)");
        assertThat(indexed.engine
                        .explain(Query.filter("{ $or: [{ city: 'City 7' }, { age: 5 }] }"))
                        .access())
                .isEqualTo("scan");
        assertThat(indexed.engine
                        .explain(Query.filter("{ $or: [{ city: 'City 7' }, { age: { $lt: 2 } }] }"))
                        .access())
                .isEqualTo("hash(city) or ordered(age)");
        assertThat(indexed.engine
                        .explain(Query.filter("{ name: { $text: 'user 99' } }"))
                        .candidates())
                .isEqualTo(11);
        assertThat(indexed.engine.explain(Query.filter("{ id: 'n5' }")))
                .hasToString("id: 1 candidates of 1000 nodes, 1 matched, 1 returned");
        assertThat(indexed.engine.explain(Query.all().orderBy("age", Order.DESC).limit(10)))
                .hasToString(
                        "ordered(age) in order: 10 candidates of 1000 nodes, 10 matched, 10 returned, sorted by index");
        assertThat(indexed.engine.explain(Query.filter("{ city: 'City 7' }")
                        .orderBy("age", Order.DESC)
                        .limit(10)))
                .hasToString("hash(city): 20 candidates of 1000 nodes, 20 matched, 10 returned");
    }
}
