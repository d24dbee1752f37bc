package io.genosdb.spring.boot.autoconfigure.security;

import io.genosdb.ListenerRegistration;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.SecurityEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What security has turned away since the application started. Thread-safe. */
final class SecurityActivity implements AutoCloseable {

    private final LongAdder refused = new LongAdder();
    private final LongAdder parked = new LongAdder();
    private final LongAdder refusedPeers = new LongAdder();
    private final InstantSource clock;
    private final ListenerRegistration registration;
    private volatile @Nullable RefusedPeer lastPeer;

    /** A peer that was turned away or cut off. */
    record RefusedPeer(String address, String offence, Instant at) {}

    /**
     * Counts from now on.
     *
     * @param security what it listens to
     * @param clock the time
     */
    SecurityActivity(GenosSecurity security, InstantSource clock) {
        this.clock = clock;
        this.registration = security.onEvent(this::count);
    }

    void count(SecurityEvent event) {
        if (event instanceof SecurityEvent.EntryRefused entry) {
            (entry.isParked() ? parked : refused).increment();
        } else if (event instanceof SecurityEvent.PeerRefused peer) {
            refusedPeers.increment();
            lastPeer = new RefusedPeer(peer.address(), peer.offence(), clock.instant());
        }
    }

    /** Entries that are never let in. */
    long refused() {
        return refused.sum();
    }

    /** Entries that were kept aside, those included that have been let in since. */
    long parked() {
        return parked.sum();
    }

    /** How often a peer was turned away or cut off. */
    long refusedPeers() {
        return refusedPeers.sum();
    }

    @Nullable
    RefusedPeer lastPeer() {
        return lastPeer;
    }

    @Override
    public void close() {
        registration.close();
    }
}
