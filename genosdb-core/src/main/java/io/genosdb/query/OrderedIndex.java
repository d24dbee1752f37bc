package io.genosdb.query;

import io.genosdb.graph.Node;
import io.genosdb.graph.VertexSet;
import java.util.Collection;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * All nodes in the order of a field, missing values included, so that a sort needs only to walk along it; and strings in
 * the order of their UTF-16 code units, which is the one that ranges go by. Numbers have one order for both.
 */
final class OrderedIndex extends Index {

    private final Postings<SortKey, ConcurrentSkipListMap<SortKey, VertexSet>> sorted =
            new Postings<>(new ConcurrentSkipListMap<>(), key -> 40);
    private final Postings<String, ConcurrentSkipListMap<String, VertexSet>> strings =
            new Postings<>(new ConcurrentSkipListMap<>(), key -> 0);

    OrderedIndex(IndexDefinition definition, boolean automatic) {
        super(definition, automatic);
    }

    /** Every vertex, by sort key. */
    ConcurrentNavigableMap<SortKey, VertexSet> sorted() {
        return sorted.map();
    }

    Collection<VertexSet> find(FieldTests.NumberRange range) {
        return within(range).values();
    }

    /** The part of {@link #sorted} with the numbers of a range. */
    ConcurrentNavigableMap<SortKey, VertexSet> within(FieldTests.NumberRange range) {
        SortKey low = SortKey.of(range.low(), range.lowInclusive() ? 0 : Integer.MAX_VALUE);
        SortKey high = SortKey.of(range.high(), range.highInclusive() ? Integer.MAX_VALUE : 0);
        // A map refuses bounds in the wrong order; the range of nothing is as good.
        SortKey end = low.compareTo(high) > 0 ? low : high;
        return sorted.map().subMap(low, range.lowInclusive(), end, range.highInclusive());
    }

    Collection<VertexSet> find(FieldTests.StringRange range) {
        ConcurrentNavigableMap<String, VertexSet> map = strings.map();
        String low = range.low();
        String high = range.high();
        if (low == null) {
            return (high == null ? map : map.headMap(high, range.highInclusive())).values();
        }
        if (high == null) {
            return map.tailMap(low, range.lowInclusive()).values();
        }
        String end = low.compareTo(high) > 0 ? low : high;
        return map.subMap(low, range.lowInclusive(), end, range.highInclusive()).values();
    }

    @Override
    void update(@Nullable Node before, @Nullable Node after) {
        SortKey old = before == null ? null : path().sortKey(before);
        SortKey now = after == null ? null : path().sortKey(after);
        if (old != null && old.equals(now)) {
            return;
        }
        // Strings may differ and yet collate alike: then they are one key.
        boolean sameKey = old != null && now != null && old.compareTo(now) == 0;
        if (after != null && now != null) {
            sorted.add(now, after.vertex());
            if (now.type() == SortKey.Type.STRING) {
                strings.add(now.text(), after.vertex());
            }
        }
        if (before != null && old != null) {
            if (!sameKey) {
                sorted.remove(old, before.vertex());
            }
            if (old.type() == SortKey.Type.STRING) {
                strings.remove(old.text(), before.vertex());
            }
        }
    }

    @Override
    Postings<SortKey, ?> postings() {
        return sorted;
    }

    @Override
    long entries() {
        return sorted.entries() + strings.entries();
    }

    @Override
    long bytes() {
        return sorted.bytes() + strings.bytes();
    }
}
