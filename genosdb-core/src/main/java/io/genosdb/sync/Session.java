package io.genosdb.sync;

import io.genosdb.graph.Hash256;
import io.genosdb.sync.PeerStatus.Phase;
import io.genosdb.sync.reconcile.EntryIndex;
import io.genosdb.sync.wire.ErrorCode;
import io.genosdb.sync.wire.Message;
import io.genosdb.sync.wire.Message.Purpose;
import io.genosdb.sync.wire.SecretProof;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One replica's half of a conversation with another: a state machine that is told of messages and of time, and says what to
 * send next. It reads the state and the op log of its replica and nothing else; it starts no thread and knows no clock.
 *
 * <p><b>How it goes.</b> Both sides greet. Each then proves the secret and its identity, and sums up its state ({@link Message.Hello}). Equal
 * sums: the two are equal, after one round trip. Otherwise each sends what it knows the other to lack: what is in its op log
 * behind the other's cursor, or its full state where the other has next to nothing, or it says that it cannot tell. Then they
 * compare again, and where they still differ they {@linkplain Reconciliation reconcile}. From the handshake on, what is
 * merged is sent at once. At rest after changes they compare again, so that convergence is proved and not assumed: a cursor
 * proves what a peer has <em>seen</em>, never what it <em>holds</em>.
 *
 * <p><b>Who does what.</b> The replica with the smaller origin is the initiator: it starts reconciliations, so that there is
 * one at a time, and comparisons after a catch-up. Reconciliations that do not lead to a proof (a peer's clock is so far
 * behind that it parks entries, say) are made at {@linkplain ReconciliationPace growing intervals}, so that no misunderstanding can become
 * a loop.
 *
 * <p>{@link Handshake} ends with a {@link Meeting}; {@link Outbox} has what is to be sent, {@link ReceiveWindow} counts what
 * came, {@link Neighbourhood} says what others send, {@link ComparisonSchedule} when to compare.
 *
 * <p>Not thread-safe. {@code docs/protocol.md} is the specification.
 */
final class Session {

    private static final long HANDSHAKE_MILLIS = 10_000;

    /** More than an honest initiator begins. */
    private static final int MOST_RECONCILIATIONS = 300;

    private static final long RECONCILIATIONS_SPAN_MILLIS = 60_000;

    /** How many times as many entries as this replica has a peer may claim to have. */
    private static final int MOST_TIMES_CLAIMED = 4;

    private static final long MOST_CLAIMED = 1_000_000;

    private static final long NOTHING = -1;

    private final Replica replica;
    private final OpLog log;
    private final long silenceMillis;
    private final Peers peers;
    private final Outbox outbox;
    private final Handshake handshake;
    private final Neighbourhood neighbourhood;
    private final ReceiveWindow window;
    private final ComparisonSchedule comparisons;
    private final ReconciliationPace pace = new ReconciliationPace();
    private final RateLimit reconciliations = new RateLimit(MOST_RECONCILIATIONS, RECONCILIATIONS_SPAN_MILLIS);
    private final long startedAt;

    private volatile Phase phase = Phase.HANDSHAKE;
    private @Nullable Meeting meeting;
    private @Nullable Reconciliation reconciliation;
    private boolean hasReconciled;

    /** The common view that was last compared, or is due to be. */
    private long comparedRevision;

    /** The common view of which all that is beyond it was sent. */
    private long sentBeyond = NOTHING;

    /** The catch-up after the handshake: whether the peer has said its part, and whether one side cannot tell what lacks. */
    private boolean peerIsDone;

    private boolean isReconciliationDue;
    private @Nullable Purpose outgoing;
    private @Nullable Purpose incoming;
    private long incomingEntries;
    private long catchUpBegan;

    /** When the peer last did something for a catch-up. */
    private long lastProgress;

    /** Up to where this replica has the peer's op log, once it has what came before as well. */
    private long peersPosition = -1;

    private boolean hasWhatCameBefore;
    private long lastHeard;
    private long lastPing;

    /** Nothing but a last message is sent any more, and nothing is asked of the replica, which may be closed. */
    private boolean isOver;

