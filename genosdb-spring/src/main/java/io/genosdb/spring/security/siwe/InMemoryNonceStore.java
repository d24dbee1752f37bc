package io.genosdb.spring.security.siwe;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Nonces in the memory of one instance. Where there are too many, the eldest are forgotten: whoever got one asks for another.
 * Thread-safe.
 *
 * @since 0.1
 */
public final class InMemoryNonceStore implements NonceStore {

    /** How long a nonce is good by default: five minutes. */
    public static final Duration LIFETIME = Duration.ofMinutes(5);

    /** How many nonces are remembered by default. */
    public static final int CAPACITY = 100_000;

    private static final int BYTES = 16;

    private final Duration lifetime;
    private final int capacity;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Issued> nonces = new LinkedHashMap<>();

    /** For whom, and until when. */
    private record Issued(@Nullable String session, Instant expiresAt) {}

    /**
     * Makes an empty store.
     *
     * @param lifetime how long a nonce is good
     * @param capacity how many there may be
     * @param clock the time
     * @param random nobody may be able to guess it: a {@link java.security.SecureRandom}
     */
    public InMemoryNonceStore(Duration lifetime, int capacity, InstantSource clock, RandomGenerator random) {
        if (lifetime.isZero() || lifetime.isNegative() || capacity < 1) {
            throw new IllegalArgumentException(
                    "lifetime and capacity must be positive, not " + lifetime + " and " + capacity);
        }
        this.lifetime = lifetime;
        this.capacity = capacity;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public String issue(@Nullable String session) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String nonce = HexFormat.of().formatHex(bytes);
        synchronized (nonces) {
            Instant now = clock.instant();
            makeRoom(now);
            nonces.put(nonce, new Issued(session, now.plus(lifetime)));
        }
        return nonce;
    }

    /** The eldest come first. */
    private void makeRoom(Instant now) {
        Iterator<Issued> eldest = nonces.values().iterator();
        while (eldest.hasNext()) {
            Issued issued = eldest.next();
            if (nonces.size() < capacity && now.isBefore(issued.expiresAt())) {
                return;
            }
            eldest.remove();
        }
    }

    @Override
    public boolean consume(String nonce, @Nullable String session) {
        synchronized (nonces) {
            Issued issued = nonces.get(nonce);
            if (issued == null || !Objects.equals(issued.session(), session)) {
                return false;
            }
            nonces.remove(nonce);
            return clock.instant().isBefore(issued.expiresAt());
        }
    }
}
