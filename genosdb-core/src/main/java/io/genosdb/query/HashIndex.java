package io.genosdb.query;

import io.genosdb.graph.Node;
import io.genosdb.graph.Vertex;
import io.genosdb.graph.VertexSet;
import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds nodes by a field's value, or by a member of an array. All objects have one key and so have all arrays, in
 * addition to those of their members: to hash whole trees on every write would cost more than it gives.
 */
final class HashIndex extends Index {

    private static final JsonValue ANY_OBJECT = JsonObject.empty();
    private static final JsonValue ANY_ARRAY = JsonArray.of(List.of());

    private final boolean ownIdentifiers;
    private final Postings<JsonValue, ConcurrentHashMap<JsonValue, VertexSet>> postings =
            new Postings<>(new ConcurrentHashMap<>(), key -> 0);

    HashIndex(IndexDefinition definition, boolean automatic) {
        this(definition, automatic, false);
    }

    private HashIndex(IndexDefinition definition, boolean automatic, boolean ownIdentifiers) {
        super(definition, automatic);
        this.ownIdentifiers = ownIdentifiers;
    }

    /**
     * An index of nodes whose value has a member {@code id} that differs from their identifier. Those are few; with it,
     * a node is found by {@code id} without a look at all the others.
     */
    static HashIndex ofOwnIdentifiers() {
        return new HashIndex(IndexDefinition.hash("id"), false, true);
    }

    @Nullable
    VertexSet find(JsonValue value) {
        return postings.get(key(value));
    }

    private static JsonValue key(JsonValue value) {
        if (value instanceof JsonObject) {
            return ANY_OBJECT;
        }
        return value instanceof JsonArray ? ANY_ARRAY : value;
    }

    @Override
    void update(@Nullable Node before, @Nullable Node after) {
        JsonValue old = before == null ? null : value(before);
        JsonValue now = after == null ? null : value(after);
        if (before != null && after != null && (old == null ? now == null : old.equals(now))) {
            return;
        }
        if (old instanceof JsonArray || now instanceof JsonArray) {
            updateKeys(keys(old), before, keys(now), after);
            return;
        }
        if (after != null && now != null) {
            postings.add(key(now), after.vertex());
        }
        if (before != null && old != null && (now == null || !key(old).equals(key(now)))) {
            postings.remove(key(old), before.vertex());
        }
    }

    private void updateKeys(Set<JsonValue> old, @Nullable Node before, Set<JsonValue> now, @Nullable Node after) {
        if (after != null) {
            Vertex vertex = after.vertex();
            now.forEach(key -> postings.add(key, vertex));
        }
        if (before != null) {
            Vertex vertex = before.vertex();
            old.removeAll(now);
            old.forEach(key -> postings.remove(key, vertex));
        }
    }

    private static Set<JsonValue> keys(@Nullable JsonValue value) {
        var keys = new HashSet<JsonValue>();
        if (value != null) {
            keys.add(key(value));
        }
        if (value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                keys.add(key(array.get(i)));
            }
        }
        return keys;
    }

    private @Nullable JsonValue value(Node node) {
        if (!ownIdentifiers) {
            return path().read(node);
        }
        JsonValue own = node.value().get("id");
        return own instanceof JsonString string && string.value().equals(node.id()) ? null : own;
    }

    @Override
    Postings<JsonValue, ConcurrentHashMap<JsonValue, VertexSet>> postings() {
        return postings;
    }
}
