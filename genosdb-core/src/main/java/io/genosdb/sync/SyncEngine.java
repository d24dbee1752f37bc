package io.genosdb.sync;

import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.Limits;
import io.genosdb.graph.Reader;
import io.genosdb.graph.StoredEntry;
import io.genosdb.sync.wire.ErrorCode;
import io.genosdb.sync.wire.MessageCodec;
import io.genosdb.sync.wire.SecretProof;
import io.genosdb.sync.wire.WireLimits;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sync of one replica with all its peers.
 *
 * <p>Transports bring {@linkplain #connect links}. Over each a session runs, which is a state machine; the engine holds them
 * together: the op log that all send from, how far this replica has each peer's op log, and that two replicas have one
 * connection between them. It starts no thread: frames are handled by the transports' threads, time passes by
 * {@link #tick}.
 *
 * <p>Thread-safe. What {@link #merged} calls is quick and takes no lock of a session.
 *
 * @since 0.1
 */
public final class SyncEngine {

    private static final Logger logger = LoggerFactory.getLogger(SyncEngine.class);
    private static final int MOST_PEERS_REMEMBERED = 1_024;

    /** How many lines about ended sessions are logged in a span of time. */
    private static final int MOST_LINES = 30;

    private static final long LINES_SPAN_MILLIS = 60_000;

    /** So long a peer had better not do again what may be done once. */
    private static final long EXCESS_REMEMBERED_MILLIS = 3_600_000;

    /** How many entries are merged between two looks at what the slowest peer needs. */
    private static final int LOOK_EVERY = 256;

    /** How many bytes of a nonce name the run of a replica. The number of the link follows, of eight bytes. */
    static final int RUN_BYTES = 16;

    /** Removes a listener again. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    private final Replica replica;
    private final SyncOptions options;
    private final SecretProof secret;
    private final Admission admission;
    private final MessageCodec codec;
    private final int maxMessageBytes;
    private final LongSupplier monotonicMillis;
    private final Supplier<Hash256> nonces;
    private final OpLog log;
    private final List<PeerConnection> connections = new CopyOnWriteArrayList<>();
    private final List<SyncListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong bytesIn = new AtomicLong();
    private final AtomicLong bytesOut = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong revision = new AtomicLong();

    /** One connection a peer. Guarded by itself. */
    private final NavigableMap<PeerKey, PeerConnection> admitted = new TreeMap<>();

    /** Guarded by itself; the eldest are forgotten. */
    private final Map<PeerKey, Long> cursors = new Recent<>();

    /** When peers last sent too much that is not permitted, by their addresses. Guarded by itself; the eldest are forgotten. */
    private final Map<String, Long> excesses = new Recent<>();

    /** Guarded by itself. */
    private final RateLimit lines = new RateLimit(MOST_LINES, LINES_SPAN_MILLIS);

    /** Whom this replica talks to, and over how many connections. Guarded by itself. */
    private final Map<String, Attendance> audiences = new HashMap<>();

    private record Attendance(Audience audience, int connections) {}

    /** Which peers were refused last time, and why. Guarded by itself; the eldest are forgotten. */
    private final Map<String, ErrorCode> refusals = new Recent<>();

    /** Something about some peers. */
    private static final class Recent<K, T> extends LinkedHashMap<K, T> {
        private static final long serialVersionUID = 1L;

        private Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, T> eldest) {
            return size() > MOST_PEERS_REMEMBERED;
        }
    }

    // Guarded by the connections that were let in, as well.
    private boolean closed;
    private byte[] run = {};
    private long dialled;

    /** Written under the database's writer lock. */
    private long needed;

    private int sinceLook;

    /**
     * Makes the engine of a replica.
     *
     * @param replica the replica
     * @param entries makes the entries that are received
     * @param limits what they are held to
     * @param options how to sync
     * @param admission who may be a peer, and what is sent to it
     * @param monotonicMillis a clock that never goes back, in milliseconds since anything
     * @param nonces random numbers, unpredictable where there is a secret
     */
    public SyncEngine(
            Replica replica,
            EntryFactory entries,
            Limits limits,
            SyncOptions options,
            Admission admission,
            LongSupplier monotonicMillis,
            Supplier<Hash256> nonces) {
        this.replica = replica;
        this.options = options;
        this.secret = new SecretProof(options.secret());
        this.admission = admission;
        this.codec = new MessageCodec(entries);
        this.maxMessageBytes = WireLimits.maxMessageBytes(limits);
        this.monotonicMillis = monotonicMillis;
        this.nonces = nonces;
        this.log = new OpLog(options.opLogSize());
    }

    /**
     * Puts back the op log that a store remembers; before anything else.
     *
     * @param stored the entries of the state
     * @param position the end of the op log
     */
    public void restore(List<StoredEntry> stored, long position) {
        log.restore(stored, position);
    }

    /**
     * Takes what was merged into the op log, from where it is sent to the peers. For the database's one writer, under its
     * lock.
     *
     * @param accepted the entries that won
     * @param firstPosition the first one's place in the op log
     * @param sender the peer they came from, or {@code null}
     */
    public void merged(List<Entry> accepted, long firstPosition, @Nullable String sender) {
        if (connections.isEmpty()) {
            needed = Long.MAX_VALUE;
        } else if ((sinceLook += accepted.size()) >= LOOK_EVERY || needed == Long.MAX_VALUE) {
            sinceLook = 0;
            needed = lowestPosition();
        }
        log.append(accepted, firstPosition, sender, needed);
        for (PeerConnection connection : connections) {
            try {
                connection.wake();
            } catch (RuntimeException | OutOfMemoryError e) {
                // It may have needed a thread. It is woken again by the next tick.
                logger.debug("{} could not be woken", connection, e);
            }
        }
    }

    private long lowestPosition() {
        long lowest = Long.MAX_VALUE;
        for (PeerConnection connection : connections) {
            long position = connection.position();
            if (position >= 0) {
                lowest = Math.min(lowest, position);
            }
        }
        return lowest;
    }

    /**
     * Begins a session over a link.
     *
     * @param link an open connection to some peer
     * @return what the transport talks to
     * @throws IllegalStateException if the engine is closed
     */
    public PeerConnection connect(Link link) {
        var connection = new PeerConnection(this, link, codec, maxMessageBytes, nonce());
        synchronized (admitted) {
            if (closed) {
                throw new IllegalStateException("the database is closed");
            }
            connections.add(connection);
        }
        link.wake();
        return connection;
    }

    /** What names the run of the replica, the number of the link, and the rest of a random number. */
    private Hash256 nonce() {
        synchronized (admitted) {
            byte[] nonce = nonces.get().toBytes();
            if (dialled == 0) {
                run = Arrays.copyOf(nonce, RUN_BYTES);
            }
            ByteBuffer.wrap(nonce).put(run).putLong(++dialled);
            return Hash256.of(nonce);
        }
    }

    /**
     * Looks anew at what may be sent to some peers, and what these are compared by. Quick, and takes no lock of a session.
     *
     * @param addresses whose rights have changed
     */
    public void readersChanged(Collection<String> addresses) {
        synchronized (audiences) {
            for (Attendance attendance : audiences.values()) {
                if (addresses.stream().anyMatch(attendance.audience()::isAbout)) {
                    attendance.audience().renew();
                }
            }
        }
    }

    /** Lets time pass: to be called every few milliseconds to tenths of a second. */
    public void tick() {
        long now = now();
        for (PeerConnection connection : connections) {
            connection.tick(now);
        }
    }

    /** Says goodbye to all peers; idempotent. */
    public void close() {
        synchronized (admitted) {
            closed = true;
        }
        connections.forEach(PeerConnection::leave);
    }

    /**
     * Whether peers have to know a secret, or to prove who they are.
     *
     * @return false where everybody who has a link can read and write the database
     */
    public boolean isAuthenticated() {
        return options.secret() != null || admission.credentials() != null;
    }

    /**
     * How sync is doing.
     *
     * @return a snapshot
     */
    public SyncStatus status() {
        var peers = new ArrayList<PeerStatus>();
        connections.forEach(connection -> peers.add(connection.status()));
        long equal = replica.lastEqual();
        return new SyncStatus(
                peers,
                log.size(),
                log.end(),
                bytesIn.get(),
                bytesOut.get(),
                refused.get(),
                equal == 0 ? null : Instant.ofEpochMilli(equal));
    }

    /**
     * Whether there is nothing to dial anew, since another connection goes on with the very replica.
     *
     * @param ended a connection that has ended
     * @return whether its peer, which has proved the same address where the database is guarded, is connected all the same
     */
    public boolean isReplaced(PeerConnection ended) {
        synchronized (admitted) {
            PeerConnection other = admitted.get(ended.key());
            return other != null && other != ended;
        }
    }

    /**
     * Adds a listener.
     *
     * @param listener hears what happens between this replica and its peers
     * @return removes the listener
     */
    public Registration listen(SyncListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    // ---- for connections

    /** Lets a peer in whose handshake is done: of two connections to one peer, both sides keep the same. */
    void admit(PeerConnection connection) {
        PeerConnection loser = null;
        synchronized (admitted) {
            if (!connections.contains(connection)) {
                // Its link ended while the handshake did.
                return;
            }
            PeerConnection other = admitted.get(connection.key());
            if (other == null || isPreferred(connection, other)) {
                admitted.put(connection.key(), connection);
                loser = other;
            } else {
                loser = connection;
            }
        }
        synchronized (refusals) {
            refusals.remove(connection.origin());
        }
        revision.incrementAndGet();
        if (loser != null) {
            loser.fail(ErrorCode.DUPLICATE, "another connection between the two replicas is kept");
        }
    }

    /**
     * A link within the host stays, since who owns a store is told by it. Of others the one that the replica with the smaller
     * origin dialled; of two that one side dialled, the one that it dialled later. A peer that was started anew has no older
     * ones.
     */
    private boolean isPreferred(PeerConnection newer, PeerConnection older) {
        if (!newer.isSameRun(older)) {
            return true;
        }
        boolean isLocal = newer.link().transport().equals(Link.LOCAL);
        if (isLocal != older.link().transport().equals(Link.LOCAL)) {
            return isLocal;
        }
        if (newer.link().isOutgoing() == older.link().isOutgoing()) {
            return newer.isDialledAfter(older);
        }
        boolean isSmaller = replica.origin().compareTo(newer.origin()) < 0;
        return newer.link().isOutgoing() == isSmaller;
    }

    /** A session ended, by what was sent or received. */
    void ended(PeerConnection connection, @Nullable ErrorCode code, String reason) {
        if (code == null || code == ErrorCode.DUPLICATE) {
            logger.debug("Sync with {} ended: {}", connection, reason);
        } else if (code.isRefusal()) {
            refused.incrementAndGet();
            // Who is refused comes again and again.
            if (isNewRefusal(connection, code) && isWorthALine()) {
                logger.warn("No sync with {}: {}", connection, reason);
            } else {
                logger.debug("Still no sync with {}: {}", connection, reason);
            }
        } else if (connection.wasEstablished() && isWorthALine()) {
            logger.info("Sync with {} ended ({}): {}", connection, code, reason);
        } else {
            logger.debug("Sync with {} ended ({}): {}", connection, code, reason);
        }
    }

    /** Strangers do not fill the log. */
    private boolean isWorthALine() {
        synchronized (lines) {
            return lines.tryTake(now());
        }
    }

    private boolean isNewRefusal(PeerConnection connection, ErrorCode code) {
        synchronized (refusals) {
            return refusals.put(nameOf(connection), code) != code;
        }
    }

    private static String nameOf(PeerConnection connection) {
        return connection.origin().isEmpty() ? connection.link().remote() : connection.origin();
    }

    /** Forgets a connection; returns whether it was the one with its peer. */
    boolean removed(PeerConnection connection) {
        boolean wasAdmitted;
        synchronized (admitted) {
            connections.remove(connection);
            wasAdmitted = admitted.remove(connection.key(), connection);
        }
        revision.incrementAndGet();
        return wasAdmitted;
    }

    boolean isConnected(String origin) {
        synchronized (admitted) {
            PeerKey first = admitted.ceilingKey(PeerKey.of(origin, null));
            return first != null && first.origin().equals(origin);
        }
    }

    List<String> neighboursBut(String peer) {
        synchronized (admitted) {
            return admitted.keySet().stream()
                    .map(PeerKey::origin)
                    .filter(origin -> !origin.equals(peer))
                    .distinct()
                    .limit(WireLimits.ORIGINS)
                    .toList();
        }
    }

    long revision() {
        return revision.get();
    }

    long cursor(PeerKey peer) {
        synchronized (cursors) {
            return cursors.getOrDefault(peer, -1L);
        }
    }

    void cursor(PeerKey peer, long position) {
        synchronized (cursors) {
            cursors.put(peer, position);
        }
    }

    void tell(SyncEvent event) {
        for (SyncListener listener : listeners) {
            try {
                listener.onEvent(event);
            } catch (RuntimeException e) {
                logger.warn("a sync listener failed", e);
            }
        }
    }

    Session session(Hash256 nonce, Link link, Peers peers) {
        return new Session(replica, log, options, secret, admission, link, peers, nonce, now());
    }

    /** Replicas of one person on one host share a store, and so everything. */
    Audience audience(String address, Link link) {
        Admission.Credentials own = admission.credentials();
        if (own == null || (link.transport().equals(Link.LOCAL) && own.address().equals(address))) {
            return Audience.EVERYBODY;
        }
        synchronized (audiences) {
            return audiences
                    .merge(
                            address,
                            attendance(own, address),
                            (here, another) -> new Attendance(here.audience(), here.connections() + 1))
                    .audience();
        }
    }

    private Attendance attendance(Admission.Credentials own, String address) {
        Reader ownReader = admission.reader(own.address());
        Reader reader = own.address().equals(address) ? ownReader : admission.reader(address);
        return new Attendance(new Audience(own.address(), ownReader, address, reader), 1);
    }

    /** A connection is over. */
    void leave(Audience audience) {
        synchronized (audiences) {
            Attendance attendance = audiences.get(audience.peerAddress());
            if (attendance == null || attendance.audience() != audience) {
                return;
            }
            if (attendance.connections() > 1) {
                audiences.put(audience.peerAddress(), new Attendance(audience, attendance.connections() - 1));
            } else {
                audiences.remove(audience.peerAddress());
                audience.end();
            }
        }
    }

    /**
     * A peer sent more that is not permitted than an honest one would: once it may not have heard yet of what makes it so, which it does
     * before it comes again.
     */
    void exceeded(@Nullable String address, String offence) {
        if (address == null) {
            return;
        }
        Long before;
        synchronized (excesses) {
            before = excesses.put(address, now());
        }
        if (before != null && now() - before <= EXCESS_REMEMBERED_MILLIS) {
            convict(address, ErrorCode.LIMIT, offence);
        }
    }

    /** What a peer did no honest one does: all that come with its address are cut off, and refused for a while. */
    void convict(@Nullable String address, ErrorCode code, String offence) {
        if (address == null) {
            return;
        }
        admission.convict(address, offence);
        for (PeerConnection connection : connections) {
            if (address.equals(connection.address())) {
                connection.fail(code, offence);
            }
        }
    }

    Replica replica() {
        return replica;
    }

    long now() {
        return monotonicMillis.getAsLong();
    }

    Instant wallInstant() {
        return Instant.ofEpochMilli(replica.wallMillis());
    }

    void countIn(int bytes) {
        bytesIn.addAndGet(bytes);
    }

    void countOut(int bytes) {
        bytesOut.addAndGet(bytes);
    }
}
