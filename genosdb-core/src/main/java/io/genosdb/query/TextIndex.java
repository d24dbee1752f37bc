package io.genosdb.query;

import io.genosdb.graph.Node;
import io.genosdb.graph.Vertex;
import io.genosdb.graph.VertexSet;
import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds texts by their trigrams: every three neighbouring characters of the folded text. A text that has a part has all
 * trigrams of that part.
 */
final class TextIndex extends Index {

    static final int GRAM = 3;
    private static final long[] NONE = {};

    private final Postings<Long, ConcurrentHashMap<Long, VertexSet>> postings =
            new Postings<>(new ConcurrentHashMap<>(), key -> 24);

    TextIndex(IndexDefinition definition, boolean automatic) {
        super(definition, automatic);
    }

    /**
     * The vertices of every trigram of a needle, the fewest first; empty where some trigram occurs nowhere.
     *
     * @param needle folded text of at least {@value #GRAM} characters
     */
    List<VertexSet> find(String needle) {
        var found = new ArrayList<VertexSet>();
        for (long gram : grams(needle).distinct().toArray()) {
            VertexSet set = postings.get(gram);
            if (set == null) {
                return List.of();
            }
            found.add(set);
        }
        found.sort(Comparator.comparingInt(VertexSet::size));
        return found;
    }

    private static LongStream grams(String folded) {
        return LongStream.range(0, Math.max(0, folded.length() - GRAM + 1))
                .map(i -> (long) folded.charAt((int) i) << 32
                        | (long) folded.charAt((int) i + 1) << 16
                        | folded.charAt((int) i + 2));
    }

    /** The trigrams of a value, sorted, each once. */
    private static long[] keys(@Nullable JsonValue value) {
        if (value instanceof JsonString string) {
            return grams(TextFolding.fold(string.value())).sorted().distinct().toArray();
        }
        if (value instanceof JsonArray array) {
            return array.stream()
                    .flatMapToLong(member -> member instanceof JsonString string
                            ? grams(TextFolding.fold(string.value()))
                            : LongStream.empty())
                    .sorted()
                    .distinct()
                    .toArray();
        }
        return NONE;
    }

    @Override
    void update(@Nullable Node before, @Nullable Node after) {
        JsonValue old = before == null ? null : path().read(before);
        JsonValue now = after == null ? null : path().read(after);
        if (old != null && old.equals(now)) {
            return;
        }
        long[] oldKeys = keys(old);
        long[] newKeys = keys(now);
        if (after != null) {
            addAll(newKeys, oldKeys, after.vertex());
        }
        if (before != null) {
            Vertex vertex = before.vertex();
            for (long key : oldKeys) {
                if (Arrays.binarySearch(newKeys, key) < 0) {
                    postings.remove(key, vertex);
                }
            }
        }
    }

    private void addAll(long[] keys, long[] present, Vertex vertex) {
        for (long key : keys) {
            if (Arrays.binarySearch(present, key) < 0) {
                postings.add(key, vertex);
            }
        }
    }

    @Override
    Postings<Long, ConcurrentHashMap<Long, VertexSet>> postings() {
        return postings;
    }
}
