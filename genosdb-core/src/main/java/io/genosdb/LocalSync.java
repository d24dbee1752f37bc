package io.genosdb;

import io.genosdb.Succession.State;
import io.genosdb.storage.Journal;
import io.genosdb.storage.StorageException;
import io.genosdb.storage.StoreClaim;
import io.genosdb.storage.StoreOwner;
import io.genosdb.sync.Link;
import io.genosdb.sync.PeerConnection;
import io.genosdb.sync.SyncEngine;
import io.genosdb.sync.SyncEvent;
import io.genosdb.sync.transport.LocalPeers;
import io.genosdb.sync.wire.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several processes of one host with one store: the first owns the files and takes the others at a socket beside them; when it
 * ends, however it ends, one of the others takes the store over ({@link Takeover}). {@link Succession} decides, this class acts.
 * Thread-safe.
 */
final class LocalSync implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(LocalSync.class);

    /** How long an attached database waits for a sign of progress from the owner, when it is opened or closed. */
    private static final long PATIENCE_MILLIS = 30_000;

    /** Peers tell what they have merged only now and then. */
    private static final long LOOK_MILLIS = 5;

    /** What another attempt will not change. */
    private static final Set<ErrorCode> HOPELESS = EnumSet.of(
            ErrorCode.VERSION,
            ErrorCode.DATABASE,
            ErrorCode.SECRET,
            ErrorCode.SELF,
            ErrorCode.IDENTITY,
            ErrorCode.POLICY);

    private final Journal journal;
    private final SyncEngine engine;
    private final Takeover takeover;
    private final LocalPeers peers;
    private final LongSupplier ticker;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // All below is guarded by the lock.
    private final Succession succession;
    private boolean isTakingOver;
    private boolean isCaughtUp;
    private boolean leaving;
    private boolean closed;
    private long lastProgress;
    private @Nullable PeerConnection owner;
    private @Nullable ErrorCode refusal;

    LocalSync(Journal journal, SyncEngine engine, Takeover takeover, LongSupplier ticker, ThreadFactory threads) {
        this.journal = journal;
        this.engine = engine;
        this.takeover = takeover;
        this.ticker = ticker;
        this.lastProgress = ticker.getAsLong();
        this.succession = new Succession(journal.isStored());
        this.peers = LocalPeers.of(this::connect, threads);
        this.thread = threads.newThread(this::run);
    }

    private long now() {
        return ticker.getAsLong();
    }

    /**
     * Takes others where this process owns the store; otherwise attaches to the owner, or becomes it, and returns when that is
     * done and everything is here that the owner has.
     *
     * @return false where the owner does not let this process in, or does not answer
     */
    boolean start() {
        if (journal.isStored()) {
            serve();
            return true;
        }
        engine.listen(this::heard);
        thread.start();
        return await(() -> succession.state() == State.OWNER || isCaughtUp || isHopeless()) && !isHopeless();
    }

    /** Why {@link #start} gave up. */
    String refusal() {
        String process = journal.owner().map(StoreOwner::process).orElse("another process");
        lock.lock();
        try {
            return "the store is open in " + process + ", which "
                    + (refusal == null ? "does not answer" : "ended the connection (" + refusal + ")")
                    + "; processes that share a store need the same genosdb.name, genosdb.sync.secret and genosdb.security."
                    + " Otherwise close it there, or give this database a directory of its own";
        } finally {
            lock.unlock();
        }
    }

    private boolean isHopeless() {
        lock.lock();
        try {
            return refusal != null && HOPELESS.contains(refusal);
        } finally {
            lock.unlock();
        }
    }

    /** Waits, as long as something still happens. Not interruptible; an interrupt is kept. */
    private boolean await(BooleanSupplier check) {
        boolean isInterrupted = false;
        lock.lock();
        try {
            long began = now();
            while (!check.getAsBoolean()) {
                if (!isTakingOver && now() - Math.max(began, lastProgress) > PATIENCE_MILLIS) {
                    return false;
                }
                try {
                    changed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
            return true;
        } finally {
            lock.unlock();
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void heard(SyncEvent event) {
        lock.lock();
        try {
            if (owner != null && owner.origin().equals(event.peer())) {
                lastProgress = now();
                if (event instanceof SyncEvent.CaughtUp || event instanceof SyncEvent.ProvedEqual) {
                    isCaughtUp = true;
                    changed.signalAll();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Before the link carries anything, so that it is known here before it can be lost. */
    private PeerConnection connect(Link link) {
        PeerConnection connection = engine.connect(link);
        if (link.isOutgoing()) {
            lock.lock();
            try {
                owner = connection;
                succession.attached(now());
            } finally {
                lock.unlock();
            }
        }
        return connection;
    }

    private void run() {
        for (Succession.Step step = awaitStep(); step != Succession.Step.REST; step = awaitStep()) {
            try {
                if (step == Succession.Step.CLAIM) {
                    claim();
                } else {
                    dial();
                }
            } catch (RuntimeException | Error e) {
                logger.warn("Seeking the owner of the store failed; it is tried again", e);
                failed("seeking the owner of the store failed: " + e);
            }
        }
    }

    /** The next thing to do, or to rest for good. */
    private Succession.Step awaitStep() {
        lock.lock();
        try {
            Succession.Step step = Succession.Step.REST;
            while (!leaving && !closed && succession.state() != State.OWNER && step == Succession.Step.REST) {
                step = succession.next(now());
                if (step == Succession.Step.REST) {
                    // An owner that is lost wakes this thread.
                    long now = now();
                    long until = Math.min(succession.restUntil(), now + PATIENCE_MILLIS);
                    changed.await(Math.max(1, until - now), TimeUnit.MILLISECONDS);
                }
            }
            return step;
        } catch (InterruptedException e) {
            return Succession.Step.REST;
        } finally {
            lock.unlock();
        }
    }

    private void claim() {
        takingOver(true);
        try (StoreClaim claim = journal.claim()) {
            if (claim == null) {
                lock.lock();
                try {
                    succession.claimRefused();
                } finally {
                    lock.unlock();
                }
                return;
            }
            takeOver(claim);
        } catch (StorageException e) {
            logger.warn("The store has no owner, and this process cannot take it over; it is tried again", e);
            failed("no process has the store open, and it cannot be taken over: " + e.getMessage());
        } finally {
            takingOver(false);
        }
    }

    private void takeOver(StoreClaim claim) {
        try {
            takeover.run(claim);
            logger.info("This process has taken over the store, since its owner has ended");
        } finally {
            // Once the journal has the store nobody else can, whatever failed after that.
            if (journal.isStored()) {
                lock.lock();
                try {
                    succession.claimed();
                } finally {
                    lock.unlock();
                }
                serve();
            }
        }
    }

    private void takingOver(boolean is) {
        lock.lock();
        try {
            isTakingOver = is;
            lastProgress = now();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void failed(String warning) {
        journal.describe("not attached to any owner", warning);
        lock.lock();
        try {
            succession.claimFailed(now());
        } finally {
            lock.unlock();
        }
    }

    /** Without the lock, since an owner that is stopped lets who dials it wait. */
    private void dial() {
        Optional<StoreOwner> other = journal.owner();
        Path socket = other.map(StoreOwner::socket).orElse(null);
        if (socket == null) {
            notAttached();
            return;
        }
        try {
            peers.dial(socket, this::lost);
        } catch (IOException e) {
            logger.debug("The owner of the store does not answer", e);
            notAttached();
            return;
        } catch (RuntimeException | Error e) {
            notAttached();
            throw e;
        }
        lock.lock();
        try {
            if (succession.state() == State.ATTACHED) {
                journal.describe("attached to the owner, " + other.get().process(), null);
            }
        } finally {
            lock.unlock();
        }
    }

    private void notAttached() {
        lock.lock();
        try {
            owner = null;
            succession.detached(now());
            succession.dialRefused(now());
            journal.describe("not attached to any owner yet", null);
        } finally {
            lock.unlock();
        }
    }

    private void lost() {
        lock.lock();
        try {
            refusal = owner == null ? null : owner.failure();
            owner = null;
            succession.detached(now());
            journal.describe("not attached to any owner yet", null);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What fails here leaves a store that other processes cannot share, and is no reason to end anything. */
    private void serve() {
        try {
            Path preferred = journal.owner().map(StoreOwner::socket).orElse(null);
            if (preferred != null) {
                Path socket = peers.serve(preferred);
                if (!socket.equals(preferred)) {
                    journal.announce(socket);
                }
            }
        } catch (IOException | RuntimeException e) {
            servesNobody(e);
        }
    }

    private void servesNobody(Exception cause) {
        if (isLeaving()) {
            logger.debug("The database was closed just now", cause);
            return;
        }
        logger.warn("No other process of this host can attach to the store: {}", cause.toString());
        try {
            journal.announce(null);
        } catch (StorageException e) {
            logger.debug("Others still dial a socket where nobody answers", e);
        }
    }

    private boolean isLeaving() {
        lock.lock();
        try {
            return leaving || closed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a write that was made while another process owned the store is with the owner, to whatever its durability
     * is, or on disk by this process's own hand.
     *
     * @throws StorageException if that takes too long
     */
    void awaitDurable(long place) {
        if (!awaitOwner(place)) {
            throw new StorageException(
                    "the write is not known to be on disk yet: no owner of the store has acknowledged it");
        }
        if (journal.isStored()) {
            journal.flush();
        }
    }

    /** Waits for all writes so far, as {@link #awaitDurable}. */
    void flush() {
        awaitDurable(engine.status().opLogPosition());
    }

    private boolean awaitOwner(long place) {
        return await(
                () -> closed || succession.state() == State.OWNER || (owner != null && owner.acknowledged() >= place));
    }

    /**
     * Sees to it, before sync ends, that what this process holds is with the owner, or that it is the owner itself; from then
     * on seeks no owner any more.
     *
     * @return false where that could not be
     */
    boolean leave() {
        boolean isHandedOver = awaitOwner(engine.status().opLogPosition());
        lock.lock();
        try {
            leaving = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return isHandedOver;
    }

    /** Takes no others any more and seeks no owner, not even one that lets this process wait. Idempotent. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        peers.close();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
