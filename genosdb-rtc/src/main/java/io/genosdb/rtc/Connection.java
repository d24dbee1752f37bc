package io.genosdb.rtc;

import io.genosdb.room.RoomPeer;
import io.genosdb.rtc.transport.PeerChannel;
import io.genosdb.rtc.wire.RoomSession;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One connection to a peer, from its first description to its end. Used by the thread of the room only. */
final class Connection {

    /** A peer that says so much before the two have agreed to use the connection says it to nobody. */
    private static final int MOST_EARLY_MESSAGES = 64;

    private final long link;
    private final String peer;

    /** What came and was not looked at yet, in bytes. Changed by the transport's threads too. */
    private final AtomicLong waiting = new AtomicLong();

    private final List<byte[]> early = new ArrayList<>();
    private @Nullable PeerChannel channel;
    private @Nullable Outbound outbound;
    private @Nullable RoomSession session;
    private @Nullable SyncSessions sync;
    private @Nullable RoomPeer active;
    private boolean left;

    Connection(long link, String peer) {
        this.link = link;
        this.peer = peer;
    }

    long link() {
        return link;
    }

    String peer() {
        return peer;
    }

    AtomicLong waiting() {
        return waiting;
    }

    void attach(PeerChannel made, Outbound sender) {
        channel = made;
        outbound = sender;
    }

    @Nullable
    PeerChannel channel() {
        return channel;
    }

    Outbound outbound() {
        Outbound sender = outbound;
        if (sender == null) {
            throw new IllegalStateException("the connection was not made yet");
        }
        return sender;
    }

    void keep(byte[] message) {
        if (early.size() < MOST_EARLY_MESSAGES) {
            early.add(message);
        }
    }

    List<byte[]> takeEarly() {
        var taken = List.copyOf(early);
        early.clear();
        return taken;
    }

    void session(RoomSession begun) {
        session = begun;
    }

    @Nullable
    RoomSession session() {
        return session;
    }

    void sync(@Nullable SyncSessions sessions) {
        sync = sessions;
    }

    @Nullable
    SyncSessions sync() {
        return sync;
    }

    /** This side has said goodbye. */
    void hasLeft() {
        left = true;
    }

    /** Whether there is nobody to say goodbye to any more. */
    boolean isQuiet() {
        return session == null || left;
    }

    /** The peer as it is in the room over this connection; {@code null} while it is not. */
    @Nullable
    RoomPeer active() {
        return active;
    }

    void active(@Nullable RoomPeer described) {
        active = described;
    }
}
