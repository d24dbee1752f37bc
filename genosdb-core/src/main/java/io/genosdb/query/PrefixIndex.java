package io.genosdb.query;

import io.genosdb.graph.Node;
import io.genosdb.graph.VertexSet;
import io.genosdb.value.JsonString;
import java.util.Collection;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds strings by how they begin, case ignored. Only the first {@value #LENGTH} characters are kept: longer beginnings
 * give a few candidates more.
 */
final class PrefixIndex extends Index {

    private static final int LENGTH = 64;

    private final Postings<String, ConcurrentSkipListMap<String, VertexSet>> postings =
            new Postings<>(new ConcurrentSkipListMap<>(), key -> 56 + key.length());

    PrefixIndex(IndexDefinition definition, boolean automatic) {
        super(definition, automatic);
    }

    /** The vertices of strings that begin so; of all strings for the empty beginning. */
    Collection<VertexSet> find(String foldedPrefix) {
        String low = cut(foldedPrefix);
        ConcurrentNavigableMap<String, VertexSet> map = postings.map().tailMap(low, true);
        String high = successor(low);
        return (high == null ? map : map.headMap(high, false)).values();
    }

    /** The least string above all that begin so, or null where there is none. */
    private static @Nullable String successor(String prefix) {
        int end = prefix.length();
        while (end > 0 && prefix.charAt(end - 1) == Character.MAX_VALUE) {
            end--;
        }
        return end == 0 ? null : prefix.substring(0, end - 1) + (char) (prefix.charAt(end - 1) + 1);
    }

    private static String cut(String text) {
        if (text.length() <= LENGTH) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(LENGTH - 1)) ? LENGTH - 1 : LENGTH);
    }

    private @Nullable String key(@Nullable Node node) {
        if (node == null || !(path().read(node) instanceof JsonString string)) {
            return null;
        }
        return cut(CaseFolding.fold(cut(string.value())));
    }

    @Override
    void update(@Nullable Node before, @Nullable Node after) {
        String old = key(before);
        String now = key(after);
        if (after != null && now != null) {
            postings.add(now, after.vertex());
        }
        if (before != null && old != null && !old.equals(now)) {
            postings.remove(old, before.vertex());
        }
    }

    @Override
    Postings<String, ConcurrentSkipListMap<String, VertexSet>> postings() {
        return postings;
    }
}
