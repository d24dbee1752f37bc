package io.genosdb;

import io.genosdb.graph.ConflictPolicy;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.Limits;
import io.genosdb.guard.Guard;
import io.genosdb.guard.GuardFactory;
import io.genosdb.query.IndexDefinition;
import io.genosdb.query.IndexOptions;
import io.genosdb.room.RoomFactory;
import io.genosdb.storage.Journal;
import io.genosdb.storage.StorageOptions;
import io.genosdb.sync.SyncOptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a {@link GenosDatabase}. Everything has a default, except that a store needs a directory: without
 * {@link #storage} the database lives in memory. Not thread-safe.
 *
 * @since 0.1
 */
public final class DatabaseBuilder {

    private static final int LONGEST_NAME = 128;

    private final String name;
    private StorageOptions storage = StorageOptions.inMemory();
    private Limits limits = Limits.DEFAULTS;
    private ConflictPolicy conflictPolicy = ConflictPolicy.LAST_WRITER_WINS;
    private @Nullable IdStrategy idStrategy;
    private InstantSource clock = InstantSource.system();
    private SecureRandom random = new SecureRandom();
    private Duration maxDrift = Duration.ofHours(2);
    private Duration retention = Duration.ofDays(30);
    private IndexOptions indexes = IndexOptions.DEFAULTS;
    private SyncOptions sync = SyncOptions.DEFAULTS;
    private boolean localSync = true;
    private @Nullable RoomFactory room;
    private GuardFactory guard = database -> Guard.NONE;
    private LongSupplier ticker = () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    private Function<String, DatabaseThreads> threads = DatabaseThreads::new;

    DatabaseBuilder(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "a database's name has 1 to " + LONGEST_NAME + " characters, not " + name.length());
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a database's name has no control characters");
        }
        this.name = name;
    }

    /**
     * Where and how the database is stored.
     *
     * @param options the storage options
     * @return this builder
     */
    public DatabaseBuilder storage(StorageOptions options) {
        this.storage = options;
        return this;
    }

    /**
     * What a node may be. All replicas of a database need the same limits.
     *
     * @param bounds the limits; {@link Limits#DEFAULTS} by default
     * @return this builder
     */
    public DatabaseBuilder limits(Limits bounds) {
        this.limits = bounds;
        return this;
    }

    /**
     * How finely concurrent writes of one node are told apart.
     *
     * @param policy the policy; {@link ConflictPolicy#LAST_WRITER_WINS} by default
     * @return this builder
     */
    public DatabaseBuilder conflictPolicy(ConflictPolicy policy) {
        this.conflictPolicy = policy;
        return this;
    }

    /**
     * How identifiers are made for nodes that are put without one.
     *
     * @param strategy the strategy; time-ordered UUIDs by default
     * @return this builder
     */
    public DatabaseBuilder idStrategy(IdStrategy strategy) {
        this.idStrategy = strategy;
        return this;
    }

    /**
     * The wall clock.
     *
     * @param source the time of day; the system's by default
     * @return this builder
     */
    public DatabaseBuilder clock(InstantSource source) {
        this.clock = source;
        return this;
    }

    /**
     * The source of random identifiers.
     *
     * @param source random numbers, for identifiers and for encryption; thread-safe
     * @return this builder
     */
    public DatabaseBuilder random(SecureRandom source) {
        this.random = source;
        return this;
    }

    /**
     * How far ahead of this replica's wall clock an entry may be to be merged at once; others are parked.
     *
     * @param duration zero or more; 2 hours by default
     * @return this builder
     */
    public DatabaseBuilder maxDrift(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("the drift must not be negative: " + duration);
        }
        this.maxDrift = duration;
        return this;
    }

    /**
     * How long retractions (tombstones, cut edges) are kept, in whole days.
     *
     * @param duration at least a day; 30 days by default
     * @return this builder
     */
    public DatabaseBuilder retention(Duration duration) {
        if (duration.toDays() < 1) {
            throw new IllegalArgumentException("retractions are kept for a day at least, not " + duration);
        }
        this.retention = duration;
        return this;
    }

    /**
     * Which indexes there are, and whether more may build themselves.
     *
     * @param options the options
     * @return this builder
     */
    public DatabaseBuilder indexes(IndexOptions options) {
        this.indexes = options;
        return this;
    }

    /**
     * Declares indexes beside those of the {@linkplain #indexes options}, whose other settings stay.
     *
     * @param definitions the indexes; those that are declared already are not built twice
     * @return this builder
     */
    public DatabaseBuilder declareIndexes(Collection<IndexDefinition> definitions) {
        var declared = new LinkedHashSet<>(indexes.declared());
        declared.addAll(definitions);
        this.indexes = new IndexOptions(
                List.copyOf(declared), indexes.automatic(), indexes.maxAutomaticBytes(), indexes.expensiveRuns());
        return this;
    }

    /**
     * The clock for intervals, which never goes back.
     *
     * @param millis milliseconds since anything; the system's by default
     * @return this builder
     */
    public DatabaseBuilder ticker(LongSupplier millis) {
        this.ticker = millis;
        return this;
    }

    /**
     * How the database syncs with its peers.
     *
     * @param options the options; {@link SyncOptions#DEFAULTS} by default
     * @return this builder
     */
    public DatabaseBuilder sync(SyncOptions options) {
        this.sync = options;
        return this;
    }

    /** What runs beside the callers, made from the database's name; threads of its own by default. */
    DatabaseBuilder threads(Function<String, DatabaseThreads> factory) {
        this.threads = factory;
        return this;
    }

    /**
     * Whether several processes of one host share the store: the first owns the files, later ones attach to it, and when it ends
     * another takes over. Without it a store that is open elsewhere is refused.
     *
     * @param shared true by default; of no meaning in memory
     * @return this builder
     */
    public DatabaseBuilder localSync(boolean shared) {
        this.localSync = shared;
        return this;
    }

    /**
     * Where the database meets its peers.
     *
     * @param factory makes the room when the database is open; none by default
     * @return this builder
     */
    public DatabaseBuilder room(RoomFactory factory) {
        this.room = factory;
        return this;
    }

    /**
     * Who decides what is let in, and who may read what.
     *
     * @param factory makes the guard when the database is opened; without one the database trusts whoever reaches it
     * @return this builder
     */
    public DatabaseBuilder guard(GuardFactory factory) {
        this.guard = factory;
        return this;
    }

    /**
     * Opens the database and reads its store, or attaches to the process that has it open and reads from there.
     *
     * @return the open database
     * @throws io.genosdb.storage.StorageException if the store cannot be opened: locked, damaged beyond use, of another
     *     format, another password. The subclass and the message say which, and what to do
     */
    public GenosDatabase open() {
        DatabaseThreads running = threads.apply(name);
        Journal journal = null;
        GenosDatabase database = null;
        try {
            var entries = new EntryFactory(name, limits);
            journal = localSync
                    ? Journal.openShared(storage, name, running.journal(), clock, random)
                    : Journal.open(storage, name, running.journal(), clock, random);
            database = new GenosDatabase(this, entries, journal, running);
            database.attach();
            database.meet(room);
            return database;
        } catch (RuntimeException | Error e) {
            abandon(database, journal, running, e);
            throw e;
        }
    }

    /** Closes what was opened, one after the other, whatever else fails. */
    private static void abandon(
            @Nullable GenosDatabase database, @Nullable Journal journal, DatabaseThreads running, Throwable cause) {
        try (running;
                journal) {
            if (database != null) {
                database.abandon();
            }
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    String name() {
        return name;
    }

    Limits limits() {
        return limits;
    }

    ConflictPolicy conflictPolicy() {
        return conflictPolicy;
    }

    IdStrategy idStrategy() {
        return idStrategy == null ? IdStrategy.timeOrderedUuid(random) : idStrategy;
    }

    InstantSource clock() {
        return clock;
    }

    Duration maxDrift() {
        return maxDrift;
    }

    long retentionDays() {
        return retention.toDays();
    }

    IndexOptions indexes() {
        return indexes;
    }

    GuardFactory guard() {
        return guard;
    }

    LongSupplier ticker() {
        return ticker;
    }

    /** Random numbers that nobody can foresee, for the proof of the shared secret. */
    Supplier<Hash256> nonces() {
        SecureRandom source = random;
        return () -> {
            var bytes = new byte[Hash256.BYTES];
            source.nextBytes(bytes);
            return Hash256.of(bytes);
        };
    }

    SyncOptions sync() {
        return sync;
    }

    boolean localSync() {
        return localSync;
    }

    StorageOptions storage() {
        return storage;
    }
}
