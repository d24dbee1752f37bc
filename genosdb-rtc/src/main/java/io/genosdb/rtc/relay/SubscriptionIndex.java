package io.genosdb.rtc.relay;

import io.genosdb.rtc.nostr.NostrEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All open requests by what they ask for, so that an event is compared with those alone that are likely to match. Thread-safe;
 * looking up takes no lock.
 */
final class SubscriptionIndex {

    private final Map<Subscription.Key, List<Subscription>> byKey = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();

    void add(Subscription subscription) {
        subscription.forEachKey(key -> byKey.merge(key, List.of(subscription), SubscriptionIndex::joined));
        size.incrementAndGet();
    }

    private static List<Subscription> joined(List<Subscription> present, List<Subscription> added) {
        if (present.contains(added.get(0))) {
            return present;
        }
        var joined = new ArrayList<Subscription>(present.size() + 1);
        joined.addAll(present);
        joined.addAll(added);
        return joined;
    }

    void remove(Subscription subscription) {
        subscription.forEachKey(key -> byKey.computeIfPresent(key, (same, present) -> without(present, subscription)));
        size.decrementAndGet();
    }

    @SuppressWarnings("NullAway") // null takes the key away
    private static List<Subscription> without(List<Subscription> present, Subscription subscription) {
        var remaining = new ArrayList<>(present);
        remaining.remove(subscription);
        return remaining.isEmpty() ? null : remaining;
    }

    /** Each that matches, once. */
    Collection<Subscription> matching(NostrEvent event) {
        var matching = new LinkedHashSet<Subscription>();
        Subscription.Key.forEachOf(
                event,
                key -> byKey.getOrDefault(key, List.of()).stream()
                        .filter(subscription -> subscription.matches(event))
                        .forEach(matching::add));
        return matching;
    }

    int size() {
        return size.get();
    }

    /** How many keys there are, of all requests. */
    int keys() {
        return byKey.size();
    }
}
