package io.genosdb.query;

import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Graph;
import io.genosdb.graph.Limits;
import io.genosdb.graph.Node;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.value.JsonBoolean;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A graph with an engine that follows it, written to as a database would. One writer. */
final class GraphFixture {

    final Graph graph = new Graph();
    final QueryEngine engine;
    private final EntryFactory entries =
            new EntryFactory("test", new Limits(1 << 20, JsonValue.MAX_DEPTH, 256, 1 << 20));
    private long clock = 1_700_000_000_000L << 16;

    GraphFixture(IndexOptions options) {
        engine = new QueryEngine(graph, options);
    }

    GraphFixture(IndexOptions options, Executor indexBuilder) {
        engine = new QueryEngine(graph, options, indexBuilder);
    }

    Entry entry(String id, Slot slot, @Nullable JsonValue payload) {
        clock += 1 << 14;
        return entries.create(new EntryKey(id, slot), new Version(clock, "origin"), payload);
    }

    Entry putEntry(String id, JsonObject value) {
        return entry(id, Slot.VALUE, value);
    }

    Entry linkEntry(String source, String target) {
        return entry(source, new Slot.Edge(target), JsonBoolean.TRUE);
    }

    void merge(List<Entry> batch) {
        engine.apply(graph.merge(batch).changes());
    }

    void put(String id, JsonObject value) {
        merge(List.of(putEntry(id, value)));
    }

    void put(String id, String relaxedJson) {
        put(id, (JsonObject) JsonValue.parseRelaxed(relaxedJson));
    }

    void link(String source, String target) {
        merge(List.of(linkEntry(source, target)));
    }

    void unlink(String source, String target) {
        merge(List.of(entry(source, new Slot.Edge(target), null)));
    }

    void remove(String id) {
        merge(List.of(entry(id, Slot.TOMBSTONE, null)));
    }

    List<String> ids(String options) {
        return ids(Query.parse(options));
    }

    List<String> ids(Query query) {
        return ids(engine.run(query));
    }

    static List<String> ids(List<Node> nodes) {
        return nodes.stream().map(Node::id).toList();
    }

    /** Collects entries and merges them in large batches, for tests with many nodes. */
    final class Bulk implements AutoCloseable {
        private final List<Entry> batch = new ArrayList<>();

        void add(Entry entry) {
            batch.add(entry);
            if (batch.size() == 10_000) {
                close();
            }
        }

        @Override
        public void close() {
            merge(List.copyOf(batch));
            batch.clear();
        }
    }
}
