package io.genosdb.sync;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.Slot;
import io.genosdb.sync.reconcile.MalformedNegentropyException;
import io.genosdb.sync.reconcile.Negentropy;
import io.genosdb.sync.wire.ErrorCode;
import io.genosdb.sync.wire.Message;
import io.genosdb.sync.wire.Message.Purpose;
import io.genosdb.sync.wire.WireLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One side of one range-based set reconciliation (negentropy protocol v1). The state may change meanwhile: every message is
 * answered from the state as it is then, so the worst that comes of it is an entry sent twice, or one left to the next
 * comparison.
 */
final class Reconciliation {

    /** Messages are as large as may be: fewer round trips where much differs. */
    private static final int MESSAGE_BYTES = 1_000_000;

    private static final int FEWEST_ROUNDS = 64;

    /** A message narrows down thousands of entries, so honest peers need far fewer rounds than one for so many. */
    private static final int ENTRIES_PER_ROUND = 1_000;

    /** What is to be sent may be found out twice before it has gone; who makes more of it wait does not listen. */
    private static final int MOST_WAITING_PER_ENTRY = 2;

    private static final int FEWEST_WAITING = 1 << 16;

    /** What a replica does with entries from before the horizon that the peer lacks, if it was away for too long. */
    enum Return {
        /** It was not away: it sends them like others. */
        NONE,
        /** It leaves them alone: the peer may only not be allowed to have them, as this replica does not know yet. */
        WAITING,
        /** It gives them up. */
        FORGETTING
    }

    private final Replica replica;
    private final Audience audience;
    private final Outbox outbox;
    private final long horizon;
    private final boolean isInitiator;
    private final Return returning;
    private final long began;
    private final long mostRounds;
    private final long mostWaiting;

    /** What this side, as the responder, named in its last message. */
    private final Map<Hash256, Entry> offered = new HashMap<>();

    private int rounds;
    private boolean over;

    Reconciliation(
            Replica replica,
            Audience audience,
            Outbox outbox,
            long horizon,
            long own,
            long claimed,
            boolean isInitiator,
            Return returning,
            long began) {
        this.replica = replica;
        this.audience = audience;
        this.outbox = outbox;
        this.horizon = horizon;
        this.isInitiator = isInitiator;
        this.returning = returning;
        this.began = began;
        this.mostRounds = FEWEST_ROUNDS + (own + claimed) / ENTRIES_PER_ROUND;
        this.mostWaiting = FEWEST_WAITING + MOST_WAITING_PER_ENTRY * own;
    }

    void begin() {
        outbox.control(
                new Message.Reconcile(replica.read(audience, index -> Negentropy.initiate(index.since(horizon)))));
    }

    void receive(Message.Reconcile message) throws ProtocolException {
        rounds++;
        if (over || rounds > mostRounds) {
            throw new ProtocolException(over ? ErrorCode.UNEXPECTED : ErrorCode.LIMIT, "a reconciliation does not end");
        }
        Negentropy.Round round = step(message.payload());
        send(round.have());
        for (int from = 0; from < round.need().size(); from += WireLimits.HASHES) {
            int to = Math.min(round.need().size(), from + WireLimits.HASHES);
            outbox.control(new Message.Want(List.copyOf(round.need().subList(from, to))));
        }
        offered.clear();
        round.offered().forEach(entry -> offered.put(entry.hash(), entry));
        byte[] next = round.next();
        if (next != null) {
            outbox.control(new Message.Reconcile(next));
        } else {
            over = true;
            outbox.afterMissing(new Message.End(Purpose.RECONCILE));
        }
    }

    private Negentropy.Round step(byte[] payload) throws ProtocolException {
        var malformed = new ArrayList<MalformedNegentropyException>(0);
        Negentropy.Round round = replica.read(audience, index -> {
            try {
                return isInitiator
                        ? Negentropy.reconcile(index.since(horizon), payload, MESSAGE_BYTES)
                        : Negentropy.respond(index.since(horizon), payload, MESSAGE_BYTES);
            } catch (MalformedNegentropyException e) {
                malformed.add(e);
                return new Negentropy.Round(null, List.of(), List.of(), List.of());
            }
        });
        if (!malformed.isEmpty()) {
            throw new ProtocolException(
                    ErrorCode.MALFORMED, String.valueOf(malformed.get(0).getMessage()));
        }
        return round;
    }

    void receive(Message.Want want) throws ProtocolException {
        if (isInitiator) {
            throw new ProtocolException(ErrorCode.UNEXPECTED, "the responder asks for entries");
        }
        var wanted = new ArrayList<Entry>(want.hashes().size());
        for (Hash256 hash : want.hashes()) {
            Entry entry = offered.remove(hash);
            if (entry != null) {
                wanted.add(entry);
            }
        }
        send(wanted);
    }

    /** Sends what the peer lacks. A replica that was away for too long gives up what is older than the horizon instead. */
    private void send(List<Entry> entries) throws ProtocolException {
        if (outbox.missing() + (long) entries.size() > mostWaiting) {
            throw new ProtocolException(ErrorCode.LIMIT, "the peer asks for more entries than it takes");
        }
        if (returning == Return.NONE) {
            outbox.missing(entries);
            return;
        }
        if (returning == Return.FORGETTING) {
            replica.forget(entries.stream().filter(this::isOutdated).toList());
        }
        outbox.missing(entries.stream().filter(entry -> !isOutdated(entry)).toList());
    }

    /** Roles and access lists are never removed. */
    private boolean isOutdated(Entry entry) {
        return HybridTimestamp.day(entry.timestamp()) < horizon && !(entry.slot() instanceof Slot.Managed);
    }

    /** Whether this side, the initiator, has nothing more to ask. */
    boolean isOver() {
        return over;
    }

    long began() {
        return began;
    }

    int rounds() {
        return rounds;
    }
}
