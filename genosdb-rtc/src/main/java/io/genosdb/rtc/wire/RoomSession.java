package io.genosdb.rtc.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What two peers of a room say to each other over one open link, from the handshake to the goodbye: a state machine that sends
 * nothing and waits for nothing itself. All times are milliseconds of one clock that never goes back. Nothing that a peer sends
 * makes a method throw. Not thread-safe.
 *
 * @since 0.1
 */
public final class RoomSession {

    private final List<SessionEffect> effects = new ArrayList<>();

    /**
     * Makes a session over a link that is not open yet.
     *
     * @param secret the room, and what is to be proved
     * @param self how this peer is called
     * @param peer how the other is called
     * @param own what this peer declares to be
     * @param limits what the other may take
     * @param budget what all others of the room may take together
     * @param random makes challenges, which nobody may guess
     */
    public RoomSession(
            RoomSecret secret,
            String self,
            String peer,
            PeerHello own,
            SessionLimits limits,
            ReassemblyBudget budget,
            RandomGenerator random) {}

    /**
     * The link is open: the handshake begins.
     *
     * @param now the time
     */
    public void opened(long now) {}

    /**
     * A message came over the link.
     *
     * @param message all of it, which is the session's from now on
     * @param now the time
     */
    public void received(byte[] message, long now) {}

    /**
     * Does what is due.
     *
     * @param now the time
     */
    public void tick(long now) {}

    /**
     * When {@link #tick} has something to do at the earliest. Changes with every call of another method.
     *
     * @return a time; {@link Long#MAX_VALUE} for never
     */
    public long nextTick() {
        return Long.MAX_VALUE;
    }

    /**
     * Leaves the room and says so. The link is to be kept open until {@link SessionEffect.Left}, about 0.1 s later.
     *
     * @param now the time
     */
    public void leave(long now) {}

    /**
     * Comes back into the room after {@link #leave}, over the same link.
     *
     * @param now the time
     */
    public void rejoin(long now) {}

    /**
     * Declares to be something else, and tells the peer if it is one that wants to know.
     *
     * @param hello what this peer is from now on
     */
    public void declare(PeerHello hello) {}

    /**
     * Asks the peer for an answer: a {@link SessionEffect.Pong}, unless it becomes inactive before.
     *
     * @param id comes back with the answer
     * @param now the time
     * @return whether it was asked; not if it is not active, or has too many to answer already
     */
    public boolean ping(long id, long now) {
        return false;
    }

    /**
     * The link has ended. Gives back what the session held.
     *
     * @param reason why, for people
     */
    public void closed(String reason) {}

    /**
     * Whether messages go both ways.
     *
     * @return true between {@link SessionEffect.Active} and {@link SessionEffect.Inactive}
     */
    public boolean isActive() {
        return false;
    }

    /**
     * What was to be done and found out since the last call.
     *
     * @return the effects, in order
     */
    public List<SessionEffect> effects() {
        List<SessionEffect> drained = List.copyOf(effects);
        effects.clear();
        return drained;
    }
}
