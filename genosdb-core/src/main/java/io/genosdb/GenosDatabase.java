package io.genosdb;

import io.genosdb.clock.HybridClock;
import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Graph;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.Limits;
import io.genosdb.graph.Node;
import io.genosdb.graph.NodeNotFoundException;
import io.genosdb.graph.Reader;
import io.genosdb.graph.Slot;
import io.genosdb.graph.StoredEntry;
import io.genosdb.graph.Version;
import io.genosdb.guard.Actor;
import io.genosdb.guard.Guard;
import io.genosdb.guard.GuardedDatabase;
import io.genosdb.guard.SlotWrite;
import io.genosdb.live.LiveQueries;
import io.genosdb.live.MapListener;
import io.genosdb.live.Registration;
import io.genosdb.live.Subscription;
import io.genosdb.query.Explanation;
import io.genosdb.query.IndexStatus;
import io.genosdb.query.Query;
import io.genosdb.query.QueryEngine;
import io.genosdb.room.Room;
import io.genosdb.room.RoomFactory;
import io.genosdb.storage.Durability;
import io.genosdb.storage.Journal;
import io.genosdb.storage.LockedStoreException;
import io.genosdb.storage.StorageException;
import io.genosdb.sync.SyncEngine;
import io.genosdb.value.JsonBoolean;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A replica of a graph database: nodes with JSON values and edges between them, in memory, journaled to disk, merged with
 * what other replicas send.
 *
 * <p><b>How it works.</b> Every change becomes {@linkplain Entry entries}, made here for local writes and received by
 * {@link #merge} from elsewhere. They pass one door ({@code WritePath}): merged into the {@link Graph}, indexed by the
 * {@link QueryEngine}, appended to the {@link Journal}, published to the {@link LiveQueries} and to the
 * {@linkplain #onMerge merge listeners}. The greater version of an entry wins, so replicas that have merged the same
 * entries, in whatever order, are equal, and their {@linkplain #digest() digests} say so.
 *
 * <p><b>Concurrency.</b> All methods may be called from any thread. Reads take no lock and touch no disk. One write is
 * merged at a time; with synchronous durability many writers share one flush.
 *
 * <p>{@code docs/data-model.md} is the specification of the data, {@code docs/query-language.md} of the queries.
 *
 * @since 0.1
 */
public final class GenosDatabase implements AutoCloseable {

    private static final int PARKED_CAPACITY = 10_000;
    private static final Duration SYNC_TICK = Duration.ofMillis(50);

    private final String name;
    private final Limits limits;
    private final IdStrategy ids;
    private final Guard guard;
    private final Graph graph;
    private final LocalEntries local;
    private final HybridClock clock;
    private final QueryEngine queries;
    private final LiveQueries live;
    private final Journal journal;
    private final WritePath writePath;
    private final Intake intake;
    private final DatabaseThreads threads;
    private final SyncEngine sync;
    private final @Nullable LocalSync localSync;
    private volatile @Nullable Room room;
    private long purgedDay;

    /**
     * Begins the configuration of a database.
     *
     * @param name the database's name, which replicas of one database share
     * @return a builder with defaults for everything else
     */
    public static DatabaseBuilder builder(String name) {
        return new DatabaseBuilder(name);
    }

    /**
     * Opens a database that is never stored.
     *
     * @param name the database's name
     * @return an empty database
     */
    public static GenosDatabase inMemory(String name) {
        return builder(name).open();
    }

    /** Wires the rooms; the builder hands in everything that is of this world: time, randomness, threads, the store. */
    GenosDatabase(DatabaseBuilder builder, EntryFactory entries, Journal journal, DatabaseThreads threads) {
        this.name = builder.name();
        this.limits = builder.limits();
        this.ids = builder.idStrategy();
        this.threads = threads;
        this.journal = journal;
        var stored = new ArrayList<StoredEntry>();
        var parked = new ArrayList<Entry>();
        journal.load(stored::add, parked::add);
        // The guard is asked things at once that depend on the time.
        this.clock = new HybridClock(builder.clock(), journal.highestClock());
        this.guard = builder.guard().guard(new Inside(entries));
        guard.restore(stored.stream().map(StoredEntry::entry).toList());
        this.graph = new Graph(stored.size(), guard::access);
        this.local = new LocalEntries(graph::node, guard, entries, builder.conflictPolicy(), builder.limits());
        this.queries = new QueryEngine(graph, builder.indexes(), threads.indexing());
        this.live = new LiveQueries(queries, threads.listeners());
        this.writePath = new WritePath(guard, graph, queries, journal, live, clock);
        this.intake = new Intake(
                guard,
                graph,
                clock,
                writePath,
                journal,
                new ParkedEntries(PARKED_CAPACITY),
                builder.maxDrift(),
                builder.retentionDays());
        queries.apply(graph.restore(stored));
        var replica = new SyncedReplica(name, journal, graph, clock, writePath, intake);
        this.sync = new SyncEngine(
                replica,
                entries,
                builder.limits(),
                builder.sync(),
                guard.admission(),
                builder.ticker(),
                builder.nonces());
        writePath.log((result, sender) -> replica.merged(result, sender, sync));
        sync.restore(stored, graph.nextSequence() - 1);
        intake.restore(parked);
        this.localSync =
                builder.localSync() && (journal.isStored() || journal.isDetached()) ? localSync(builder) : null;
        // What is stored is judged by the rules of today.
        writePath.passRemote(List.of(), null);
        guard.start();
        maintain();
        threads.every(Duration.ofSeconds(1), this::maintain);
        threads.every(SYNC_TICK, sync::tick);
    }

    private LocalSync localSync(DatabaseBuilder builder) {
        var takeover = new Takeover(graph, clock, writePath, intake, journal);
        var shared = new LocalSync(journal, sync, takeover, builder.ticker(), threads.local());
        if (builder.storage().durability() == Durability.SYNC) {
            writePath.commitElsewhere(shared::awaitDurable);
        }
        return shared;
    }

    /** Meets the other processes of this host that have the same store. */
    void attach() {
        if (localSync != null && !localSync.start()) {
            throw new LockedStoreException(localSync.refusal());
        }
    }

    /** Opens the room, if there is to be one. */
    void meet(@Nullable RoomFactory rooms) {
        if (rooms != null) {
            room = rooms.open(name, sync);
        }
    }

    /** Ends what runs here, after a failure to {@link #attach}; the journal and the threads are the builder's. */
    void abandon() {
        sync.close();
        writePath.close();
        live.close();
        guard.close();
        if (localSync != null) {
            localSync.close();
        }
    }

    /**
     * The database's name.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * What a node may be here, and every entry that is made elsewhere to be merged here.
     *
     * @return the limits
     */
    public Limits limits() {
        return limits;
    }

    /**
     * The identifier of this replica, kept with its store.
     *
     * @return 20 letters and digits
     */
    public String origin() {
        return journal.origin();
    }

    /**
     * Puts a new node, with an identifier made by the id strategy.
     *
     * @param value the node's value
     * @return the identifier
     * @throws io.genosdb.graph.LimitExceededException if the value is too large or nests too deeply
     * @throws io.genosdb.storage.StorageException if the store cannot take the write; nothing is written then
     */
    public String put(JsonObject value) {
        return put(value, idFor(value));
    }

    /**
     * The identifier that {@link #put(JsonObject)} would choose: for those who need it before they write.
     *
     * @param value the node's value
     * @return an identifier made by the id strategy; nothing is written
     */
    public String idFor(JsonObject value) {
        return ids.idFor(value);
    }

    /**
     * Puts a node: makes it, or replaces the whole value of the one that is there. Its edges stay.
     *
     * @param value the node's value
     * @param id the node's identifier
     * @return the identifier
     * @throws io.genosdb.graph.LimitExceededException if the identifier or the value is beyond the limits
     * @throws io.genosdb.storage.StorageException if the store cannot take the write; nothing is written then
     */
    public String put(JsonObject value, String id) {
        writePath.pass(local.put(guard.actor(), id, value, nextVersion()));
        return id;
    }

    /**
     * The node with an identifier. Takes no lock.
     *
     * @param id the identifier
     * @return the newest snapshot, or {@code null} where there is no such node, or not for whoever acts on this thread
     */
    public @Nullable Node get(String id) {
        Node node = graph.node(id);
        return node != null && guard.actor().reader().mayRead(node) ? node : null;
    }

    /**
     * Links two nodes.
     *
     * @param source where the edge begins
     * @param target where it leads
     * @throws NodeNotFoundException if one of them is not there
     * @throws io.genosdb.graph.LimitExceededException if the source has as many edges as a node may have
     */
    public void link(String source, String target) {
        Actor actor = guard.actor();
        local.existing(actor, source);
        local.existing(actor, target);
        local.checkEdges(source, Set.of(target), Set.of());
        writePath.pass(List.of(entry(actor, source, new Slot.Edge(target), JsonBoolean.TRUE)));
    }

    /**
     * Cuts the edge from one node to another.
     *
     * @param source where the edge begins
     * @param target where it leads
     * @throws NodeNotFoundException if one of them is not there
     */
    public void unlink(String source, String target) {
        Actor actor = guard.actor();
        local.existing(actor, source);
        local.existing(actor, target);
        writePath.pass(List.of(entry(actor, source, new Slot.Edge(target), null)));
    }

    /**
     * Removes a node, its edges, and the edges that lead to it.
     *
     * @param id the identifier
     * @return false where there was no such node, and nothing was written
     */
    public boolean remove(String id) {
        Actor actor = guard.actor();
        if (local.visible(actor, id) == null) {
            return false;
        }
        writePath.pass(List.of(entry(actor, id, Slot.TOMBSTONE, null)));
        return true;
    }

    /**
     * Removes every node that is visible at this moment, as one batch.
     *
     * @return how many there were
     */
    public int clear() {
        var batch = new ArrayList<Entry>();
        Actor actor = guard.actor();
        Version version = nextVersion();
        graph.vertices().forEach(vertex -> {
            if (local.visible(actor, vertex.id()) != null) {
                batch.add(local.entry(actor, vertex.id(), Slot.TOMBSTONE, null, version));
            }
            return true;
        });
        if (!batch.isEmpty()) {
            writePath.pass(batch);
        }
        return batch.size();
    }

    /**
     * Writes everything in a batch, or nothing: readers see each node change once, and an expectation that is not met stops
     * the whole of it. To other replicas it is a set of entries like any other, which may arrive apart.
     *
     * @param batch what to write; nothing in it is written where it is empty
     * @return the version that everything in it has, which is the timestamp of every node put or linked in it
     * @throws StaleNodeException if a node is not what the batch expects
     * @throws NodeNotFoundException if an edge begins or leads where no node is, nor is put by the batch
     * @throws io.genosdb.graph.LimitExceededException if something is beyond the limits
     * @throws io.genosdb.storage.StorageException if the store cannot take the write; nothing is written then
     */
    public HybridTimestamp write(WriteBatch batch) {
        Actor actor = guard.actor();
        Version version = nextVersion();
        writePath.pass(
                local.write(actor, batch, version),
                () -> batch.expectations().forEach((id, expected) -> check(actor, id, expected, version)));
        return new HybridTimestamp(version.timestamp());
    }

    private void check(Actor actor, String id, Optional<HybridTimestamp> expected, Version version) {
        Node node = local.visible(actor, id);
        Optional<HybridTimestamp> actual = Optional.ofNullable(node).map(Node::timestamp);
        // A node that came and went since the version was drawn left a removal that dominates it.
        Entry tombstone = graph.entry(new EntryKey(id, Slot.TOMBSTONE));
        boolean dominated = tombstone != null && tombstone.timestamp() >= version.timestamp();
        if (dominated || !actual.equals(expected)) {
            throw new StaleNodeException(id, expected.orElse(null), actual.orElse(null));
        }
    }

    private Entry entry(Actor actor, String id, Slot slot, @Nullable JsonValue payload) {
        return local.entry(actor, id, slot, payload, nextVersion());
    }

    private Version nextVersion() {
        return new Version(clock.tick(), origin());
    }

    /**
     * Runs a query. Takes no lock: each node of the result is one consistent snapshot.
     *
     * @param query the query
     * @return the matching nodes, in the query's order
     * @throws io.genosdb.query.InvalidQueryException if the query's cursor is not in the result and that is an error
     */
    public List<Node> map(Query query) {
        return queries.run(query, guard.actor().reader());
    }

    /**
     * Runs a query and follows its result.
     *
     * @param query the query
     * @param listener gets an {@code initial} event for each node of the result before this method returns, and then every
     *     change, in order, on another thread
     * @return closes the subscription
     */
    public Subscription map(Query query, MapListener listener) {
        return follow(query, guard.actor().reader(), listener);
    }

    private Subscription follow(Query query, Reader reader, MapListener listener) {
        Registration registration = writePath.exclusively(() -> live.register(query, reader, listener));
        return registration.start();
    }

    /**
     * How many nodes a query matches.
     *
     * @param query the query
     * @return the number of nodes
     */
    public long count(Query query) {
        return queries.count(query, guard.actor().reader());
    }

    /**
     * Tells how a query is answered: by which index, from how many candidates.
     *
     * @param query the query, which is run
     * @return the explanation
     */
    public Explanation explain(Query query) {
        return queries.explain(query, guard.actor().reader());
    }

    /**
     * The indexes there are now, those that built themselves included.
     *
     * @return a new list
     */
    public List<IndexStatus> indexes() {
        return queries.indexes();
    }

    /**
     * Merges entries that another replica sent. They pass the {@linkplain #use middleware} first; those too far ahead of
     * this replica's clock are parked until their time comes. Where there is a guard, only what is signed and permitted gets in.
     *
     * @param received the entries, in any order, as often as they may come
     * @throws io.genosdb.guard.ForgedEntryException if one of them is not signed by its author; nothing is merged then
     * @throws io.genosdb.storage.StorageException if the store cannot take them; nothing is merged then
     */
    public void merge(List<Entry> received) {
        intake.receive(received, null);
    }

    /**
     * Visits every entry of the state while nothing changes, whoever may read it: what another replica needs to become equal.
     *
     * @return all entries, in no particular order
     */
    public List<Entry> entries() {
        return writePath.exclusively(() -> {
            var all = new ArrayList<Entry>();
            graph.forEachEntry(all::add);
            return all;
        });
    }

    /**
     * Adds middleware for incoming batches, behind what was added before.
     *
     * @param middleware decides which entries may pass
     */
    public void use(Middleware middleware) {
        intake.use(middleware);
    }

    /**
     * Adds a listener for merges.
     *
     * @param listener hears of every merge that changes something
     * @return removes the listener
     */
    public ListenerRegistration onMerge(MergeListener listener) {
        return writePath.listen(listener);
    }

    /**
     * The sync of this replica with its peers.
     *
     * @return the engine, to which transports bring their links
     */
    public SyncEngine sync() {
        return sync;
    }

    /**
     * Whether this database has a {@linkplain #room() room}.
     *
     * @return true where it was opened with {@link DatabaseBuilder#room}
     */
    public boolean hasRoom() {
        return room != null;
    }

    /**
     * The room where this database meets its peers.
     *
     * @return the room
     * @throws IllegalStateException if the database was opened without {@link DatabaseBuilder#room}
     */
    public Room room() {
        Room opened = room;
        if (opened == null) {
            throw new IllegalStateException(
                    "The database '" + name + "' has no room. Open it with DatabaseBuilder.room(...);"
                            + " in a Spring Boot application add the dependency genosdb-rtc and set genosdb.rtc.enabled=true.");
        }
        return opened;
    }

    /**
     * The digest of the whole state: equal for replicas that hold the same entries. While a batch is merged it is ahead of
     * what reads show.
     *
     * @return the digest
     */
    public Hash256 digest() {
        return graph.digest();
    }

    /**
     * How many nodes there are.
     *
     * @return the number of nodes
     */
    public int size() {
        return graph.vertices().size();
    }

    /**
     * How the database is doing.
     *
     * @return a snapshot
     */
    public DatabaseStatus status() {
        long last = clock.last();
        long lead = Math.max(0, HybridTimestamp.physical(last) - clock.wallMillis());
        return new DatabaseStatus(
                name,
                origin(),
                size(),
                graph.entryCount(),
                digest(),
                new HybridTimestamp(last),
                Duration.ofMillis(lead),
                intake.status(),
                journal.status(),
                live.statistics());
    }

    /** Merges parked entries whose time has come and purges retractions beyond the retention, once a day. */
    void maintain() {
        intake.releaseDue();
        long horizon = intake.horizonDay();
        if (horizon > purgedDay) {
            writePath.purge(horizon);
            purgedDay = horizon;
        }
    }

    /**
     * Waits until every write made so far is on disk; where another process owns the store, until that has acknowledged all.
     *
     * @throws io.genosdb.storage.StorageException if the store fails, or no owner answers
     */
    public void flush() {
        if (localSync != null && journal.isDetached()) {
            localSync.flush();
        } else {
            journal.flush();
        }
    }

    /**
     * Gives disk space back that outdated data takes. May take a while; writes go on meanwhile.
     *
     * @throws io.genosdb.storage.StorageException if the store fails
     */
    public void compact() {
        journal.compact();
    }

    /**
     * Ends live queries, writes everything to disk and closes the store. Reads still answer afterwards, writes do not. Where
     * another process owns the store, everything is handed to it first.
     *
     * @throws io.genosdb.storage.StorageException if not everything could be written; the message says what is missing
     */
    @Override
    public void close() {
        writePath.leave();
        boolean isHandedOver = localSync == null || localSync.leave();
        sync.close();
        Room opened = room;
        if (opened != null) {
            opened.close();
        }
        if (writePath.close()) {
            live.close();
            guard.close();
            try {
                if (localSync != null) {
                    localSync.close();
                }
                journal.close();
            } finally {
                threads.close();
            }
            if (!isHandedOver) {
                throw new StorageException(
                        "the database was closed, and the process that owns its store has not acknowledged"
                                + " all that was written here");
            }
        }
    }

    /** The database as its guard sees it. */
    private final class Inside implements GuardedDatabase {

        private final EntryFactory entries;

        private Inside(EntryFactory entries) {
            this.entries = entries;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public EntryFactory entries() {
            return entries;
        }

        @Override
        public long wallMillis() {
            return clock.wallMillis();
        }

        @Override
        public @Nullable Node node(String id) {
            return graph.node(id);
        }

        @Override
        public List<Node> map(Query query) {
            return queries.run(query, Reader.EVERYTHING);
        }

        @Override
        public Subscription map(Query query, MapListener listener) {
            return follow(query, Reader.EVERYTHING, listener);
        }

        @Override
        public void forEachEntry(Consumer<Entry> visitor) {
            graph.forEachEntry(visitor);
        }

        @Override
        public @Nullable Entry entry(EntryKey key) {
            return graph.entry(key);
        }

        @Override
        public List<Entry> entriesOf(String nodeId) {
            return writePath.exclusively(() -> graph.entriesOf(nodeId));
        }

        @Override
        public HybridTimestamp write(Actor actor, Function<Version, List<SlotWrite>> writes) {
            Version version = nextVersion();
            writePath.pass(writes.apply(version).stream()
                    .map(write -> local.entry(actor, write.nodeId(), write.slot(), write.payload(), version))
                    .toList());
            return new HybridTimestamp(version.timestamp());
        }

        @Override
        public Version nextVersion() {
            return GenosDatabase.this.nextVersion();
        }

        @Override
        public void submit(List<Entry> signed) {
            intake.submit(signed);
        }

        @Override
        public void readersChanged(List<String> addresses) {
            sync.readersChanged(addresses);
            writePath.exclusively(() -> {
                live.readAnew();
                return null;
            });
        }

        @Override
        public void every(Duration interval, Runnable task) {
            threads.every(interval, task);
        }

        @Override
        public void execute(Runnable task) {
            threads.listeners().execute(task);
        }
    }
}
