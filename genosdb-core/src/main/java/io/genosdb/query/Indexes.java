package io.genosdb.query;

import io.genosdb.graph.Graph;
import io.genosdb.graph.Node;
import io.genosdb.graph.NodeChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The indexes of one graph.
 *
 * <p>The writer follows every change. An automatic index is built by the executor from the live graph while the writer
 * goes on: the changes that it misses meanwhile are queued for it, and replayed in their order when it has seen every
 * node. Only the last of them and the publication happen under the lock that the writer takes for each batch. Replaying
 * a change that the builder has seen already does no harm: each key that a change newly gives a node is added, each that
 * it takes is removed, so after the last change exactly the keys of the last snapshot are there. Readers take no lock.
 */
final class Indexes {

    private static final Logger LOG = LoggerFactory.getLogger(Indexes.class);

    /** A build that falls so far behind is given up. */
    private static final int MOST_MISSED_CHANGES = 1 << 18;

    /** Each index costs something on every write, so strangers' queries must not be able to make ever more of them. */
    private static final int MOST_AUTOMATIC = 32;

    /** So many changes between two looks at the memory that automatic indexes take. */
    private static final int CHANGES_BETWEEN_CHECKS = 1 << 12;

    private final Graph graph;
    private final IndexOptions options;
    private final Executor executor;
    private final MoveLog moves = new MoveLog();
    private final HashIndex ownIdentifiers = HashIndex.ofOwnIdentifiers();
    private final ReentrantLock writing = new ReentrantLock();
    private final CopyOnWriteArrayList<Build> builds = new CopyOnWriteArrayList<>();
    private final Set<IndexDefinition> requested = ConcurrentHashMap.newKeySet();
    private final Set<IndexDefinition> tooLarge = ConcurrentHashMap.newKeySet();
    private final AtomicLong time = new AtomicLong();

    /** Never changed once published. */
    private volatile Map<IndexDefinition, Index> published = Map.of();

    private int changesSinceCheck;

    Indexes(Graph graph, IndexOptions options, Executor executor) {
        this.graph = graph;
        this.options = options;
        this.executor = executor;
        options.declared().forEach(this::declare);
    }

    MoveLog moves() {
        return moves;
    }

    HashIndex ownIdentifiers() {
        return ownIdentifiers;
    }

    @Nullable
    Index get(IndexDefinition.Kind kind, FieldPath path) {
        Map<IndexDefinition, Index> all = published;
        return all.isEmpty() ? null : all.get(new IndexDefinition(kind, path.toString()));
    }

    void used(IndexDefinition definition) {
        Index index = published.get(definition);
        if (index != null) {
            index.used(time.incrementAndGet());
        }
    }

    List<IndexStatus> status() {
        return published.values().stream().map(Index::status).toList();
    }

    void apply(List<NodeChange> changes) {
        writing.lock();
        try {
            for (int i = 0; i < changes.size(); i++) {
                apply(changes.get(i));
            }
            changesSinceCheck += changes.size();
            if (changesSinceCheck >= CHANGES_BETWEEN_CHECKS) {
                changesSinceCheck = 0;
                evict(null);
            }
        } finally {
            writing.unlock();
        }
    }

    private void apply(NodeChange change) {
        Node before = change.before();
        Node after = change.after();
        boolean stays = before != null && after != null && before.vertex() == after.vertex();
        if (stays && after != null) {
            moves.begin(after.vertex());
        }
        ownIdentifiers.apply(change);
        for (Index index : published.values()) {
            index.apply(change);
        }
        if (stays) {
            moves.end();
        }
        for (Build build : builds) {
            build.missed(change);
        }
    }

    /** Makes an index at once. For the writer. */
    void declare(IndexDefinition definition) {
        writing.lock();
        try {
            Index present = published.get(definition);
            if (present != null && !present.isAutomatic()) {
                return;
            }
            Index index = Index.of(definition, false);
            graph.vertices().forEach(vertex -> {
                Node node = vertex.node();
                if (node != null) {
                    index.update(null, node);
                }
                return true;
            });
            publish(index);
        } finally {
            writing.unlock();
        }
    }

    private void publish(Index index) {
        var all = new LinkedHashMap<>(published);
        all.put(index.definition(), index);
        published = all;
    }

    private void drop(Index index) {
        var all = new LinkedHashMap<>(published);
        all.remove(index.definition());
        published = all;
        LOG.debug("dropped the automatic index {}", index.definition());
    }

    /** Whether an index could be built on demand: allowed, not there, not under way, not found too large. */
    boolean isWanted(IndexDefinition definition) {
        return options.automatic()
                && !published.containsKey(definition)
                && !requested.contains(definition)
                && !tooLarge.contains(definition);
    }

    /** Has an index built, unless it is being built already. */
    void request(IndexDefinition definition) {
        if (!isWanted(definition) || !requested.add(definition)) {
            return;
        }
        try {
            executor.execute(new Build(Index.of(definition, true)));
        } catch (RejectedExecutionException e) {
            requested.remove(definition);
            LOG.debug("no thread to build the index {}", definition, e);
        }
    }

    /** Drops automatic indexes, the least recently used first, until the rest fits; the newcomer goes last. */
    private void evict(@Nullable Index newcomer) {
        var automatic = new ArrayList<>(
                published.values().stream().filter(Index::isAutomatic).toList());
        int count = automatic.size();
        long bytes = automatic.stream().mapToLong(Index::bytes).sum();
        automatic.remove(newcomer);
        automatic.sort(Comparator.comparingLong(Index::lastUse));
        for (Index index : automatic) {
            if (bytes <= options.maxAutomaticBytes() && count <= MOST_AUTOMATIC) {
                return;
            }
            bytes -= index.bytes();
            count--;
            drop(index);
        }
        if (newcomer != null && bytes > options.maxAutomaticBytes()) {
            drop(newcomer);
        }
    }

    /** One automatic index being built. */
    private final class Build implements Runnable {

        private final Index index;
        private final ConcurrentLinkedQueue<NodeChange> missed = new ConcurrentLinkedQueue<>();
        private final AtomicInteger missedCount = new AtomicInteger();

        private Build(Index index) {
            this.index = index;
        }

        /** Called by the writer. */
        private void missed(NodeChange change) {
            if (missedCount.getAndIncrement() < MOST_MISSED_CHANGES) {
                missed.add(change);
            }
        }

        private boolean isHopeless() {
            return missedCount.get() > MOST_MISSED_CHANGES;
        }

        @Override
        public void run() {
            builds.add(this);
            try {
                boolean complete = graph.vertices().forEach(vertex -> {
                    Node node = vertex.node();
                    if (node != null) {
                        index.update(null, node);
                    }
                    return fits() && !isHopeless();
                });
                if (complete) {
                    replay();
                    finish();
                }
                if (!fits()) {
                    tooLarge.add(index.definition());
                    LOG.debug("the automatic index {} is too large", index.definition());
                }
            } finally {
                builds.remove(this);
                requested.remove(index.definition());
            }
        }

        private boolean fits() {
            return index.bytes() <= options.maxAutomaticBytes();
        }

        private void replay() {
            for (NodeChange change = missed.poll(); change != null; change = missed.poll()) {
                index.apply(change);
            }
        }

        private void finish() {
            writing.lock();
            try {
                replay();
                builds.remove(this);
                if (!isHopeless() && fits() && !published.containsKey(index.definition())) {
                    index.used(time.incrementAndGet());
                    publish(index);
                    evict(index);
                    LOG.debug("built the index {}", index.definition());
                }
            } finally {
                writing.unlock();
            }
        }
    }
}
