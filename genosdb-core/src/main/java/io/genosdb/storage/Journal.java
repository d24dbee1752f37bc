package io.genosdb.storage;

import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.StoredEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entries of one database on disk.
 *
 * <p><b>Algorithm.</b> {@link #append} only queues. A <em>flush</em> takes all that is queued, keeps the last change of
 * every key, and writes it to the engine as one atomic batch, forced to the device, together with the clock. A flush begins
 * at the latest one save delay after the first append that waits for it. What the disk refuses stays queued, in order, and
 * is tried again with growing delays.
 *
 * <p><b>Concurrency.</b> One flush runs at a time. Whoever needs a write on disk and finds no flush running leads one,
 * for everybody; whoever finds one running waits for its end and then either is done or leads the next. So writers that
 * wait together share a forced write (group commit), and no thread but the callers' is needed, except the executor's for
 * the save delay. {@link #append} is for one writer at a time, under the database's writer lock, and never waits for the
 * disk; {@link #awaitCapacity}, before that lock, and {@link #commit}, after it, do. All methods may be called by any thread.
 *
 * <p><b>Guarantees.</b> After {@link #awaitDurable} an append survives a kill and a loss of power. Otherwise, after a
 * crash, it is lost at most if it was made less than the save delay, and the time of the flush that was running, ago; of
 * the appends, in their order, a beginning is there, each whole. {@link #close} writes everything. Nothing is lost in
 * silence: a write that is not on disk when it should be is an exception, and {@link #status} says why.
 *
 * @since 0.1
 */
public final class Journal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final int ENTRIES_PER_BATCH = 1 << 16;
    private static final long LONGEST_RETRY_MILLIS = 5_000;
    private static final int MOST_DOUBLINGS = 10;
    private static final long OWNER_IS_SILENT_AT_MOST_NANOS = 2_000_000_000L;
    private static final long OWNER_IS_ASKED_AGAIN_AFTER_NANOS = 5_000_000L;

    private final StorageOptions options;
    private final ScheduledExecutorService executor;
    private final InstantSource clock;
    private final StoreOpening opening;
    private final String origin;
    private volatile @Nullable Store store;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition flushEnded = lock.newCondition();

    // All below is guarded by the lock.
    private List<Change> queued = new ArrayList<>();
    private final List<Change> inFlight = new ArrayList<>();
    private long pendingEntries;
    private long highestClock;
    private long lastEqual;
    private long lastTicket;
    private long durableTicket;
    private long failedTicket;
    private int failuresInARow;
    private long failedFlushes;
    private long flushes;
    private Duration flushTime = Duration.ZERO;
    private long flushedEntries;
    private @Nullable Instant lastFlush;
    private @Nullable StorageException failure;
    private boolean flushing;
    private boolean scheduled;
    private @Nullable Future<?> nextFlush;
    private boolean closed;
    private boolean storeClosed;
    private @Nullable String fallback;
    private volatile boolean detached;
    private @Nullable String trouble;

    private Journal(StoreOpening opening, ScheduledExecutorService executor, String origin) {
        this.opening = opening;
        this.options = opening.options();
        this.clock = opening.clock();
        this.executor = executor;
        this.origin = origin;
    }

    /**
     * Opens the store of a database, or makes one. Damage is repaired as far as it can be: {@link #status} tells.
     *
     * @param options where and how
     * @param database the database's name
     * @param executor runs the delayed flushes; one thread is enough. The caller shuts it down, after {@link #close}
     * @param clock the time of day, for what is shown
     * @param random for the replica's identifier and for encryption
     * @return the journal
     * @throws LockedStoreException if the directory is in use
     * @throws WrongPasswordException if the password does not open the store, is missing, or is one too many
     * @throws UnsupportedFormatException if a release with another format made the store
     * @throws CorruptStoreException if nothing of a damaged store could be saved, or the files are not a store
     * @throws StorageException if the file system refuses, the engine asked for cannot be used, or the directory holds
     *     another database
     */
    public static Journal open(
            StorageOptions options,
            String database,
            ScheduledExecutorService executor,
            InstantSource clock,
            SecureRandom random) {
        return open(options, database, executor, clock, random, options.providers());
    }

    static Journal open(
            StorageOptions options,
            String database,
            ScheduledExecutorService executor,
            InstantSource clock,
            SecureRandom random,
            List<StorageProvider> providers) {
        var opening = new StoreOpening(options, database, clock, random, providers);
        if (opening.isMemory()) {
            return new Journal(opening, executor, Store.newOrigin(random));
        }
        return open(opening, executor, StoreDirectory.lock(opening.path(), false));
    }

    private static Journal open(StoreOpening opening, ScheduledExecutorService executor, StoreDirectory directory) {
        StoreOpening.Opened opened = opening.open(directory);
        Store store = opened.store();
        var journal =
                new Journal(opening, executor, store == null ? Store.newOrigin(opening.random()) : store.origin());
        journal.fallback = opened.fallback();
        if (store != null) {
            journal.store = store;
            journal.highestClock = store.highestClock();
            journal.lastEqual = store.lastEqual();
        }
        return journal;
    }

    /**
     * Opens the store of a database as {@link #open} does; where another process, or another database of this one, has it open
     * and takes others, the journal is <em>detached</em>: a replica of its own, in memory, until {@link #claim} and {@link #own}
     * give it the store.
     *
     * @param options where and how
     * @param database the database's name
     * @param executor runs the delayed flushes; one thread is enough. The caller shuts it down, after {@link #close}
     * @param clock the time of day, for what is shown
     * @param random for the replica's identifier and for encryption
     * @return the journal
     * @throws LockedStoreException if the directory is in use by one that takes no others
     * @throws StorageException as {@link #open}; also for a detached journal, if database or password are not those of the store
     */
    public static Journal openShared(
            StorageOptions options,
            String database,
            ScheduledExecutorService executor,
            InstantSource clock,
            SecureRandom random) {
        var opening = new StoreOpening(options, database, clock, random, options.providers());
        if (opening.isMemory()) {
            return new Journal(opening, executor, Store.newOrigin(random));
        }
        long deadline = System.nanoTime() + OWNER_IS_SILENT_AT_MOST_NANOS;
        while (true) {
            StoreDirectory directory;
            try {
                directory = StoreDirectory.lock(opening.path(), true);
            } catch (LockedStoreException e) {
                Optional<StoreOwner> owner = StoreDirectory.ownerOf(opening.path());
                if (owner.isPresent() && owner.get().socket() != null) {
                    return detached(opening, executor);
                }
                // One that is just opening or closing the store says nothing for a moment.
                if (owner.isPresent() || System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(OWNER_IS_ASKED_AGAIN_AFTER_NANOS);
                continue;
            }
            return open(opening, executor, directory);
        }
    }

    private static Journal detached(StoreOpening opening, ScheduledExecutorService executor) {
        opening.check();
        var journal = new Journal(opening, executor, Store.newOrigin(opening.random()));
        journal.detached = true;
        return journal;
    }

    /**
     * Whether another owner has the store.
     *
     * @return true until {@link #own}, for a journal that {@link #openShared} has opened so
     */
    public boolean isDetached() {
        return detached;
    }

    /**
     * Whether there is a store that this journal writes.
     *
     * @return false in memory, and while detached
     */
    public boolean isStored() {
        return store != null;
    }

    /**
     * Who has the store open, as far as it says so.
     *
     * @return the owner, this journal itself included
     */
    public Optional<StoreOwner> owner() {
        return opening.isMemory() ? Optional.empty() : StoreDirectory.ownerOf(opening.path());
    }

    /**
     * Tells other processes where the owner takes them.
     *
     * @param socket a Unix domain socket, or {@code null} where they are not taken
     * @throws StorageException if that cannot be written
     */
    public void announce(@Nullable Path socket) {
        exclusively(open -> open.announce(socket));
    }

    /**
     * Opens the store, if its owner has ended. For a detached journal, by one thread at a time.
     *
     * @return the store, to be read; {@code null} while another owner has it
     * @throws StorageException as {@link #open}
     */
    public @Nullable StoreClaim claim() {
        StoreDirectory directory;
        try {
            directory = StoreDirectory.lock(opening.path(), true);
        } catch (LockedStoreException e) {
            LOG.debug("Still locked", e);
            return null;
        }
        return opening.claim(directory, origin);
    }

    /**
     * Makes a claimed store this journal's: what is appended from now on is written to it. The caller appends everything anew,
     * since what is stored has places that another replica counted.
     *
     * @param claim from {@link #claim}
     * @throws StorageException if the journal is closed
     */
    public void own(StoreClaim claim) {
        lock.lock();
        try {
            if (closed) {
                throw new StorageException("the journal is closed; it takes no store any more");
            }
            highestClock = Math.max(highestClock, claim.highestClock());
            lastEqual = Math.max(lastEqual, claim.lastEqual());
            fallback = claim.fallback();
            store = claim.take();
            detached = false;
            trouble = null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Says how a detached journal stands to the store, for {@link #status}.
     *
     * @param standing in words, for people
     * @param warning what an operator should look at, or {@code null}
     */
    public void describe(String standing, @Nullable String warning) {
        lock.lock();
        try {
            if (detached) {
                fallback = standing;
                trouble = warning;
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * The identifier of this replica, made together with its store.
     *
     * @return 20 letters and digits
     */
    public String origin() {
        return origin;
    }

    /**
     * The highest clock reading that was appended, also before a restart.
     *
     * @return the packed {@link io.genosdb.clock.HybridTimestamp}, or 0
     */
    public long highestClock() {
        lock.lock();
        try {
            return highestClock;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads everything that is stored, in no particular order; before the first {@link #append}. After damage that was found
     * only on the way, an entry may come twice.
     *
     * @param entries gets the entries of the state
     * @param parked gets the parked entries
     * @throws StorageException if the store cannot be read
     */
    public void load(Consumer<StoredEntry> entries, Consumer<Entry> parked) {
        exclusively(open -> {
            try {
                open.load(entries, parked);
            } catch (IOException e) {
                throw new StorageException("the store cannot be read: " + e, e);
            }
        });
    }

    /**
     * Queues what a merge has changed. Never waits for the disk, and takes more than {@link StorageOptions#maxPending} rather
     * than lose what is merged already.
     *
     * @param stored the entries to write; not changed afterwards
     * @param forgotten the keys to delete; not changed afterwards
     * @param clockReading the database's clock, packed
     * @return a ticket for {@link #commit} and {@link #awaitDurable}
     * @throws StorageException if the journal is closed
     */
    public long append(List<StoredEntry> stored, List<EntryKey> forgotten, long clockReading) {
        return enqueue(Change.of(stored, forgotten), clockReading);
    }

    /**
     * Queues entries that are kept apart from the state, as their time has not come.
     *
     * @param entries the entries
     * @return a ticket
     * @throws StorageException if the journal is closed
     */
    public long appendParked(List<Entry> entries) {
        return enqueue(new Change(List.of(), List.of(), entries, List.of()), 0);
    }

    /**
     * Queues that entries are no longer parked. Call it after {@link #append} of what became of them: after a crash in
     * between they are parked still, and merging them once more does no harm.
     *
     * @param entries the entries; no error where one is not parked
     * @return a ticket
     * @throws StorageException if the journal is closed
     */
    public long removeParked(List<Entry> entries) {
        return enqueue(new Change(List.of(), List.of(), List.of(), entries), 0);
    }

    private long enqueue(Change change, long clockReading) {
        lock.lock();
        try {
            if (closed) {
                throw new StorageException("the journal is closed; nothing can be written any more");
            }
            highestClock = Math.max(highestClock, clockReading);
            if (store == null || change.size() == 0) {
                return lastTicket;
            }
            return queue(change);
        } finally {
            lock.unlock();
        }
    }

    private long queue(Change change) {
        queued.add(change);
        pendingEntries += change.size();
        if (!scheduled) {
            schedule(options.saveDelay().toMillis());
        }
        return ++lastTicket;
    }

    /**
     * When the replica was last proved equal with another one, also before a restart; then to the day.
     *
     * @return milliseconds since 1970, or 0
     */
    public long lastEqual() {
        lock.lock();
        try {
            return lastEqual;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Remembers that the replica was proved equal with another one. Written with the next batch, and on its own once a day.
     *
     * @param millis when, in milliseconds since 1970
     */
    public void provedEqual(long millis) {
        lock.lock();
        try {
            boolean isAnotherDay = TimeUnit.MILLISECONDS.toDays(millis) > TimeUnit.MILLISECONDS.toDays(lastEqual);
            lastEqual = Math.max(lastEqual, millis);
            if (isAnotherDay && store != null && !closed) {
                queue(Change.of(List.of(), List.of()));
            }
        } finally {
            lock.unlock();
        }
    }

    private void schedule(long delayMillis) {
        try {
            nextFlush = executor.schedule(this::flushScheduled, delayMillis, TimeUnit.MILLISECONDS);
            scheduled = true;
        } catch (RejectedExecutionException e) {
            LOG.warn("The executor of the journal takes no tasks, so entries wait for an explicit flush or close");
        }
    }

    private void flushScheduled() {
        long ticket;
        lock.lock();
        try {
            scheduled = false;
            ticket = closed ? durableTicket : lastTicket;
        } finally {
            lock.unlock();
        }
        try {
            awaitDurable(ticket);
        } catch (StorageException e) {
            LOG.debug("A flush failed and will be tried again", e);
        }
    }

    /**
     * Waits until a write may be acknowledged: until it is on disk with {@link Durability#SYNC}, not at all with
     * {@link Durability#ASYNC}.
     *
     * @param ticket what {@link #append} returned
     * @throws StorageException as {@link #awaitDurable}
     */
    public void commit(long ticket) {
        if (options.durability() == Durability.SYNC) {
            awaitDurable(ticket);
        }
    }

    /**
     * Waits until an append, and every one before it, is on disk. Not interruptible; an interrupt is kept.
     *
     * @param ticket what {@link #append} returned
     * @throws StorageException if the disk refuses. The append stays queued and is tried again, so it may still become durable
     */
    public void awaitDurable(long ticket) {
        lock.lock();
        try {
            long failuresBefore = failedFlushes;
            while (durableTicket < ticket) {
                if (flushing) {
                    flushEnded.awaitUninterruptibly();
                } else {
                    leadFlush();
                }
                StorageException refused = failure;
                if (failedFlushes > failuresBefore && failedTicket >= ticket && refused != null) {
                    throw new StorageException("the write is not on disk yet: " + refused.getMessage(), refused);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until there is room for another append. To be called before the writer lock is taken.
     *
     * @throws StorageException if there is none because the disk refuses, or the journal is closed
     */
    public void awaitCapacity() {
        lock.lock();
        try {
            while (pendingEntries >= options.maxPending()) {
                if (closed) {
                    throw new StorageException("the journal is closed; nothing can be written any more");
                }
                StorageException refused = failure;
                if (refused != null) {
                    throw new StorageException(
                            "no more writes are taken: " + pendingEntries + " entries wait for the disk, which fails: "
                                    + refused.getMessage(),
                            refused);
                }
                if (flushing) {
                    flushEnded.awaitUninterruptibly();
                } else {
                    leadFlush();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets the writers that the last flush released queue their next write, as long as some come: otherwise the first of them
     * flushes alone, and the others wait for the flush after.
     */
    @SuppressWarnings("ThreadPriorityCheck") // Only throughput depends on it.
    private void gather() {
        int before;
        do {
            before = queued.size();
            lock.unlock();
            try {
                Thread.yield();
            } finally {
                lock.lock();
            }
        } while (queued.size() > before);
    }

    /** Flushes what is queued. Called with the lock, which it gives back for as long as it writes. */
    private void leadFlush() {
        if (storeClosed) {
            throw new StorageException("the journal was closed without " + pendingEntries + " entries");
        }
        flushing = true;
        try {
            gather();
            inFlight.addAll(queued);
            queued = new ArrayList<>();
            while (!inFlight.isEmpty()) {
                flushBatch();
            }
        } finally {
            flushing = false;
            flushEnded.signalAll();
        }
    }

    private void flushBatch() {
        List<Change> changes = firstBatch();
        long reading = highestClock;
        long equal = lastEqual;
        StorageException refused = null;
        lock.unlock();
        Instant began = clock.instant();
        try {
            write(changes, reading, equal);
        } catch (StorageException e) {
            refused = e;
        } catch (RuntimeException | OutOfMemoryError e) {
            refused = new StorageException("entries cannot be written: " + e, e);
        } finally {
            lock.lock();
        }
        if (refused == null) {
            succeeded(changes, began);
        } else {
            failed(refused);
        }
    }

    /** As many whole changes as make a batch of bounded size. */
    private List<Change> firstBatch() {
        int entries = 0;
        int count = 0;
        while (count < inFlight.size() && (count == 0 || entries < ENTRIES_PER_BATCH)) {
            entries += inFlight.get(count).size();
            count++;
        }
        return List.copyOf(inFlight.subList(0, count));
    }

    private void write(List<Change> changes, long reading, long equal) {
        var builder = new BatchBuilder();
        changes.forEach(builder::add);
        Store open = Objects.requireNonNull(store);
        open.write(builder.build(open.records()), reading, equal);
    }

    private void succeeded(List<Change> changes, Instant began) {
        inFlight.subList(0, changes.size()).clear();
        durableTicket += changes.size();
        for (Change change : changes) {
            pendingEntries -= change.size();
            flushedEntries += change.size();
        }
        flushes++;
        Instant now = clock.instant();
        lastFlush = now;
        // A wall clock that is set back meanwhile takes nothing off.
        flushTime = flushTime.plus(now.isAfter(began) ? Duration.between(began, now) : Duration.ZERO);
        if (failure != null) {
            LOG.info("The store can be written again");
            failure = null;
            failuresInARow = 0;
        }
        flushEnded.signalAll();
    }

    /** Ends the flush: what is left goes back to the front of the queue. */
    private void failed(StorageException refused) {
        if (failure == null) {
            LOG.warn(
                    "The store cannot be written; entries wait in memory and are tried again: {}",
                    refused.getMessage());
        }
        failure = refused;
        failedFlushes++;
        failedTicket = durableTicket + inFlight.size();
        inFlight.addAll(queued);
        queued = new ArrayList<>(inFlight);
        inFlight.clear();
        if (!scheduled && !closed) {
            long delay = options.saveDelay().toMillis() << Math.min(failuresInARow, MOST_DOUBLINGS);
            schedule(Math.min(delay, LONGEST_RETRY_MILLIS));
        }
        failuresInARow++;
    }

    /**
     * Writes everything that is queued, and returns when it is on disk.
     *
     * @throws StorageException as {@link #awaitDurable}
     */
    public void flush() {
        long ticket;
        lock.lock();
        try {
            ticket = lastTicket;
        } finally {
            lock.unlock();
        }
        awaitDurable(ticket);
    }

    /**
     * Gives back disk space that holds nothing any more. Writes wait meanwhile, appends do not.
     *
     * @throws StorageException if the disk refuses, or the journal is closed
     */
    public void compact() {
        exclusively(Store::compact);
    }

    /** Runs with the store in place of a flush. */
    private void exclusively(Consumer<Store> operation) {
        Store open = store;
        if (open == null) {
            return;
        }
        lock.lock();
        try {
            while (flushing) {
                flushEnded.awaitUninterruptibly();
            }
            if (closed) {
                throw new StorageException("the journal is closed");
            }
            flushing = true;
        } finally {
            lock.unlock();
        }
        try {
            operation.accept(open);
        } finally {
            endFlush();
        }
    }

    private void endFlush() {
        lock.lock();
        try {
            flushing = false;
            flushEnded.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * How the store is doing; also after {@link #close}.
     *
     * @return a snapshot
     */
    public StorageStatus status() {
        lock.lock();
        try {
            Store open = store;
            Recovery recovery = open == null ? null : open.recovery();
            return new StorageStatus(
                    open == null ? StorageType.MEMORY : open.type(),
                    open == null && !detached ? null : options.directory(),
                    open != null && open.isEncrypted(),
                    options.durability(),
                    fallback,
                    warnings(recovery),
                    recovery,
                    pendingEntries,
                    flushes,
                    flushedEntries,
                    flushTime,
                    failedFlushes,
                    lastFlush,
                    failure == null ? null : failure.getMessage(),
                    open == null ? 0 : open.size(),
                    closed);
        } finally {
            lock.unlock();
        }
    }

    private List<String> warnings(@Nullable Recovery recovery) {
        var warnings = new ArrayList<String>();
        if (trouble != null) {
            warnings.add(trouble);
        }
        if (store == null && !detached) {
            warnings.add("entries are kept in memory only and are gone when the process ends"
                    + (fallback == null ? "" : ": " + fallback));
        }
        if (failure != null) {
            warnings.add(pendingEntries + " entries wait for the disk, which fails: " + failure.getMessage());
        }
        if (recovery != null && recovery.lost() != 0) {
            warnings.add("the store was damaged, and entries were lost: " + recovery.reason());
        }
        return List.copyOf(warnings);
    }

    /**
     * Writes everything and closes the store. Idempotent.
     *
     * @throws StorageException if the disk refused to the last, with the number of entries that are not on it; the store is
     *     closed nevertheless
     */
    @Override
    public void close() {
        long ticket;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            ticket = lastTicket;
            if (nextFlush != null) {
                nextFlush.cancel(false);
            }
        } finally {
            lock.unlock();
        }
        Store open = store;
        if (open == null) {
            return;
        }
        try {
            flushForGood(ticket);
        } finally {
            endFlushes();
            open.close();
        }
    }

    private void flushForGood(long ticket) {
        try {
            awaitDurable(ticket);
        } catch (StorageException first) {
            // Once more: the engine opens its files anew after a failure, and there is no later attempt.
            try {
                awaitDurable(ticket);
            } catch (StorageException e) {
                throw new StorageException(
                        "the store was closed without " + status().pending() + " entries: " + e.getMessage(), e);
            }
        }
    }

    private void endFlushes() {
        lock.lock();
        try {
            while (flushing) {
                flushEnded.awaitUninterruptibly();
            }
            storeClosed = true;
        } finally {
            lock.unlock();
        }
    }
}
