package io.genosdb.sync;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import io.genosdb.sync.wire.ErrorCode;
import io.genosdb.sync.wire.FrameReader;
import io.genosdb.sync.wire.FrameWriter;
import io.genosdb.sync.wire.MalformedMessageException;
import io.genosdb.sync.wire.Message;
import io.genosdb.sync.wire.MessageCodec;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the engine makes of a {@link Link}: frames in, frames out. Thread-safe; a transport calls {@link #receive} for one frame
 * after the other.
 *
 * <p><b>Concurrency.</b> The session is guarded by a lock of its own, which is not held while entries are decoded and merged:
 * so a long merge does not keep others from being sent. The writer of the database, under its lock, only wakes the link.
 *
 * @since 0.1
 */
public final class PeerConnection {

    private static final Logger logger = LoggerFactory.getLogger(PeerConnection.class);
    private static final int LONGEST_TEXT = 500;

    /** An honest peer sends hardly anything that is not let in. */
    private static final int MOST_REFUSED_ENTRIES = 2_000;

    private static final long REFUSED_ENTRIES_SPAN_MILLIS = 60_000;

    private final SyncEngine engine;
    private final Link link;
    private final MessageCodec codec;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final byte[] ownNonce;
    private final Instant connected;
    private final AtomicLong bytesIn = new AtomicLong();
    private final AtomicLong bytesOut = new AtomicLong();
    private final AtomicLong entriesIn = new AtomicLong();
    private final AtomicLong entriesOut = new AtomicLong();

    /** Only used by who receives. */
    private final RateLimit refusedEntries = new RateLimit(MOST_REFUSED_ENTRIES, REFUSED_ENTRIES_SPAN_MILLIS);

    private final ReentrantLock lock = new ReentrantLock();

    // All below is guarded by the lock.
    private final Session session;
    private final Deque<byte[]> frames = new ArrayDeque<>();
    private final List<SyncEvent> events = new ArrayList<>();
    private volatile boolean admitted;
    private boolean ending;
    private boolean ended;
    private volatile boolean merging;
    private volatile String reason = "";
    private volatile @Nullable ErrorCode failure;
    private volatile String origin = "";
    private volatile @Nullable String address;
    private volatile byte[] peersNonce = new byte[Hash256.BYTES];
    private volatile Instant lastHeard;
    private volatile @Nullable Instant lastEqual;

    PeerConnection(SyncEngine engine, Link link, MessageCodec codec, int maxMessageBytes, Hash256 nonce) {
        this.engine = engine;
        this.link = link;
        this.codec = codec;
        this.reader = new FrameReader(maxMessageBytes);
        this.writer = new FrameWriter(link.maxFrameBytes(), link.isCompressed());
        this.ownNonce = nonce.toBytes();
        this.connected = engine.wallInstant();
        this.lastHeard = connected;
        this.session = engine.session(nonce, link, new Gossip());
    }

    /** What the session is told of the others, and tells: events wait until the lock is given back. */
    private final class Gossip implements Peers {

        @Override
        public boolean isConnected(String other) {
            return engine.isConnected(other);
        }

        @Override
        public List<String> neighbours() {
            return engine.neighboursBut(origin);
        }

        @Override
        public long revision() {
            return engine.revision();
        }

        @Override
        public long cursor(String peer) {
            return engine.cursor(PeerKey.of(peer, session.address()));
        }

        @Override
        public void cursor(String peer, long position) {
            engine.cursor(PeerKey.of(peer, session.address()), position);
        }

        @Override
        public Audience audience(String of) {
            return engine.audience(of, link);
        }

        @Override
        public void tell(SyncEvent event) {
            if (event instanceof SyncEvent.ProvedEqual) {
                lastEqual = engine.wallInstant();
            }
            events.add(event);
        }
    }

    /**
     * The next frame to send. What is asked for later is fuller: so entries gather into batches while a link is busy.
     *
     * @return a frame of at most {@link Link#maxFrameBytes()}, or {@code null} where there is nothing to send now
     */
    public byte @Nullable [] nextFrame() {
        List<SyncEvent> told;
        byte[] frame;
        lock.lock();
        try {
            if (frames.isEmpty() && !ended) {
                prepareOrFail();
            }
            frame = frames.poll();
            told = takeEvents();
        } finally {
            lock.unlock();
        }
        if (frame != null) {
            bytesOut.addAndGet(frame.length);
            engine.countOut(frame.length);
        }
        told.forEach(engine::tell);
        return frame;
    }

    private void prepareOrFail() {
        try {
            prepare();
        } catch (RuntimeException e) {
            logger.warn("Sync with {} ends, since this replica has something that cannot be sent", this, e);
            fail(ErrorCode.INTERNAL, "the replica could not send what it has");
        }
    }

    private void prepare() {
        Message message = session.next(engine.now());
        if (message == null) {
            return;
        }
        byte[] bytes = codec.encode(message);
        if (message instanceof Message.Entries entries) {
            session.sent(bytes.length);
            entriesOut.addAndGet(entries.entries().size());
        }
        frames.addAll(writer.write(bytes));
    }

    /**
     * Takes a frame. Returns when it is dealt with, which may take the time of a merge: a transport that reads no further
     * meanwhile slows the sender down. Never throws for what is in the frame; a peer that breaks the protocol is told so, and
     * the link is closed.
     *
     * @param frame the bytes
     */
    public void receive(byte[] frame) {
        bytesIn.addAndGet(frame.length);
        engine.countIn(frame.length);
        lastHeard = engine.wallInstant();
        heard();
        try {
            byte[] message = reader.read(frame);
            if (message != null) {
                receive(codec.decode(message), message.length);
            }
        } catch (MalformedMessageException e) {
            fail(e.code(), String.valueOf(e.getMessage()));
        } catch (ProtocolException e) {
            fail(e.code(), String.valueOf(e.getMessage()));
        } catch (ForgedEntriesException e) {
            fail(ErrorCode.FORGED, String.valueOf(e.getMessage()));
            engine.convict(address, ErrorCode.FORGED, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            if (isEnding()) {
                logger.debug("{} sent something to a replica that is leaving", this, e);
                return;
            }
            logger.warn("Sync with {} ends, since this replica could not take what it sent", this, e);
            fail(ErrorCode.INTERNAL, "the replica could not take what was sent");
        }
    }

    private void heard() {
        lock.lock();
        try {
            session.heard(engine.now());
        } finally {
            lock.unlock();
        }
    }

    private void receive(Message message, int bytes) throws ProtocolException {
        if (message instanceof Message.Failure failed) {
            end(failed.code(), "the peer ended it: " + failed.text());
            return;
        }
        if (message instanceof Message.Goodbye) {
            end(null, "the peer left");
            return;
        }
        if (message instanceof Message.Entries entries && isEstablished()) {
            merge(entries.entries());
        }
        List<SyncEvent> told = List.of();
        boolean admit = false;
        lock.lock();
        try {
            if (!ending) {
                try {
                    session.receive(message, bytes, engine.now());
                } finally {
                    origin = session.peer();
                    address = session.address();
                }
                admit = session.isEstablished() && !admitted;
                if (admit) {
                    admitted = true;
                    peersNonce = session.peersNonce();
                }
                told = takeEvents();
            }
        } finally {
            lock.unlock();
        }
        if (admit) {
            engine.admit(this);
        }
        told.forEach(engine::tell);
        wakeIfNeeded();
    }

    /** Merges what came; a peer that has to wait for that is not silent. */
    private void merge(List<Entry> entries) {
        int refused;
        merging = true;
        try {
            refused = engine.replica().merge(entries, origin);
        } finally {
            merging = false;
            heard();
        }
        entriesIn.addAndGet(entries.size());
        if (refused > 0 && !refusedEntries.tryTake(engine.now(), refused)) {
            String offence = "more than " + MOST_REFUSED_ENTRIES
                    + " entries a minute that are not permitted are sent by no honest peer";
            fail(ErrorCode.LIMIT, offence);
            // Or it would come again and again, with as many.
            engine.exceeded(address, offence);
        }
    }

    private boolean isEnding() {
        lock.lock();
        try {
            return ending;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether the handshake is done: the peer is a replica of this database and knows the secret, if there is one.
     *
     * @return false before that, and when the session is ending
     */
    public boolean isEstablished() {
        lock.lock();
        try {
            return !ending && session.isEstablished();
        } finally {
            lock.unlock();
        }
    }

    void tick(long now) {
        List<SyncEvent> told = List.of();
        lock.lock();
        try {
            if (!ending) {
                if (merging) {
                    session.heard(now);
                }
                session.tick(now);
                told = takeEvents();
            }
        } catch (ProtocolException e) {
            fail(e.code(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            logger.warn("Sync with {} ends, since this replica could not go on with it", this, e);
            fail(ErrorCode.INTERNAL, "the replica could not go on");
        } finally {
            lock.unlock();
        }
        told.forEach(engine::tell);
        wakeIfNeeded();
    }

    private List<SyncEvent> takeEvents() {
        if (events.isEmpty()) {
            return List.of();
        }
        var taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    private void wakeIfNeeded() {
        boolean output;
        lock.lock();
        try {
            output = session.hasOutput() || !frames.isEmpty();
        } finally {
            lock.unlock();
        }
        if (output) {
            link.wake();
        }
    }

    /** There are new entries. Called with the writer lock of the database. */
    void wake() {
        link.wake();
    }

    /** Ends the session on this side: the peer is told why, as far as the link still carries it. */
    void fail(ErrorCode code, String text) {
        String shown = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
        end(code, shown, () -> session.end(new Message.Failure(code, shown)));
    }

    /** Says goodbye, behind what was written here and not sent yet. */
    void leave() {
        end(null, "this replica left", () -> session.leave(new Message.Goodbye()));
    }

    private void end(@Nullable ErrorCode code, String text) {
        end(code, text, () -> session.end(null));
    }

    private void end(@Nullable ErrorCode code, String text, Runnable last) {
        lock.lock();
        try {
            if (ending) {
                return;
            }
            ending = true;
            failure = code;
            reason = text;
            last.run();
        } finally {
            lock.unlock();
        }
        engine.ended(this, code, text);
        link.wake();
        link.close();
    }

    /**
     * Tells that the link has ended. Idempotent.
     *
     * @param why why, for people
     */
    public void closed(String why) {
        String told;
        Audience audience;
        lock.lock();
        try {
            if (ended) {
                return;
            }
            ended = true;
            ending = true;
            told = reason.isEmpty() ? why : reason;
            audience = session.audience();
            frames.clear();
            reader.close();
            writer.close();
        } finally {
            lock.unlock();
        }
        engine.leave(audience);
        // Where another connection with the peer is kept, the peer is still there.
        if (engine.removed(this)) {
            engine.tell(new SyncEvent.Disconnected(origin, told));
        }
    }

    /**
     * Why the connection ended, as far as it is known: for a transport that decides whether to dial again.
     *
     * @return the code that was sent or received, or {@code null}
     */
    public @Nullable ErrorCode failure() {
        return failure;
    }

    /**
     * Why the session ended, in words for people.
     *
     * @return a sentence, empty where the session goes on or only its link broke
     */
    public String reason() {
        return reason;
    }

    /**
     * The peer's replica identifier.
     *
     * @return the identifier, or the empty string before the peer has greeted
     */
    public String origin() {
        return origin;
    }

    /**
     * The address that the peer has proved to be its own.
     *
     * @return the address, or {@code null} before that, and where the database is not guarded
     */
    public @Nullable String address() {
        return address;
    }

    /**
     * Up to where the peer has this replica's op log: everything that was accepted here until then was merged there, and
     * written to disk if that is how the peer acknowledges writes.
     *
     * @return a place in the order of acceptance; -1 while the two are not caught up
     */
    public long acknowledged() {
        return session.acknowledged();
    }

    /** Which replica the peer is, as far as it has said and proved it. */
    PeerKey key() {
        return PeerKey.of(origin, address);
    }

    /** Whether the handshake was ever done. */
    boolean wasEstablished() {
        return admitted;
    }

    /** Whether the peer is the same run of its replica as that of another connection. */
    boolean isSameRun(PeerConnection other) {
        return Arrays.equals(peersNonce, 0, SyncEngine.RUN_BYTES, other.peersNonce, 0, SyncEngine.RUN_BYTES);
    }

    /** Whether who dialled both this link and another one dialled this one later: both sides see it alike. */
    boolean isDialledAfter(PeerConnection other) {
        return Arrays.compareUnsigned(
                        diallersNonce(),
                        SyncEngine.RUN_BYTES,
                        Hash256.BYTES,
                        other.diallersNonce(),
                        SyncEngine.RUN_BYTES,
                        Hash256.BYTES)
                >= 0;
    }

    private byte[] diallersNonce() {
        return link.isOutgoing() ? ownNonce : peersNonce;
    }

    Link link() {
        return link;
    }

    /** Up to where the op log was sent to the peer, or -1. */
    long position() {
        return session.position();
    }

    /** Takes no lock: it is asked for by listeners that hold the writer lock of the database. */
    PeerStatus status() {
        return new PeerStatus(
                origin,
                link.transport(),
                link.remote(),
                session.phase(),
                connected,
                lastEqual,
                lastHeard,
                bytesIn.get(),
                bytesOut.get(),
                entriesIn.get(),
                entriesOut.get(),
                session.queued());
    }

    /** Names the peer and the way to it. */
    @Override
    public String toString() {
        return link.remote() + (origin.isEmpty() ? "" : " (" + origin + ")");
    }
}
