package io.genosdb.live;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Graph;
import io.genosdb.graph.Limits;
import io.genosdb.graph.MergeResult;
import io.genosdb.graph.Node;
import io.genosdb.graph.NodeChange;
import io.genosdb.graph.Reader;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.query.IndexOptions;
import io.genosdb.query.Query;
import io.genosdb.query.QueryEngine;
import io.genosdb.value.JsonBoolean;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Graph, query engine and live queries, wired as the database wires them. */
final class Database implements AutoCloseable {

    final ReentrantLock writerLock = new ReentrantLock();
    final Graph graph = new Graph();
    final QueryEngine engine = new QueryEngine(graph, IndexOptions.DEFAULTS);
    final LiveQueries live;

    private final EntryFactory entries = new EntryFactory("test", Limits.DEFAULTS);
    private List<NodeChange> merged = List.of();
    private long clock = HybridTimestamp.pack(1_000);

    Database(Executor executor) {
        this(executor, (subscription, failures, failure) -> {});
    }

    Database(Executor executor, FailureHandler failureHandler) {
        live = new LiveQueries(engine, executor, failureHandler);
    }

    Database(TurnQueue turns, FailureHandler failureHandler) {
        live = new LiveQueries(engine, turns, failureHandler);
    }

    Subscription map(String options, MapListener listener) {
        return map(Query.parse(options), listener);
    }

    Subscription map(Query query, MapListener listener) {
        return register(query, listener).start();
    }

    Registration register(Query query, MapListener listener) {
        writerLock.lock();
        try {
            publishMerged();
            return live.register(query, Reader.EVERYTHING, listener);
        } finally {
            writerLock.unlock();
        }
    }

    List<Node> run(Query query) {
        return engine.run(query);
    }

    @Nullable
    Node node(String id) {
        return graph.node(id);
    }

    HybridTimestamp version(String id) {
        return graph.node(id).timestamp();
    }

    /** The reading of the last write. */
    HybridTimestamp now() {
        return new HybridTimestamp(clock);
    }

    void put(String id, String value) {
        merge(putting(id, value));
    }

    void remove(String id) {
        merge(removing(id));
    }

    void link(String source, String target) {
        merge(linking(source, target));
    }

    void unlink(String source, String target) {
        merge(unlinking(source, target));
    }

    Entry putting(String id, String value) {
        return entry(id, Slot.VALUE, (JsonObject) JsonValue.parseRelaxed(value));
    }

    Entry removing(String id) {
        return entry(id, Slot.TOMBSTONE, null);
    }

    Entry linking(String source, String target) {
        return entry(source, new Slot.Edge(target), JsonBoolean.TRUE);
    }

    Entry unlinking(String source, String target) {
        return entry(source, new Slot.Edge(target), null);
    }

    Entry entry(String id, Slot slot, @Nullable JsonValue payload) {
        writerLock.lock();
        try {
            return entries.create(new EntryKey(id, slot), new Version(++clock, "replica"), payload);
        } finally {
            writerLock.unlock();
        }
    }

    void merge(Entry... batch) {
        merge(List.of(batch));
    }

    void merge(List<Entry> batch) {
        writerLock.lock();
        try {
            mergeOnly(batch);
            publishMerged();
        } finally {
            writerLock.unlock();
        }
    }

    /** The first half of a write, as others may see it; the second half follows before anything else is written. */
    void mergeOnly(List<Entry> batch) {
        publishMerged();
        MergeResult result = graph.merge(batch);
        engine.apply(result.changes());
        merged = result.changes();
    }

    void publishMerged() {
        List<NodeChange> changes = merged;
        merged = List.of();
        live.publish(changes);
    }

    @Override
    public void close() {
        live.close();
    }
}
