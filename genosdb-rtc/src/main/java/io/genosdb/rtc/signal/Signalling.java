package io.genosdb.rtc.signal;

import io.genosdb.rtc.transport.IceCandidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * How a peer meets the others of its room: what it says on relays, and which connections it makes and keeps. Decides only: what is
 * to be done is fetched from {@link #effects} after each call, and every connection, called a link here, is somebody else's.
 *
 * <p>Times are milliseconds of any clock that never goes back. Not thread-safe.
 *
 * @since 0.1
 */
public final class Signalling {

    private final RoomIdentity identity;
    private final Set<String> topics;
    private final List<SignalEffect> effects = new ArrayList<>();

    /**
     * Begins.
     *
     * @param identity which room, and who
     * @param random makes names and initialisation vectors, unpredictably for others
     */
    public Signalling(RoomIdentity identity, RandomGenerator random) {
        this.identity = identity;
        this.topics = Set.of(identity.rootTopic(), identity.topicOf(identity.self()));
    }

    /**
     * A relay carries messages, and has been subscribed to {@link #topics}.
     *
     * @param relay the relay's number
     * @param now the time
     */
    public void relayConnected(int relay, long now) {}

    /**
     * A relay carries nothing any more.
     *
     * @param relay the relay's number
     * @param now the time
     */
    public void relayLost(int relay, long now) {}

    /**
     * A relay brought something. What makes no sense is ignored.
     *
     * @param relay the relay's number
     * @param topic for whom
     * @param content what
     * @param now the time
     */
    public void received(int relay, String topic, String content, long now) {}

    /**
     * A link is described: by its offer, or by the answer to one.
     *
     * @param link the link
     * @param sdp its description
     * @param now the time
     */
    public void described(long link, String sdp, long now) {}

    /**
     * There is a way to this side of a link.
     *
     * @param link the link
     * @param candidate the way
     * @param now the time
     */
    public void gathered(long link, IceCandidate candidate, long now) {}

    /**
     * A link carries messages.
     *
     * @param link the link
     * @param now the time
     */
    public void opened(long link, long now) {}

    /**
     * A link has ended. No departure: the peer is dialled again.
     *
     * @param link the link
     * @param now the time
     */
    public void closed(long link, long now) {}

    /**
     * A peer said goodbye over its link, which is not closed by that. The peer is not dialled until it is heard again, and what it
     * had said before does not make it {@linkplain SignalEffect.Seen seen}.
     *
     * @param peer the peer
     * @param now the time
     */
    public void departed(String peer, long now) {}

    /**
     * A peer that had said goodbye is back, over the same link.
     *
     * @param peer the peer
     * @param now the time
     */
    public void returned(String peer, long now) {}

    /**
     * A link is worn and should be replaced by another one to the same peer, which is used from its
     * {@link SignalEffect.Connected} on. The old one goes on until then. Pages in browsers ignore whoever they have a link with: a
     * link to a page is not replaced, and the call does nothing.
     *
     * @param link the link
     * @param now the time
     */
    public void replace(long link, long now) {}

    /**
     * Time has passed.
     *
     * @param now the time
     */
    public void tick(long now) {}

    /**
     * When {@link #tick} has something to do at the earliest. Changes with every call.
     *
     * @return a time; {@link Long#MAX_VALUE} if never
     */
    public long nextTick() {
        return Long.MAX_VALUE;
    }

    /**
     * What is to be done since the last time this was asked.
     *
     * @return effects, in order
     */
    public List<SignalEffect> effects() {
        List<SignalEffect> drained = List.copyOf(effects);
        effects.clear();
        return drained;
    }

    /**
     * What every relay is to be subscribed to.
     *
     * @return two topics, always the same
     */
    public Set<String> topics() {
        return topics;
    }

    /**
     * Which room, and who.
     *
     * @return as given to the constructor
     */
    public RoomIdentity identity() {
        return identity;
    }
}
