package io.genosdb.rtc;

import io.genosdb.room.RoomException;
import io.genosdb.rtc.transport.PeerChannel;
import io.genosdb.rtc.wire.OutgoingMessage;
import io.genosdb.rtc.wire.Transmission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What waits to go over one connection. Control messages go first; then frames of the sync and parts of the messages that are
 * under way take turns, so that a film holds up neither a write nor a word. Used by the thread of the room only.
 */
final class Outbound {

    /** After so many messages other tasks of the room have their turn. */
    private static final int MESSAGES_PER_TURN = 128;

    /** A peer that is asked and answered so often, and reads nothing, is not waited for. */
    private static final int MOST_CONTROL_MESSAGES = 4_096;

    private static final int MOST_FRAMES = 1_024;
    private static final int MOST_TRANSMISSIONS = 10_000;
    private static final long MOST_BYTES = 256L << 20;

    /** A message that is under way. */
    private record Source(Transmission transmission, DoubleConsumer progress, CompletableFuture<Void> done) {}

    @SuppressWarnings("ArrayRecordComponent") // Sent once, compared by nobody.
    private record Frame(byte[] message, CompletableFuture<Void> sent) {}

    private final PeerChannel channel;
    private final Clockwork loop;
    private final RoomTraffic traffic;
    private final Deque<byte[]> control = new ArrayDeque<>();
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final Deque<Source> sources = new ArrayDeque<>();

    /** The part that the channel did not take, and whose it is. */
    private byte @Nullable [] refused;

    private boolean framesTurn;
    private boolean blocked;
    private boolean again;
    private boolean closed;
    private long bytes;

    Outbound(PeerChannel channel, Clockwork loop, RoomTraffic traffic) {
        this.channel = channel;
        this.loop = loop;
        this.traffic = traffic;
    }

    void control(byte[] message) {
        if (closed) {
            return;
        }
        if (control.size() >= MOST_CONTROL_MESSAGES) {
            channel.close("the peer asks much and reads nothing");
            return;
        }
        control.add(message);
        drain();
    }

    CompletableFuture<Void> frame(byte[] message) {
        var sent = new CompletableFuture<Void>();
        if (closed) {
            sent.completeExceptionally(new RoomException("the connection has ended"));
        } else if (frames.size() >= MOST_FRAMES) {
            sent.completeExceptionally(new RoomException("the peer reads nothing"));
        } else {
            frames.add(new Frame(message, sent));
            drain();
        }
        return sent;
    }

    /** Sends a message of a channel, in parts. */
    CompletableFuture<Void> transmit(OutgoingMessage message, DoubleConsumer progress) {
        var done = new CompletableFuture<Void>();
        if (closed) {
            // Who leaves while something is sent is no error.
            done.complete(null);
        } else if (sources.size() >= MOST_TRANSMISSIONS || bytes + message.length() > MOST_BYTES && bytes > 0) {
            done.completeExceptionally(
                    new RoomException(
                            "a peer takes messages more slowly than they are sent; wait for what send() returns before the next one"));
        } else {
            bytes += message.length();
            sources.add(new Source(message.transmission(), progress, done));
            drain();
        }
        return done;
    }

    /**
     * Begins again, here, with what is under way over a connection that this one replaces: the other side drops what it has of an
     * unfinished message with that connection.
     */
    void takeOver(Outbound replaced) {
        for (Source source : replaced.sources) {
            bytes += source.transmission().message().length();
            sources.add(new Source(source.transmission().message().transmission(), source.progress(), source.done()));
        }
        replaced.sources.clear();
        replaced.refused = null;
        replaced.bytes = 0;
        drain();
    }

    /** The channel takes messages again. */
    void writable() {
        blocked = false;
        drain();
    }

    boolean isEmpty() {
        return closed || control.isEmpty() && frames.isEmpty() && sources.isEmpty();
    }

    /** The connection has ended. Idempotent. */
    void close() {
        closed = true;
        control.clear();
        abandon();
    }

    /** The peer has left: nothing that was for it goes any more. */
    void abandon() {
        refused = null;
        bytes = 0;
        var ending = new RoomException("the connection has ended");
        List.copyOf(frames).forEach(frame -> frame.sent().completeExceptionally(ending));
        frames.clear();
        var left = new ArrayList<>(sources);
        sources.clear();
        left.forEach(source -> source.done().complete(null));
    }

    private void drain() {
        int turn = 0;
        while (!blocked && !closed && !isEmpty()) {
            if (turn++ == MESSAGES_PER_TURN) {
                goOnLater();
                return;
            }
            blocked = !step();
        }
    }

    private void goOnLater() {
        if (!again) {
            again = true;
            loop.execute(() -> {
                again = false;
                drain();
            });
        }
    }

    /** Sends one message; false where the channel takes none now. */
    private boolean step() {
        byte[] first = control.peek();
        if (first != null) {
            boolean sent = isSent(first);
            if (sent) {
                control.remove();
            }
            return sent;
        }
        framesTurn = sources.isEmpty() || !framesTurn && !frames.isEmpty();
        return framesTurn ? stepFrame() : stepTransmission();
    }

    private boolean isSent(byte[] message) {
        boolean sent = channel.send(message);
        if (sent) {
            traffic.bytesOut(message.length);
        }
        return sent;
    }

    private boolean stepFrame() {
        Frame frame = frames.element();
        if (!isSent(frame.message())) {
            return false;
        }
        frames.remove();
        frame.sent().complete(null);
        return true;
    }

    private boolean stepTransmission() {
        Source source = sources.element();
        byte[] part = refused == null ? source.transmission().next() : refused;
        if (!isSent(part)) {
            refused = part;
            return false;
        }
        refused = null;
        sources.remove();
        source.progress().accept(source.transmission().progress());
        if (source.transmission().hasNext()) {
            sources.add(source);
        } else {
            bytes -= source.transmission().message().length();
            traffic.messageOut();
            source.done().complete(null);
        }
        return true;
    }
}
