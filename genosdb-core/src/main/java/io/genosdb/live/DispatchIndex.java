package io.genosdb.live;

import io.genosdb.graph.Node;
import io.genosdb.graph.NodeChange;
import io.genosdb.query.FieldPath;
import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which subscriptions a change can concern.
 *
 * <p>A subscription whose every match must have a certain value in a certain field (its {@code id}, for one) stands in the
 * bucket of that field and value, and is visited only for nodes that have or had the value there, alone or as a member of
 * an array. Of several such fields, the bucket with the fewest others is taken. All other subscriptions are visited for
 * every change.
 *
 * <p>Thread-safe: {@link #visit} runs while subscriptions come and go, and sees those that were there all the while.
 */
final class DispatchIndex {

    private final Map<FieldPath, Map<JsonValue, Set<LiveQuery>>> fields = new ConcurrentHashMap<>();
    private final Map<LiveQuery, Place> places = new ConcurrentHashMap<>();
    private final Set<LiveQuery> others = ConcurrentHashMap.newKeySet();

    /** Where a subscription stands. */
    private record Place(FieldPath field, JsonValue value) {}

    /** Adds a subscription by one of the equalities that its every match must satisfy. For one thread at a time. */
    void add(LiveQuery subscription, Map<String, JsonValue> equalities) {
        Place place = null;
        int smallest = Integer.MAX_VALUE;
        for (Map.Entry<String, JsonValue> equality : equalities.entrySet()) {
            var candidate = new Place(FieldPath.parse(equality.getKey()), equality.getValue());
            int size = bucket(candidate).size();
            if (size < smallest) {
                smallest = size;
                place = candidate;
            }
        }
        if (place == null) {
            others.add(subscription);
            return;
        }
        places.put(subscription, place);
        JsonValue value = place.value();
        fields.compute(place.field(), (field, buckets) -> {
            Map<JsonValue, Set<LiveQuery>> some = buckets == null ? new ConcurrentHashMap<>() : buckets;
            some.computeIfAbsent(value, key -> ConcurrentHashMap.newKeySet(2)).add(subscription);
            return some;
        });
    }

    private Set<LiveQuery> bucket(Place place) {
        return fields.getOrDefault(place.field(), Map.of()).getOrDefault(place.value(), Set.of());
    }

    /** Removes a subscription, if it is there. For any thread. */
    void remove(LiveQuery subscription) {
        others.remove(subscription);
        Place place = places.remove(subscription);
        if (place == null) {
            return;
        }
        fields.computeIfPresent(place.field(), (field, buckets) -> {
            buckets.computeIfPresent(place.value(), (value, bucket) -> {
                bucket.remove(subscription);
                return bucket.isEmpty() ? null : bucket;
            });
            return buckets.isEmpty() ? null : buckets;
        });
    }

    /** The subscriptions that every change can concern. */
    Collection<LiveQuery> others() {
        return others;
    }

    /**
     * Visits each subscription that is not among the {@link #others} and that a change can concern: some more than once,
     * but then without another change in between.
     */
    void visit(NodeChange change, Consumer<LiveQuery> visitor) {
        fields.forEach((field, buckets) -> {
            JsonValue after = read(field, change.after());
            JsonValue before = read(field, change.before());
            visit(buckets, after, visitor);
            if (before != null && !before.equals(after)) {
                visit(buckets, before, visitor);
            }
        });
    }

    private static @Nullable JsonValue read(FieldPath field, @Nullable Node node) {
        return node == null ? null : field.read(node);
    }

    private static void visit(
            Map<JsonValue, Set<LiveQuery>> buckets, @Nullable JsonValue value, Consumer<LiveQuery> visitor) {
        if (value instanceof JsonArray array) {
            array.forEach(member -> visitBucket(buckets, member, visitor));
        } else if (value != null) {
            visitBucket(buckets, value, visitor);
        }
    }

    private static void visitBucket(
            Map<JsonValue, Set<LiveQuery>> buckets, JsonValue key, Consumer<LiveQuery> visitor) {
        // Equalities are with scalars; to hash anything else would be work for nothing.
        boolean isScalar = !(key instanceof JsonObject || key instanceof JsonArray);
        Set<LiveQuery> bucket = isScalar ? buckets.get(key) : null;
        if (bucket != null) {
            bucket.forEach(visitor);
        }
    }
}
