package io.genosdb.sync;

import io.genosdb.graph.Hash256;
import io.genosdb.sync.PeerStatus.Phase;
import io.genosdb.sync.reconcile.EntryIndex;
import io.genosdb.sync.wire.ErrorCode;
import io.genosdb.sync.wire.Message;
import io.genosdb.sync.wire.Message.Purpose;
import io.genosdb.sync.wire.SecretProof;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One replica's half of a conversation with another: a state machine that is told of messages and of time, and says what to
 * send next. It reads the state and the op log of its replica and nothing else; it starts no thread and knows no clock.
 *
 * <p><b>How it goes.</b> Both sides greet. Each then proves the secret and sums up its state ({@link Message.Hello}). Equal
 * sums: the two are equal, after one round trip. Otherwise each sends what it knows the other to lack: what is in its op log
 * behind the other's cursor, or its full state where the other has next to nothing, or it says that it cannot tell. Then they
 * compare again, and where they still differ they {@linkplain Reconciliation reconcile}. From the handshake on, what is
 * merged is sent at once. At rest after changes they compare again, so that convergence is proved and not assumed: a cursor
 * proves what a peer has <em>seen</em>, never what it <em>holds</em>.
 *
 * <p><b>Who does what.</b> The replica with the smaller origin is the initiator: it starts reconciliations, so that there is
 * one at a time, and comparisons after a catch-up. A comparison that fails while entries are on their way means nothing, so
 * it is made again in quiet, and the fourth time believed all the same. Reconciliations that do not lead to a proof (a
 * peer's clock is so far behind that it parks entries, say) are made at growing intervals, so that no misunderstanding can
 * become a loop.
 *
 * <p>Not thread-safe. {@code docs/protocol.md} is the specification.
 */
final class Session {

    private static final long HANDSHAKE_MILLIS = 10_000;
    private static final long NEVER = Long.MAX_VALUE;

    /** So long nothing may have been sent live, either way, for a comparison to mean something. */
    private static final long QUIET_MILLIS = 200;

    private static final int COMPARISONS_WITHOUT_QUIET = 3;
    private static final long ACK_MILLIS = 100;
    private static final long NEIGHBOURS_MILLIS = 1_000;

    /** More than an honest initiator begins. */
    private static final int MOST_RECONCILIATIONS = 300;

    private static final long RECONCILIATIONS_SPAN_MILLIS = 60_000;

    /** A peer that has at most so many entries, and lacks more than so many, gets the full state instead of reconciling. */
    private static final long FULL_STATE_ABOVE = 1_000;

    /** How many times as many entries as this replica has a peer may claim to have. */
    private static final int MOST_TIMES_CLAIMED = 4;

    private static final long MOST_CLAIMED = 1_000_000;

    private final Replica replica;
    private final OpLog log;
    private final SyncOptions options;
    private final Peers peers;
    private final SecretProof secret;
    private final Message.Greeting ownGreeting;
    private final Outbox outbox;
    private final BackOff backOff = new BackOff();
    private final RateLimit reconciliations = new RateLimit(MOST_RECONCILIATIONS, RECONCILIATIONS_SPAN_MILLIS);
    private final long startedAt;

    private Phase phase = Phase.HANDSHAKE;
    private Message.@Nullable Greeting greeting;
    private Message.@Nullable Hello ownHello;
    private Message.@Nullable Hello peersHello;
    private Set<String> peersNeighbours = Set.of();
    private List<String> toldNeighbours = List.of();
    private String peer = "";
    private boolean isInitiator;
    private boolean isProved;
    private long horizon;
    private @Nullable Reconciliation reconciliation;

    /** The catch-up after the handshake: whether each side has said its part, and whether one cannot tell what lacks. */
    private boolean peerIsDone;

    private boolean isReconciliationDue;
    private @Nullable Purpose outgoing;
    private @Nullable Purpose incoming;
    private long catchUpBegan;
    private long incomingEntries;

    /** Up to where this replica has the peer's op log, once it has what came before as well. */
    private long peersPosition = -1;

    private boolean hasWhatCameBefore;

    /** Nothing but a last message is sent any more, and nothing is asked of the replica, which may be closed. */
    private boolean isOver;

    private long lastHeard;

    /** When the peer last did something for a catch-up. */
    private long lastProgress;

    private long lastPing;
    private long lastLive;
    private long lastNeighbours;
    private long comparedPosition = -1;
    private long comparedDay = -1;
    private long compareAt = NEVER;
    private int comparisonsWithoutQuiet;
    private long peersRevision = -1;
    private long receivedBytes;
    private long acknowledgedBytes;
    private long acknowledgedAt;

    Session(Replica replica, OpLog log, SyncOptions options, SecretProof secret, Peers peers, Hash256 nonce, long now) {
        this.replica = replica;
        this.log = log;
        this.options = options;
        this.peers = peers;
        this.secret = secret;
        this.outbox = new Outbox(log, this::isForwarded);
        this.ownGreeting = new Message.Greeting(
                Message.PROTOCOL_VERSION, replica.database(), replica.origin(), nonce, replica.horizonDay());
        this.startedAt = now;
        this.lastHeard = now;
        this.lastProgress = now;
        this.lastPing = now;
        outbox.control(ownGreeting);
    }

    /**
     * Deals with a message. Entries are merged before, by who calls.
     *
     * @param bytes the length of the message
     * @throws ProtocolException where the peer breaks the protocol
     */
    void receive(Message message, int bytes, long now) throws ProtocolException {
        if (isProgress(message)) {
            lastProgress = now;
        }
        if (message instanceof Message.Greeting theirs) {
            greeted(theirs);
        } else if (message instanceof Message.Proof theirs) {
            proved(theirs);
        } else if (message instanceof Message.Hello theirs) {
            helloed(theirs, now);
        } else if (message instanceof Message.Ping ping) {
            outbox.control(new Message.Pong(ping.number()));
        } else if (!(message instanceof Message.Pong)) {
            if (!isEstablished()) {
                throw unexpected(message);
            }
            synced(message, bytes, now);
            noteCaughtUp();
        }
        if (outbox.isOverfull()) {
            throw new ProtocolException(ErrorCode.LIMIT, "the peer asks for more than it takes");
        }
    }

    /** Not while a message is being made, which is not counted before it is there. */
    private void noteCaughtUp() {
        if (phase == Phase.LIVE && reconciliation == null && !isReconciliationDue && outbox.isCaughtUp()) {
            outbox.caughtUp();
        }
    }

    /** Hears a sign of life: a frame, which may be a small part of a message. */
    void heard(long now) {
        lastHeard = now;
    }

    private boolean isProgress(Message message) {
        if (message instanceof Message.Entries entries) {
            return entries.purpose() != Purpose.LIVE;
        }
        if (message instanceof Message.Ack) {
            return !outbox.isCaughtUp();
        }
        return !(message instanceof Message.Ping
                || message instanceof Message.Pong
                || message instanceof Message.Neighbours);
    }

    private void synced(Message message, int bytes, long now) throws ProtocolException {
        if (message instanceof Message.Entries entries) {
            entries(entries, bytes, now);
        } else if (message instanceof Message.Ack ack) {
            if (!outbox.acknowledge(ack.bytes())) {
                throw new ProtocolException(ErrorCode.MALFORMED, "acknowledged what was not sent");
            }
        } else if (message instanceof Message.Digest digest) {
            compared(digest, now);
        } else if (message instanceof Message.Neighbours neighbours) {
            peersNeighbours = Set.copyOf(neighbours.origins());
        } else if (message instanceof Message.Lagging) {
            peerIsDone = true;
            isReconciliationDue = true;
        } else if (message instanceof Message.End end) {
            ended(end, now);
        } else if (message instanceof Message.Reconcile || message instanceof Message.Want) {
            reconcile(message, now);
        } else {
            throw unexpected(message);
        }
        proceed(now);
    }

    private static ProtocolException unexpected(Message message) {
        return new ProtocolException(
                ErrorCode.UNEXPECTED, "a " + message.getClass().getSimpleName() + " has no place here");
    }

    // ---- handshake

    private void greeted(Message.Greeting theirs) throws ProtocolException {
        if (greeting != null) {
            throw unexpected(theirs);
        }
        peer = theirs.origin();
        if (theirs.version() != Message.PROTOCOL_VERSION) {
            throw new ProtocolException(
                    ErrorCode.VERSION,
                    "this replica speaks version " + Message.PROTOCOL_VERSION
                            + " of the sync protocol, its peer version " + theirs.version() + ": update the older one");
        }
        if (!theirs.database().equals(replica.database())) {
            throw new ProtocolException(
                    ErrorCode.DATABASE,
                    "this is database '" + replica.database() + "', its peer has '" + theirs.database()
                            + "': replicas that are to sync need the same genosdb.name");
        }
        if (theirs.origin().equals(replica.origin())) {
            throw new ProtocolException(ErrorCode.SELF, "this replica is connected to itself");
        }
        greeting = theirs;
        isInitiator = replica.origin().compareTo(peer) < 0;
        horizon = Math.max(ownGreeting.horizonDay(), theirs.horizonDay());
        Hash256 proof = secret.prove(ownGreeting, theirs);
        if (proof == null) {
            sayHello();
        } else {
            outbox.control(new Message.Proof(proof));
        }
    }

    private void proved(Message.Proof theirs) throws ProtocolException {
        Message.Greeting theirGreeting = greeting;
        if (theirGreeting == null || isProved) {
            throw unexpected(theirs);
        }
        if (!secret.accepts(theirs.proof(), theirGreeting, ownGreeting)) {
            throw notShared();
        }
        isProved = true;
        sayHello();
    }

    private static ProtocolException notShared() {
        return new ProtocolException(
                ErrorCode.SECRET,
                "the replicas do not share the secret: genosdb.sync.secret must be the same on all of them");
    }

    private void sayHello() {
        Message.Hello hello = replica.read(this::hello);
        ownHello = hello;
        outbox.control(hello);
    }

    private Message.Hello hello(EntryIndex index) {
        EntryIndex.View view = index.since(horizon);
        return new Message.Hello(
                view.size(), view.digest(), log.end(), peers.cursor(peer), options.window(), replica.lastEqual());
    }

    private void helloed(Message.Hello theirs, long now) throws ProtocolException {
        Message.Hello mine = ownHello;
        if (peersHello != null || greeting == null) {
            throw unexpected(theirs);
        }
        if (mine == null) {
            throw notShared();
        }
        peersHello = theirs;
        peersPosition = theirs.position();
        peers.tell(new SyncEvent.Connected(peer));
        plan(mine, theirs, now);
        proceed(now);
    }

    /** Both sides conclude the same from the two messages, each for what it sends. */
    private void plan(Message.Hello mine, Message.Hello theirs, long now) {
        catchUpBegan = now;
        if (mine.count() == theirs.count() && mine.digest().equals(theirs.digest())) {
            outbox.open(theirs.window(), mine.position(), -1);
            peerIsDone = true;
            equal();
            return;
        }
        boolean isReturning = isReturning();
        // A log that never dropped anything has all there is for a peer that never heard of it.
        long cursor = Math.max(0, theirs.cursor());
        if (!isReturning && log.covers(cursor)) {
            outgoing = Purpose.DELTA;
            outbox.open(theirs.window(), cursor, mine.position());
        } else if (!isReturning && mine.count() == 0) {
            outgoing = Purpose.DELTA;
            outbox.open(theirs.window(), mine.position(), mine.position());
        } else if (!isReturning && sendsFullState(mine, theirs)) {
            outgoing = Purpose.FULL;
            outbox.open(theirs.window(), mine.position(), -1);
        } else {
            outbox.open(theirs.window(), mine.position(), -1);
            isReconciliationDue = true;
            if (!isInitiator) {
                outbox.control(new Message.Lagging());
            } else if (theirs.count() - mine.count() <= FULL_STATE_ABOVE) {
                // The peer may send a delta meanwhile: whatever arrives before its answer is no longer missed then.
                peerIsDone = true;
            }
        }
        phase = outgoing == Purpose.FULL || isFar(theirs.count(), mine.count()) ? Phase.FULL : Phase.DELTA;
    }

    /** Sends the full state where the peer has next to nothing, and the rest of it where a connection broke on the way. */
    private boolean sendsFullState(Message.Hello mine, Message.Hello theirs) {
        if (mine.count() - theirs.count() <= FULL_STATE_ABOVE) {
            return false;
        }
        FullState rest = replica.read(index -> FullState.behind(index.since(horizon), theirs, replica, horizon));
        if (rest == null && !isFar(mine.count(), theirs.count())) {
            return false;
        }
        outbox.full(rest == null ? new FullState(replica, horizon) : rest);
        return true;
    }

    private static boolean isFar(long more, long less) {
        return more - less > FULL_STATE_ABOVE && less <= FULL_STATE_ABOVE;
    }

    /**
     * Whether this replica was away for longer than retractions are kept, and the peer was not: then what is older than the
     * horizon and unknown to the peer may have been removed meanwhile, and is given up. Both horizons have to agree on it, so
     * that a peer whose clock is ahead cannot make anybody give up anything.
     */
    private boolean isReturning() {
        Message.Hello mine = ownHello;
        Message.Hello theirs = peersHello;
        Message.Greeting theirGreeting = greeting;
        return mine != null
                && theirs != null
                && theirGreeting != null
                && mine.lastEqual() != 0
                && dayOf(mine.lastEqual()) < Math.min(ownGreeting.horizonDay(), theirGreeting.horizonDay())
                && dayOf(theirs.lastEqual()) >= horizon;
    }

    private static long dayOf(long millis) {
        return TimeUnit.MILLISECONDS.toDays(millis);
    }

    boolean isEstablished() {
        return peersHello != null;
    }

    // ---- entries

    private void entries(Message.Entries entries, int bytes, long now) throws ProtocolException {
        receivedBytes += bytes;
        if (receivedBytes - acknowledgedBytes > options.window() + (long) bytes) {
            throw new ProtocolException(ErrorCode.LIMIT, "more was sent than the window allows");
        }
        if (entries.purpose() == Purpose.LIVE) {
            lastLive = now;
        } else {
            incoming = entries.purpose();
            incomingEntries += entries.entries().size();
            Message.Hello theirs = peersHello;
            long total = entries.purpose() == Purpose.FULL && theirs != null ? theirs.count() : 0;
            peers.tell(new SyncEvent.Progress(peer, entries.purpose(), true, incomingEntries, total));
        }
        if (entries.position() >= 0) {
            peersPosition = Math.max(peersPosition, entries.position());
            rememberCursor();
        }
        if (receivedBytes - acknowledgedBytes >= options.window() / 4) {
            acknowledge(now);
        }
    }

    private void rememberCursor() {
        if (hasWhatCameBefore) {
            peers.cursor(peer, peersPosition);
        }
    }

    private void acknowledge(long now) {
        acknowledgedAt = now;
        outbox.acknowledgement(receivedBytes);
    }

    /** A peer gets what it does not have yet: not what it sent, wrote, or gets from a neighbour of its own. */
    private boolean isForwarded(OpLog.Item item) {
        String sender = item.sender();
        if (item.entry().origin().equals(peer) || peer.equals(sender)) {
            return false;
        }
        return sender == null || !peersNeighbours.contains(sender) || !peers.isConnected(sender);
    }

    // ---- catching up

    private void ended(Message.End end, long now) throws ProtocolException {
        if (end.purpose() == Purpose.LIVE) {
            throw unexpected(end);
        }
        if (end.purpose() == Purpose.RECONCILE) {
            Reconciliation current = reconciliation;
            if (isInitiator || current == null) {
                throw unexpected(end);
            }
            outbox.afterMissing(digest(false));
            endReconciliation(current, now);
        } else {
            peerIsDone = true;
            hasWhatCameBefore |= end.purpose() == Purpose.DELTA;
            rememberCursor();
        }
    }

    private void reconcile(Message message, long now) throws ProtocolException {
        Reconciliation current = reconciliation;
        if (current == null) {
            if (isInitiator || message instanceof Message.Want) {
                throw unexpected(message);
            }
            if (!reconciliations.tryTake(now)) {
                throw new ProtocolException(ErrorCode.LIMIT, "too many reconciliations");
            }
            current = beginReconciliation(now);
        }
        if (message instanceof Message.Want want) {
            current.receive(want);
        } else if (message instanceof Message.Reconcile next) {
            current.receive(next);
        }
    }

    private Reconciliation beginReconciliation(long now) {
        Message.Hello theirs = peersHello;
        long own = replica.read(EntryIndex::size);
        // Of what a peer claims to have no more is believed than would keep it from being sent whole.
        long claimed = theirs == null ? 0 : Math.min(theirs.count(), MOST_TIMES_CLAIMED * own + MOST_CLAIMED);
        var begun = new Reconciliation(replica, outbox, horizon, own, claimed, isInitiator, isReturning(), now);
        reconciliation = begun;
        outbox.notCaughtUp();
        peerIsDone = true;
        isReconciliationDue = false;
        phase = Phase.RECONCILE;
        return begun;
    }

    private void endReconciliation(Reconciliation current, long now) {
        reconciliation = null;
        backOff.ended(now);
        hasWhatCameBefore = true;
        rememberCursor();
        peers.tell(new SyncEvent.CaughtUp(
                peer, Purpose.RECONCILE, Duration.ofMillis(now - current.began()), current.rounds()));
        phase = Phase.LIVE;
    }

    /** Goes on with what is due. */
    private void proceed(long now) {
        if (outbox.wasOverrun()) {
            isReconciliationDue = true;
            outbox.control(new Message.Lagging());
        }
        if (!isEstablished() || reconciliation != null) {
            return;
        }
        boolean isDone = peerIsDone && outbox.isCaughtUp();
        if (isReconciliationDue) {
            if (isInitiator && isDone && backOff.allows(now)) {
                beginReconciliation(now).begin();
            }
        } else if (isDone && phase != Phase.LIVE) {
            caughtUp(now);
        }
    }

    /** Delta or full state are over: the initiator compares. */
    private void caughtUp(long now) {
        tellCaughtUp(now);
        phase = Phase.LIVE;
        if (isInitiator) {
            outbox.control(digest(false));
        }
    }

    private void tellCaughtUp(long now) {
        Purpose purpose = incoming == null || outgoing == Purpose.FULL ? outgoing : incoming;
        if (purpose != null && phase != Phase.LIVE) {
            peers.tell(new SyncEvent.CaughtUp(peer, purpose, Duration.ofMillis(now - catchUpBegan), 1));
        }
    }

    // ---- comparing

    private Message.Digest digest(boolean answer) {
        return replica.read(index -> {
            EntryIndex.View view = index.since(horizon);
            return new Message.Digest(answer, view.size(), view.digest(), log.end());
        });
    }

    private void compared(Message.Digest theirs, long now) {
        Message.Digest mine = digest(true);
        if (!theirs.answer()) {
            outbox.control(mine);
            Reconciliation current = reconciliation;
            if (isInitiator && current != null && current.isOver()) {
                endReconciliation(current, now);
            }
        }
        if (mine.count() == theirs.count() && mine.digest().equals(theirs.digest())) {
            if (reconciliation == null) {
                tellCaughtUp(now);
            }
            peersPosition = Math.max(peersPosition, theirs.position());
            equal();
        } else if (isInitiator && reconciliation == null) {
            different(now);
        }
    }

    private void equal() {
        comparedPosition = log.end();
        comparedDay = dayOf(replica.wallMillis());
        hasWhatCameBefore = true;
        compareAt = NEVER;
        comparisonsWithoutQuiet = 0;
        isReconciliationDue = false;
        backOff.proved();
        rememberCursor();
        replica.provedEqual(replica.wallMillis());
        phase = reconciliation == null ? Phase.LIVE : phase;
        peers.tell(new SyncEvent.ProvedEqual(peer));
    }

    private void different(long now) {
        boolean isQuiet = now - lastLive >= QUIET_MILLIS && outbox.queued() == 0;
        comparisonsWithoutQuiet++;
        if (isQuiet || comparisonsWithoutQuiet > COMPARISONS_WITHOUT_QUIET) {
            comparisonsWithoutQuiet = 0;
            isReconciliationDue = true;
        } else {
            compareAt = now + QUIET_MILLIS;
        }
    }

    // ---- time

    /**
     * Lets time pass.
     *
     * @throws ProtocolException where the peer took too long
     */
    void tick(long now) throws ProtocolException {
        if (!isEstablished() && now - startedAt > HANDSHAKE_MILLIS) {
            throw new ProtocolException(ErrorCode.TIMEOUT, "no handshake within " + HANDSHAKE_MILLIS + " ms");
        }
        long silence = options.silence().toMillis();
        if (now - lastHeard > silence) {
            throw new ProtocolException(ErrorCode.TIMEOUT, "nothing was heard for " + silence + " ms");
        }
        if (isCatchingUp() && now - lastProgress > silence) {
            throw new ProtocolException(
                    ErrorCode.TIMEOUT, "the peer did nothing for the catch-up for " + silence + " ms");
        }
        if (now - lastHeard > silence / 3 && now - lastPing > silence / 3) {
            lastPing = now;
            outbox.control(new Message.Ping(now));
        }
        if (isEstablished()) {
            if (receivedBytes > acknowledgedBytes && now - acknowledgedAt >= ACK_MILLIS) {
                acknowledge(now);
            }
            tellNeighbours(now);
            compareWhenDue(now);
            proceed(now);
            noteCaughtUp();
        }
    }

    private boolean isCatchingUp() {
        return isEstablished() && phase != Phase.LIVE;
    }

    private void tellNeighbours(long now) {
        if (peers.revision() == peersRevision || now - lastNeighbours < NEIGHBOURS_MILLIS) {
            return;
        }
        peersRevision = peers.revision();
        lastNeighbours = now;
        List<String> neighbours = peers.neighbours();
        if (!neighbours.equals(toldNeighbours)) {
            // Who left may not have sent to everybody what it sent here.
            if (!neighbours.containsAll(toldNeighbours)) {
                compareAt = Math.min(compareAt, now + NEIGHBOURS_MILLIS);
            }
            toldNeighbours = neighbours;
            outbox.control(new Message.Neighbours(neighbours));
        }
    }

    private void compareWhenDue(long now) {
        // Also once a day: who was proved equal lately knows that it was not away for too long.
        if (compareAt == NEVER && (log.end() != comparedPosition || dayOf(replica.wallMillis()) != comparedDay)) {
            long interval = options.verifyInterval().toMillis();
            compareAt = now + (isInitiator ? interval : 2 * interval);
        }
        if (now >= compareAt && phase == Phase.LIVE && reconciliation == null) {
            compareAt = NEVER;
            comparedPosition = log.end();
            comparedDay = dayOf(replica.wallMillis());
            outbox.control(digest(false));
        }
    }

    // ---- output

    /** The next message to send, or {@code null}. */
    @Nullable
    Message next(long now) {
        Message message = outbox.next();
        if (isOver) {
            return message;
        }
        if (message instanceof Message.Entries entries && entries.purpose() == Purpose.LIVE) {
            lastLive = now;
        }
        // What was sent may have been the last of a catch-up.
        proceed(now);
        Message next = message == null ? outbox.next() : message;
        if (next instanceof Message.Ack ack) {
            acknowledgedBytes = ack.bytes();
        } else if (next == null) {
            // What came from the peer was passed over.
            outbox.mark();
        }
        return next;
    }

    /** Counts a message that was sent. */
    void sent(int bytes) {
        outbox.sent(bytes);
    }

    boolean hasOutput() {
        return !outbox.isEmpty();
    }

    /** Ends the session with a last message, or with none. */
    void end(@Nullable Message last) {
        isOver = true;
        outbox.last(last);
    }

    /** The peer's random number, which names its run and numbers its links. */
    byte[] peersNonce() {
        Message.Greeting theirs = greeting;
        return theirs == null ? new byte[Hash256.BYTES] : theirs.nonce().toBytes();
    }

    String peer() {
        return peer;
    }

    Phase phase() {
        return phase;
    }

    /** Up to where the op log was sent, or -1. May be called by any thread. */
    long position() {
        return outbox.position();
    }

    /** Up to where the peer has acknowledged the op log, or -1. May be called by any thread. */
    long acknowledged() {
        return outbox.acknowledgedPosition();
    }

    /** How many entries wait to be sent live. */
    int queued() {
        return outbox.queued();
    }
}
