package io.genosdb.samples.notes;

import io.genosdb.security.GenosSecurity;
import io.genosdb.security.SecurityEvent;
import io.genosdb.spring.GenosOperations;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.springframework.stereotype.Component;

/** Remembers the last peers that were turned away, or cut off for what no honest one does. */
@Component
class RefusedPeers {

    private static final int MOST = 100;

    private final InstantSource clock = InstantSource.system();
    private final Deque<RefusedPeer> last = new ArrayDeque<>();

    /** Listens, when the database is open. */
    RefusedPeers(GenosSecurity security, GenosOperations open) {
        var unused = security.onEvent(this::hear);
    }

    /** A peer that is not let in for a while. */
    record RefusedPeer(String address, String offence, Instant at) {}

    private synchronized void hear(SecurityEvent event) {
        if (event instanceof SecurityEvent.PeerRefused refused) {
            last.addFirst(new RefusedPeer(refused.address(), refused.offence(), clock.instant()));
            if (last.size() > MOST) {
                last.removeLast();
            }
        }
    }

    /** The newest first. */
    synchronized List<RefusedPeer> last() {
        return List.copyOf(last);
    }
}