    Session(
            Replica replica,
            OpLog log,
            SyncOptions options,
            SecretProof secret,
            Admission admission,
            Link link,
            Peers peers,
            Hash256 nonce,
            long now) {
        this.replica = replica;
        this.log = log;
        this.silenceMillis = options.silence().toMillis();
        this.peers = peers;
        this.neighbourhood = new Neighbourhood(peers, now);
        this.outbox = new Outbox(
                log,
                // What a comparison would not find is not left to others.
                item -> neighbourhood.isForwarded(item, peer()) || !audience().mayReceive(item.entry()),
                entry -> audience().maySend(entry),
                replica::held);
        this.handshake = new Handshake(replica, log, options, secret, admission, link, peers, nonce, outbox::control);
        this.window = new ReceiveWindow(options.window(), now);
        this.comparisons = new ComparisonSchedule(options.verifyInterval().toMillis(), now);
        this.startedAt = now;
        this.lastHeard = now;
        this.lastProgress = now;
        this.lastPing = now;
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
        Meeting met = meeting;
        if (message instanceof Message.Ping ping) {
            outbox.control(new Message.Pong(ping.number()));
        } else if (met == null) {
            greeted(message, now);
        } else if (!(message instanceof Message.Pong)) {
            synced(met, message, bytes, now);
            noteCaughtUp();
        }
        if (outbox.isOverfull()) {
            throw new ProtocolException(ErrorCode.LIMIT, "the peer asks for more than it takes");
        }
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

    private void greeted(Message message, long now) throws ProtocolException {
        if (message instanceof Message.Greeting theirs) {
            handshake.receive(theirs);
        } else if (message instanceof Message.Proof theirs) {
            handshake.receive(theirs);
        } else if (message instanceof Message.Identity theirs) {
            handshake.receive(theirs);
        } else if (message instanceof Message.Hello theirs) {
            Meeting met = handshake.receive(theirs);
            meeting = met;
            peersPosition = theirs.position();
            peers.tell(new SyncEvent.Connected(peer()));
            plan(met, now);
            proceed(met, now);
        } else if (!(message instanceof Message.Pong)) {
            throw ProtocolException.unexpected(message);
        }
    }

    private void synced(Meeting met, Message message, int bytes, long now) throws ProtocolException {
        if (message instanceof Message.Entries entries) {
            entries(met, entries, bytes, now);
        } else if (message instanceof Message.Ack ack) {
            if (!outbox.acknowledge(ack.bytes())) {
                throw new ProtocolException(ErrorCode.MALFORMED, "acknowledged what was not sent");
            }
        } else if (message instanceof Message.Digest digest) {
            compared(met, digest, now);
        } else if (message instanceof Message.Neighbours neighbours) {
            neighbourhood.receive(neighbours);
        } else if (message instanceof Message.Lagging) {
            peerIsDone = true;
            isReconciliationDue = true;
            hasWhatCameBefore = false;
        } else if (message instanceof Message.End end) {
            ended(met, end, now);
        } else if (message instanceof Message.Reconcile || message instanceof Message.Want) {
            reconcile(met, message, now);
        } else {
            throw ProtocolException.unexpected(message);
        }
        proceed(met, now);
    }

    // ---- catching up

    /** Both sides conclude the same from the handshake, each for what it sends. */
    private void plan(Meeting met, long now) {
        catchUpBegan = now;
        audience().rights();
        sendWhatNobodyAsksFor(met);
        long position = met.mine().position();
        long peersWindow = met.theirs().window();
        if (met.isEqual()) {
            outbox.open(peersWindow, position, -1);
            peerIsDone = true;
            equal();
            return;
        }
        // A log that never dropped anything has all there is for a peer that never heard of it.
        long cursor = Math.max(0, met.theirs().cursor());
        if (met.isReturning()) {
            outbox.open(peersWindow, position, -1);
            askForReconciliation(met);
        } else if (log.covers(cursor)) {
            outgoing = Purpose.DELTA;
            outbox.open(peersWindow, cursor, position);
        } else if (met.mine().count() == 0) {
            outgoing = Purpose.DELTA;
            outbox.open(peersWindow, position, position);
        } else {
            outbox.open(peersWindow, position, -1);
            if (sendsFullState(met)) {
                outgoing = Purpose.FULL;
            } else {
                askForReconciliation(met);
            }
        }
        phase = outgoing == Purpose.FULL || met.isFarBehindPeer() ? Phase.FULL : Phase.DELTA;
    }

    /**
     * What this replica may not receive any more is in no comparison, whether it had been sent by then or not. It is little, most often
     * nothing.
     */
    private void sendWhatNobodyAsksFor(Meeting met) {
        Audience audience = audience();
        long revision = audience.revision();
        Set<String> nodes = audience.lostSince(sentBeyond);
        sentBeyond = revision;
        if (audience.isOwnAllSeeing() || (nodes != null && nodes.isEmpty())) {
            return;
        }
        long horizon = met.horizon();
        outbox.missing(replica.beyond(audience, nodes).stream()
                .filter(entry -> !entry.hasExpired(horizon))
                .toList());
    }

    private void askForReconciliation(Meeting met) {
        isReconciliationDue = true;
        if (!met.isInitiator()) {
            outbox.control(new Message.Lagging());
        } else if (met.theirs().count() - met.mine().count() <= Meeting.FULL_STATE_ABOVE) {
            // The peer may send a delta meanwhile: whatever arrives before its answer is no longer missed then.
            peerIsDone = true;
        }
    }

    /** Sends the full state where the peer has next to nothing, and the rest of it where a connection broke on the way. */
    private boolean sendsFullState(Meeting met) {
        if (met.mine().count() - met.theirs().count() <= Meeting.FULL_STATE_ABOVE) {
            return false;
        }
        long horizon = met.horizon();
        FullState rest = replica.read(
                audience(),
                index -> FullState.behind(index.since(horizon), met.theirs(), replica, audience(), horizon));
        if (rest == null && !met.isPeerFarBehind()) {
            return false;
        }
        outbox.full(rest == null ? new FullState(replica, audience(), horizon) : rest);
        return true;
    }

    private void entries(Meeting met, Message.Entries entries, int bytes, long now) throws ProtocolException {
        if (!window.take(bytes)) {
            throw new ProtocolException(ErrorCode.LIMIT, "more was sent than the window allows");
        }
        if (entries.purpose() == Purpose.LIVE) {
            comparisons.live(now);
        } else {
            incoming = entries.purpose();
            incomingEntries += entries.entries().size();
            long total = entries.purpose() == Purpose.FULL ? met.theirs().count() : 0;
            peers.tell(new SyncEvent.Progress(peer(), entries.purpose(), true, incomingEntries, total));
        }
        if (entries.position() >= 0) {
            peersPosition = Math.max(peersPosition, entries.position());
            rememberCursor();
        }
        acknowledge(now);
    }

    private void acknowledge(long now) {
        long bytes = window.due(now);
        if (bytes >= 0) {
            outbox.acknowledgement(bytes);
        }
    }

    private void rememberCursor() {
        if (hasWhatCameBefore) {
            peers.cursor(peer(), peersPosition);
        }
    }

    private void ended(Meeting met, Message.End end, long now) throws ProtocolException {
        if (end.purpose() == Purpose.LIVE) {
            throw ProtocolException.unexpected(end);
        }
        if (end.purpose() == Purpose.RECONCILE) {
            Reconciliation current = reconciliation;
            if (met.isInitiator() || current == null) {
                throw ProtocolException.unexpected(end);
            }
            outbox.afterMissing(digest(met, false));
            endReconciliation(current, now);
        } else {
            peerIsDone = true;
            hasWhatCameBefore |= end.purpose() == Purpose.DELTA;
            rememberCursor();
        }
    }

    private void reconcile(Meeting met, Message message, long now) throws ProtocolException {
        Reconciliation current = reconciliation;
        if (current == null) {
            if (met.isInitiator() || message instanceof Message.Want) {
                throw ProtocolException.unexpected(message);
            }
            if (!reconciliations.tryTake(now)) {
                throw new ProtocolException(ErrorCode.LIMIT, "too many reconciliations");
            }
            current = beginReconciliation(met, now);
        }
        if (message instanceof Message.Want want) {
            current.receive(want);
        } else if (message instanceof Message.Reconcile next) {
            current.receive(next);
        }
    }

    private Reconciliation beginReconciliation(Meeting met, long now) {
        long own = replica.read(audience(), EntryIndex::size);
        // Of what a peer claims to have no more is believed than would keep it from being sent whole.
        long claimed = Math.min(met.theirs().count(), MOST_TIMES_CLAIMED * own + MOST_CLAIMED);
        var begun = new Reconciliation(
                replica, audience(), outbox, met.horizon(), own, claimed, met.isInitiator(), returning(met), now);
        reconciliation = begun;
        outbox.notCaughtUp();
        peerIsDone = true;
        isReconciliationDue = false;
        phase = Phase.RECONCILE;
        return begun;
    }

    /** Only when both know the same of who may have what does it mean something that a peer lacks an entry. */
    private Reconciliation.Return returning(Meeting met) {
        if (!met.isReturning()) {
            return Reconciliation.Return.NONE;
        }
        return hasReconciled || audience().rights().areComplete()
                ? Reconciliation.Return.FORGETTING
                : Reconciliation.Return.WAITING;
    }

    private void endReconciliation(Reconciliation current, long now) {
        reconciliation = null;
        hasReconciled = true;
        pace.ended(now);
        hasWhatCameBefore = true;
        rememberCursor();
        peers.tell(new SyncEvent.CaughtUp(
                peer(), Purpose.RECONCILE, Duration.ofMillis(now - current.began()), current.rounds()));
        phase = Phase.LIVE;
    }

    /** Goes on with what is due. */
    private void proceed(Meeting met, long now) {
        if (outbox.wasOverrun()) {
            isReconciliationDue = true;
            sentBeyond = NOTHING;
            outbox.control(new Message.Lagging());
        }
        if (reconciliation != null || !peerIsDone || !outbox.isCaughtUp()) {
            return;
        }
        if (isReconciliationDue) {
            if (met.isInitiator() && pace.allows(now)) {
                beginReconciliation(met, now).begin();
            }
        } else if (phase != Phase.LIVE) {
            tellCaughtUp(now);
            phase = Phase.LIVE;
            if (met.isInitiator()) {
                outbox.control(digest(met, false));
            }
        }
    }

    /** Tells, once, that a delta or a full state is over. */
    private void tellCaughtUp(long now) {
        Purpose purpose = incoming == null || outgoing == Purpose.FULL ? outgoing : incoming;
        if (purpose != null && phase != Phase.LIVE) {
            peers.tell(new SyncEvent.CaughtUp(peer(), purpose, Duration.ofMillis(now - catchUpBegan), 1));
        }
    }

    /** Not while a message is being made, which is not counted before it is there. */
    private void noteCaughtUp() {
        if (phase == Phase.LIVE && reconciliation == null && !isReconciliationDue && outbox.isCaughtUp()) {
            outbox.caughtUp();
        }
    }

    // ---- comparing

    private Message.Digest digest(Meeting met, boolean answer) {
        return replica.read(audience(), index -> {
            EntryIndex.View view = index.since(met.horizon());
            return new Message.Digest(answer, view.size(), view.digest(), log.end());
        });
    }

    private void compared(Meeting met, Message.Digest theirs, long now) {
        Message.Digest mine = digest(met, true);
        if (!theirs.answer()) {
            outbox.control(mine);
            Reconciliation current = reconciliation;
            if (met.isInitiator() && current != null && current.isOver()) {
                endReconciliation(current, now);
            }
        }
        if (mine.count() == theirs.count() && mine.digest().equals(theirs.digest())) {
            if (reconciliation == null) {
                tellCaughtUp(now);
            }
            peersPosition = Math.max(peersPosition, theirs.position());
            equal();
        } else if (met.isInitiator() && reconciliation == null) {
            isReconciliationDue |= comparisons.isDifferent(now, outbox.queued() > 0);
        }
    }

    private void equal() {
        comparisons.equal(log.end(), today());
        hasWhatCameBefore = true;
        isReconciliationDue = false;
        pace.proved();
        rememberCursor();
        if (isProofOfPresence()) {
            replica.provedEqual(replica.wallMillis());
        }
        phase = reconciliation == null ? Phase.LIVE : phase;
        peers.tell(new SyncEvent.ProvedEqual(peer()));
    }

    /**
     * Whether equality proves that this replica was not away: it does with a peer that may have all that is here. A replica that
     * may have everything itself is told by any peer that it is still there, but not that it is there again.
     */
    private boolean isProofOfPresence() {
        Audience audience = audience();
        if (audience.isPeerAllSeeing()) {
            return true;
        }
        long last = replica.lastEqual();
        return audience.isOwnAllSeeing() && (last == 0 || TimeUnit.MILLISECONDS.toDays(last) >= replica.horizonDay());
    }

    private long today() {
        return TimeUnit.MILLISECONDS.toDays(replica.wallMillis());
    }

    private void compareWhenDue(Meeting met, long now) {
        Audience audience = audience();
        audience.rights();
        if (audience.revision() != comparedRevision) {
            comparedRevision = audience.revision();
            comparisons.dueBy(now);
        }
        if (audience.revision() != sentBeyond && outbox.missing() == 0) {
            sendWhatNobodyAsksFor(met);
        }
        comparisons.note(now, log.end(), today(), met.isInitiator());
        if (phase == Phase.LIVE && reconciliation == null && comparisons.tryBegin(now, log.end(), today())) {
            outbox.control(digest(met, false));
        }
    }

    // ---- time

    /** Hears a sign of life: a frame, which may be a small part of a message, or one that is still being dealt with. */
    void heard(long now) {
        lastHeard = now;
    }

    /**
     * Lets time pass.
     *
     * @throws ProtocolException where the peer took too long
     */
    void tick(long now) throws ProtocolException {
        checkPatience(now);
        if (now - lastHeard > silenceMillis / 3 && now - lastPing > silenceMillis / 3) {
            lastPing = now;
            outbox.control(new Message.Ping(now));
        }
        Meeting met = meeting;
        if (met != null) {
            acknowledge(now);
            Message.Neighbours told = neighbourhood.due(now, () -> comparisons.dueBy(now + Neighbourhood.DELAY_MILLIS));
            if (told != null) {
                outbox.control(told);
            }
            compareWhenDue(met, now);
            proceed(met, now);
            noteCaughtUp();
        }
    }

    private void checkPatience(long now) throws ProtocolException {
        if (!isEstablished() && now - startedAt > HANDSHAKE_MILLIS) {
            throw new ProtocolException(ErrorCode.TIMEOUT, "no handshake within " + HANDSHAKE_MILLIS + " ms");
        }
        if (now - lastHeard > silenceMillis) {
            throw new ProtocolException(ErrorCode.TIMEOUT, "nothing was heard for " + silenceMillis + " ms");
        }
        if (isEstablished() && phase != Phase.LIVE && now - lastProgress > silenceMillis) {
            throw new ProtocolException(
                    ErrorCode.TIMEOUT, "the peer did nothing for the catch-up for " + silenceMillis + " ms");
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
            comparisons.live(now);
        }
        Meeting met = meeting;
        if (met != null) {
            // What was sent may have been the last of a catch-up.
            proceed(met, now);
        }
        Message next = message == null ? outbox.next() : message;
        if (next instanceof Message.Ack ack) {
            window.acknowledged(ack.bytes());
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

    /** Ends the session by a goodbye, behind what was written here and not sent yet. */
    void leave(Message goodbye) {
        isOver = true;
        outbox.farewell(goodbye);
    }

    /** Whether the handshake is done. */
    boolean isEstablished() {
        return meeting != null;
    }

    /** The peer's random number, which names its run and numbers its links. */
    byte[] peersNonce() {
        return handshake.peersNonce();
    }

    /** What of the state the two tell each other. */
    Audience audience() {
        return handshake.audience();
    }

    /** The peer's address, proved, or {@code null}. */
    @Nullable
    String address() {
        return handshake.address();
    }

    /** The peer's identifier, or the empty string before it has greeted. */
    String peer() {
        return handshake.peer();
    }

    /** What the two are about. May be asked by any thread. */
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

    /** How many entries wait to be sent live. May be asked by any thread. */
    int queued() {
        return outbox.queued();
    }
}
