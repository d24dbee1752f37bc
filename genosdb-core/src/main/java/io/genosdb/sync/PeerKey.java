package io.genosdb.sync;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Which replica a peer is. Anybody can greet with the origin of another one; where the database is guarded, nobody can with its address
 * as well.
 *
 * @param origin what it greeted with
 * @param address what it has proved; empty where nobody has to
 */
record PeerKey(String origin, String address) implements Comparable<PeerKey> {

    private static final Comparator<PeerKey> ORDER =
            Comparator.comparing(PeerKey::origin).thenComparing(PeerKey::address);

    static PeerKey of(String origin, @Nullable String address) {
        return new PeerKey(origin, address == null ? "" : address);
    }

    @Override
    public int compareTo(PeerKey other) {
        return ORDER.compare(this, other);
    }
}
