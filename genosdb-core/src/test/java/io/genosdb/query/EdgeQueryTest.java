package io.genosdb.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EdgeQueryTest {

    private static final int MILLION = 1_000_000;

    private final GraphFixture fixture = new GraphFixture(IndexOptions.only(List.of()));

    private void nodes(String... ids) {
        for (String id : ids) {
            fixture.put(id, "{ name: '" + id + "' }");
        }
    }

    @Test
    void aStartIsADescendantOfAnotherStartButNotOfItselfThroughACycle() {
        nodes("a", "b", "c");
        fixture.link("a", "b");
        fixture.link("b", "c");
        fixture.link("c", "a");

        assertThat(fixture.ids("{ query: { id: 'a', $edge: {} } }")).containsExactly("b", "c");
        assertThat(fixture.ids("{ query: { id: { $in: ['a', 'b'] }, $edge: {} } }"))
                .containsExactly("a", "b", "c");
        assertThat(fixture.ids("{ query: { $and: [{ id: 'a' }, { $edge: { id: 'a' } }] } }"))
                .isEmpty();
        assertThat(fixture.ids("{ query: { $and: [{ $edge: { id: 'a' } }] } }")).containsExactly("b", "c");
    }

    @Test
    void aSelfLinkMakesANodeItsOwnDescendant() {
        nodes("a", "b");
        fixture.link("a", "a");
        fixture.link("a", "b");

        assertThat(fixture.ids("{ query: { id: 'a', $edge: {} } }")).containsExactly("a", "b");
        assertThat(fixture.ids("{ query: { $and: [{ $edge: { id: 'a' } }] } }")).containsExactly("a");
    }

    @Test
    void aConditionOnDescendantsTellsThePartnersOfACycleApart() {
        nodes("a", "b");
        fixture.link("a", "b");
        fixture.link("b", "a");

        assertThat(fixture.ids("{ query: { $or: [{ $edge: { id: 'a' } }] } }")).containsExactly("b");
        assertThat(fixture.ids("{ query: { $not: { $edge: { id: 'a' } } } }")).containsExactly("a");
        assertThat(fixture.ids("{ query: { $or: [{ $edge: { id: { $in: ['a', 'b'] } } }] } }"))
                .containsExactly("a", "b");
    }

    @Test
    void descendantsAreSortedAndPaged() {
        nodes("r", "x", "z", "y");
        fixture.link("r", "z");
        fixture.link("z", "y");
        fixture.link("y", "x");

        String query = "query: { id: 'r', $edge: {} }, field: 'name', order: 'desc'";
        assertThat(fixture.ids("{" + query + "}")).containsExactly("z", "y", "x");
        assertThat(fixture.ids("{" + query + ", $after: 'z', $limit: 1 }")).containsExactly("y");
        assertThat(fixture.ids("{ query: { id: 'r', $edge: {} }, $before: 'y' }"))
                .containsExactly("x", "z");
        assertThat(fixture.ids("{ query: { id: 'r', $edge: {} }, $after: 'r', missingCursor: 'empty' }"))
                .isEmpty();
    }

    @Test
    void aMillionNodesInAChainAndInACycleNeedNoStack() throws InterruptedException {
        JsonObject middle = JsonObject.of(Map.of("k", new JsonNumber(0)));
        try (var bulk = fixture.new Bulk()) {
            for (int i = 0; i < MILLION; i++) {
                bulk.add(fixture.putEntry(
                        "n" + i, i == MILLION - 1 ? JsonObject.of(Map.of("k", new JsonNumber(1))) : middle));
            }
            for (int i = 1; i < MILLION; i++) {
                bulk.add(fixture.linkEntry("n" + (i - 1), "n" + i));
            }
        }
        onASmallStack(() -> {
            assertThat(fixture.engine.count(Query.filter("{ id: 'n0', $edge: {} }")))
                    .isEqualTo(MILLION - 1);
            assertThat(fixture.ids("{ query: { id: 'n0', $edge: { k: 1 } } }")).containsExactly("n" + (MILLION - 1));
            assertThat(count(nested("{ k: 1 }"))).isEqualTo(MILLION - 10);
        });
        fixture.link("n" + (MILLION - 1), "n0");
        onASmallStack(() -> {
            assertThat(fixture.engine.count(Query.filter("{ $edge: {} }"))).isEqualTo(MILLION);
            assertThat(count("{ $and: [{ $edge: { k: 1 } }] }")).isEqualTo(MILLION - 1);
            assertThat(count(nested("{ k: 1 }"))).isEqualTo(MILLION);
        });
    }

    /** Ten times "has a descendant", as a condition on every node. */
    private static String nested(String innermost) {
        String filter = innermost;
        for (int i = 0; i < 10; i++) {
            filter = "{ $edge: " + filter + " }";
        }
        return "{ $and: [" + filter + "] }";
    }

    private long count(String filter) {
        return fixture.engine.count(Query.filter(filter));
    }

    private static void onASmallStack(Runnable work) throws InterruptedException {
        Throwable[] failure = new Throwable[1];
        var thread = new Thread(null, work, "small-stack", 256 * 1024);
        thread.setUncaughtExceptionHandler((t, e) -> failure[0] = e);
        thread.start();
        thread.join();
        assertThat(failure[0]).isNull();
    }
}
