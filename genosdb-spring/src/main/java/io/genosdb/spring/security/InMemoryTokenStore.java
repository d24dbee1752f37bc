package io.genosdb.spring.security;

import io.genosdb.security.identity.Address;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Tokens in the memory of one instance, by their hashes. Where there are too many the eldest are forgotten, those of the same
 * person first. Thread-safe.
 *
 * @since 0.1
 */
public final class InMemoryTokenStore implements TokenStore {

    /** How long a token is good by default: one hour. */
    public static final Duration LIFETIME = Duration.ofHours(1);

    /** How many tokens there may be by default. */
    public static final int CAPACITY = 100_000;

    /** How many tokens one person may have: as many as devices. */
    static final int CAPACITY_EACH = 16;

    private static final int BYTES = 32;

    private final Duration lifetime;
    private final int capacity;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Holder> holders = new LinkedHashMap<>();
    private final Map<Address, Integer> counts = new HashMap<>();

    private record Holder(Address address, Instant expiresAt) {}

    /**
     * Makes an empty store.
     *
     * @param lifetime how long a token is good
     * @param capacity how many there may be
     * @param clock the time
     * @param random nobody may be able to guess it: a {@link java.security.SecureRandom}
     */
    public InMemoryTokenStore(Duration lifetime, int capacity, InstantSource clock, RandomGenerator random) {
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
    public Issued issue(Address address) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        synchronized (holders) {
            Instant now = clock.instant();
            makeRoom(now, address);
            Instant expiresAt = now.plus(lifetime);
            holders.put(hash(token), new Holder(address, expiresAt));
            counts.merge(address, 1, Integer::sum);
            return new Issued(token, expiresAt);
        }
    }

    private void makeRoom(Instant now, Address address) {
        Iterator<Holder> eldest = holders.values().iterator();
        boolean full = holders.size() >= capacity;
        while (eldest.hasNext()) {
            Holder holder = eldest.next();
            boolean surplus = counts.getOrDefault(address, 0) >= CAPACITY_EACH;
            if (full
                    || !now.isBefore(holder.expiresAt())
                    || (surplus && holder.address().equals(address))) {
                eldest.remove();
                forget(holder);
                full = false;
            } else if (!surplus) {
                return;
            }
        }
    }

    private void forget(Holder holder) {
        counts.computeIfPresent(holder.address(), (address, count) -> count == 1 ? null : count - 1);
    }

    @Override
    public Optional<Address> find(String token) {
        synchronized (holders) {
            Holder holder = holders.get(hash(token));
            return holder == null || !clock.instant().isBefore(holder.expiresAt())
                    ? Optional.empty()
                    : Optional.of(holder.address());
        }
    }

    @Override
    public void revoke(String token) {
        synchronized (holders) {
            Holder holder = holders.remove(hash(token));
            if (holder != null) {
                forget(holder);
            }
        }
    }

    @Override
    public void revokeAll(Address address) {
        synchronized (holders) {
            holders.values().removeIf(holder -> holder.address().equals(address));
            counts.remove(address);
        }
    }

    private static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
