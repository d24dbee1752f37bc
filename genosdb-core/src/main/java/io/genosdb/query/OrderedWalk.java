package io.genosdb.query;

import io.genosdb.graph.VertexSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part of an ordered index along which a result is in order. */
final class OrderedWalk {

    private OrderedWalk() {}

    /**
     * The keys in the query's order, beginning at a cursor's key.
     *
     * @param cursor the key to begin at, or null for the first one
     */
    static Set<Map.Entry<SortKey, VertexSet>> from(OrderedIndex index, Query query, @Nullable SortKey cursor) {
        FieldTests.NumberRange range = Planner.range(query.condition(), index.path());
        NavigableMap<SortKey, VertexSet> keys = range == null ? index.sorted() : index.within(range);
        if (query.order() == Order.DESC) {
            keys = keys.descendingMap();
        }
        // Inside a range the cursor is within it too, since its node meets the condition.
        return (cursor == null ? keys : keys.tailMap(cursor, true)).entrySet();
    }
}
