package io.genosdb.sync;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Reader;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * This replica and a peer, as readers. What both may receive is their <em>common view</em>: of that alone they tell each other how
 * much there is, and of that alone they become equal. Thread-safe; equal only to itself.
 *
 * @since 0.1
 */
public final class Audience {

    /** Where everybody may receive everything. */
    public static final Audience EVERYBODY = new Audience("", Reader.EVERYTHING, "", Reader.EVERYTHING);

    /**
     * The rights of one moment, by which a view was made.
     *
     * @param own those of this replica
     * @param peer those of the peer
     * @param epoch how often both were said to have changed
     */
    record Rights(Reader own, Reader peer, long epoch) {

        private static final Rights ALL = new Rights(Reader.EVERYTHING, Reader.EVERYTHING, 0);

        /** Whether the common view is the whole state. */
        boolean areComplete() {
            return own == Reader.EVERYTHING && peer == Reader.EVERYTHING;
        }
    }

    private static final int MOST_LOST_NODES = 1_024;

    private final String ownAddress;
    private final Reader own;
    private final String peerAddress;
    private final Reader peer;
    private final AtomicLong epoch = new AtomicLong();

    /** Of which nodes the common view lost something that this replica alone may not receive any more, and when last. */
    private final Map<String, Long> lost = new LinkedHashMap<>();

    /** What was lost before is not told by nodes. Guarded, like the nodes and the changes of the revision, by them. */
    private long lostBefore;

    private volatile long revision;
    private volatile @Nullable Rights known;
    private volatile boolean ended;

    Audience(String ownAddress, Reader own, String peerAddress, Reader peer) {
        this.ownAddress = ownAddress;
        this.own = own;
        this.peerAddress = peerAddress;
        this.peer = peer;
    }

    String peerAddress() {
        return peerAddress;
    }

    boolean isAbout(String address) {
        return address.equals(ownAddress) || address.equals(peerAddress);
    }

    /** Whether an entry may be sent to the peer. */
    boolean maySend(Entry entry) {
        return peer.mayReceive(entry);
    }

    /** Whether an entry may be sent to this replica: if not, it is in no comparison. */
    boolean mayReceive(Entry entry) {
        return own.mayReceive(entry);
    }

    /** Whether an entry belongs to the common view. */
    boolean isShared(Entry entry) {
        return own.mayReceive(entry) && (own == peer || peer.mayReceive(entry));
    }

    /**
     * Whether an entry that this replica holds is beyond the common view: it may not receive it any more, and the peer may. Nobody
     * would ask for it, and it would be lost with this replica: what somebody wrote lawfully before they were demoted, say.
     */
    boolean isBeyond(Entry entry) {
        return !own.mayReceive(entry) && peer.mayReceive(entry);
    }

    /** Whether the peer may receive all that this replica may. */
    boolean isPeerAllSeeing() {
        return ownAddress.equals(peerAddress) || peer.asOfNow() == Reader.EVERYTHING;
    }

    boolean isOwnAllSeeing() {
        return own.asOfNow() == Reader.EVERYTHING;
    }

    /** The rights of now. Takes note where they are others than before. */
    Rights rights() {
        if (this == EVERYBODY) {
            return Rights.ALL;
        }
        var now = new Rights(own.asOfNow(), peer.asOfNow(), epoch.get());
        Rights before = known;
        if (!now.equals(before)) {
            known = now;
            if (before != null) {
                changed();
            }
        }
        return now;
    }

    /** The rights have changed, in whatever respect. */
    void renew() {
        epoch.incrementAndGet();
    }

    /** The common view has changed by more than what was just merged, in whatever respect. */
    void changed() {
        synchronized (lost) {
            lost.clear();
            lostBefore = ++revision;
        }
    }

    /**
     * The common view has changed by more than what was just merged.
     *
     * @param nodes of which it lost something that is {@linkplain #isBeyond beyond} it now
     */
    void changed(Set<String> nodes) {
        synchronized (lost) {
            revision++;
            for (String node : nodes) {
                lost.remove(node);
                lost.put(node, revision);
            }
            var eldest = lost.values().iterator();
            while (lost.size() > MOST_LOST_NODES) {
                lostBefore = eldest.next();
                eldest.remove();
            }
        }
    }

    /** The nodes of which the common view has lost something since a revision; {@code null} where it may be any. */
    @Nullable
    Set<String> lostSince(long since) {
        synchronized (lost) {
            if (since < lostBefore) {
                return null;
            }
            var nodes = new LinkedHashSet<String>();
            lost.forEach((node, at) -> {
                if (at > since) {
                    nodes.add(node);
                }
            });
            return nodes;
        }
    }

    /** Grows whenever the two have to be compared anew, since they may send each other what they might not before, or less. */
    long revision() {
        return revision;
    }

    /** Nobody asks for the common view any more. */
    void end() {
        ended = true;
    }

    boolean isOver() {
        return ended;
    }
}
