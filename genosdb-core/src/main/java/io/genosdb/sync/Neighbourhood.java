package io.genosdb.sync;

import io.genosdb.sync.wire.Message;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is connected to whom, as two peers have told each other: an entry is not forwarded to a neighbour of the replica that it
 * came from. Not thread-safe.
 */
final class Neighbourhood {

    static final long DELAY_MILLIS = 1_000;

    private final Peers peers;
    private Set<String> theirs = Set.of();
    private List<String> told = List.of();
    private long toldRevision = -1;
    private long toldAt;

    Neighbourhood(Peers peers, long now) {
        this.peers = peers;
        this.toldAt = now - DELAY_MILLIS;
    }

    void receive(Message.Neighbours message) {
        theirs = Set.copyOf(message.origins());
    }

    /** A peer gets what it does not have yet: not what it sent, wrote, or gets from a neighbour of its own. */
    boolean isForwarded(OpLog.Item item, String peer) {
        String sender = item.sender();
        if (item.entry().origin().equals(peer) || peer.equals(sender)) {
            return false;
        }
        return sender == null || !theirs.contains(sender) || !peers.isConnected(sender);
    }

    /**
     * What to tell the peer now, or {@code null}.
     *
     * @param left is run where a replica left, which may not have sent to everybody what it sent here
     */
    Message.@Nullable Neighbours due(long now, Runnable left) {
        if (peers.revision() == toldRevision || now - toldAt < DELAY_MILLIS) {
            return null;
        }
        toldRevision = peers.revision();
        toldAt = now;
        List<String> neighbours = peers.neighbours();
        if (neighbours.equals(told)) {
            return null;
        }
        if (!neighbours.containsAll(told)) {
            left.run();
        }
        told = neighbours;
        return new Message.Neighbours(neighbours);
    }
}
