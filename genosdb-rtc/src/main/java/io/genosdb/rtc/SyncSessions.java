package io.genosdb.rtc;

import io.genosdb.sync.PeerConnection;
import io.genosdb.sync.SyncEngine;
import io.genosdb.sync.transport.Backoff;
import io.genosdb.sync.wire.ErrorCode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sync with one peer over one connection: sessions one after the other, of which the peer with the smaller identifier opens
 * each. A message is a kind (one byte), the session's number (four bytes, big-endian) and, for {@link #FRAME}, a frame of the
 * sync protocol. Used by the thread of the room only, except where a comment says otherwise.
 */
final class SyncSessions implements SyncLink.Carrier {

    /** What stands before a frame. */
    static final int HEADER_BYTES = 5;

    private static final byte OPEN = 0;
    private static final byte FRAME = 1;
    private static final byte CLOSE = 2;

    /** When to look again whether another link to the same replica, which is kept, is still there. */
    private static final long LOOK_MILLIS = 5_000;

    /** When to try again with a peer that will hardly have changed meanwhile. */
    private static final long RECONSIDER_MILLIS = 30_000;

    /** A session of this age was a success. */
    private static final long STABLE_MILLIS = 10_000;

    /** The other side opens a session a second at the very most. */
    private static final int MOST_OPENED_PER_MINUTE = 120;

    private static final Logger logger = LoggerFactory.getLogger(RtcRooms.class);

    /** The connection that carries the messages. */
    interface Wire {

        /** Sends a message before long; completes when the network has it. */
        CompletableFuture<?> send(byte[] message);

        /** What both ends of the connection know of it, as {@link io.genosdb.sync.Link#binding()}. */
        byte[] binding();

        /** The peer does what no peer does. */
        void misbehaved(String reason);
    }

    private final String remote;
    private final boolean opens;
    private final int maxFrameBytes;
    private final SyncEngine engine;
    private final Wire wire;
    private final Clockwork loop;
    private final Executor workers;
    private final Backoff backoff;

    private @Nullable SyncLink link;
    private int number;
    private long openedAt;
    private long minute;
    private int openedInMinute;
    private boolean started;
    private boolean finishing;
    private boolean stopped;

    SyncSessions(
            String remote,
            boolean opens,
            int maxMessageBytes,
            SyncEngine engine,
            Wire wire,
            Clockwork loop,
            Executor workers,
            RandomGenerator random) {
        this.remote = remote;
        this.opens = opens;
        this.maxFrameBytes = maxMessageBytes - HEADER_BYTES;
        this.engine = engine;
        this.wire = wire;
        this.loop = loop;
        this.workers = workers;
        this.backoff = new Backoff(random);
    }

    /** The peer is known to sync. Idempotent. */
    void start() {
        if (!started) {
            started = true;
            if (opens) {
                open();
            }
        }
    }

    /** The connection is no more. Idempotent. */
    void stop(String reason) {
        stopped = true;
        SyncLink open = link;
        link = null;
        if (open != null) {
            open.ended(reason);
        }
    }

    /** Sends what there is, and ends the session then; no other one follows. */
    void finish() {
        finishing = true;
        SyncLink open = link;
        if (open != null) {
            open.close();
        }
    }

    /** Whether a session still has something to send. */
    boolean isBusy() {
        return link != null;
    }

    private void open() {
        if (stopped || finishing || link != null) {
            return;
        }
        number++;
        var unused = wire.send(header(OPEN, number));
        begin();
    }

    private void begin() {
        openedAt = loop.now();
        try {
            link = new SyncLink(remote, opens, maxFrameBytes, wire.binding(), engine, this, workers);
        } catch (IllegalStateException e) {
            // The database is about to be closed.
            logger.debug("No sync with {}: {}", remote, e.toString());
        }
    }

    private static byte[] header(byte kind, int number) {
        return ByteBuffer.allocate(HEADER_BYTES).put(kind).putInt(number).array();
    }

    void received(byte[] message) {
        if (stopped) {
            return;
        }
        if (message.length < HEADER_BYTES) {
            wire.misbehaved("sent a sync message without a header");
            return;
        }
        var buffer = ByteBuffer.wrap(message);
        byte kind = buffer.get();
        int session = buffer.getInt();
        switch (kind) {
            case OPEN -> opened(session);
            case FRAME -> frame(session, message);
            case CLOSE -> closed(session);
            default -> logger.debug("{} sent a sync message of the unknown kind {}", remote, kind);
        }
    }

    private void opened(int session) {
        if (opens) {
            wire.misbehaved("opened a sync session that is this side's to open");
            return;
        }
        if (isTooRestless()) {
            wire.misbehaved("opened more than " + MOST_OPENED_PER_MINUTE + " sync sessions in a minute");
            return;
        }
        endSession("the peer began anew");
        if (!finishing) {
            number = session;
            begin();
        }
    }

    private boolean isTooRestless() {
        long now = loop.now();
        if (openedInMinute == 0 || now - minute >= 60_000) {
            minute = now;
            openedInMinute = 0;
        }
        return ++openedInMinute > MOST_OPENED_PER_MINUTE;
    }

    private void frame(int session, byte[] message) {
        SyncLink open = link;
        if (open == null || session != number) {
            // Frames of a session that has ended on this side are still on their way.
            return;
        }
        byte[] frame = Arrays.copyOfRange(message, HEADER_BYTES, message.length);
        if (!open.receive(frame)) {
            wire.misbehaved("sent more than this side can take in");
        }
    }

    private void closed(int session) {
        if (session == number) {
            endSession("the peer ended the session");
        }
    }

    /** On a thread of the workers. */
    @Override
    public CompletableFuture<?> send(SyncLink from, byte[] frame) {
        var sent = new CompletableFuture<Void>();
        loop.execute(() -> {
            if (from != link) {
                sent.completeExceptionally(new IllegalStateException("the session has ended"));
                return;
            }
            byte[] message = ByteBuffer.allocate(HEADER_BYTES + frame.length)
                    .put(FRAME)
                    .putInt(number)
                    .put(frame)
                    .array();
            var unused = wire.send(message).whenComplete((nothing, failure) -> {
                if (failure == null) {
                    sent.complete(null);
                } else {
                    sent.completeExceptionally(failure);
                }
            });
        });
        return sent;
    }

    /** On a thread of the workers. */
    @Override
    public void finished(SyncLink ended) {
        loop.execute(() -> {
            if (ended == link) {
                var unused = wire.send(header(CLOSE, number));
                endSession("the session is over");
            }
        });
    }

    private void endSession(String reason) {
        SyncLink open = link;
        if (open == null) {
            return;
        }
        link = null;
        open.ended(reason);
        if (opens && !stopped && !finishing) {
            loop.executeIn(delayAfter(open.session()), () -> reopen(open.session()));
        }
    }

    private long delayAfter(PeerConnection session) {
        ErrorCode failure = session.failure();
        if (failure == ErrorCode.DUPLICATE) {
            return LOOK_MILLIS;
        }
        if (failure != null && failure.isRefusal()) {
            return RECONSIDER_MILLIS;
        }
        if (loop.now() - openedAt > STABLE_MILLIS) {
            backoff.reset();
        }
        return backoff.next().toMillis();
    }

    /** Of two links between two replicas one is kept: while the other one lives there is nothing to do. */
    private void reopen(PeerConnection before) {
        if (engine.isReplaced(before) || before.failure() == ErrorCode.SELF) {
            loop.executeIn(LOOK_MILLIS, () -> {
                if (!stopped && !finishing) {
                    reopen(before);
                }
            });
            return;
        }
        open();
    }
}
