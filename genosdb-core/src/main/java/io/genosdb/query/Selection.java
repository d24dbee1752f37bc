package io.genosdb.query;

import io.genosdb.graph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Sorts nodes by fields and keeps those in the window: with a limit, never more of them than it allows. */
final class Selection {

    /**
     * A node with its keys, each computed once.
     *
     * @param key that of the first field
     * @param further those of the other fields
     */
    private record Ranked(Node node, SortKey key, List<SortKey> further) {}

    private final List<SortPath> sort;
    private final Comparator<Ranked> order;
    private final int limit;
    private final @Nullable Ranked after;
    private final @Nullable Ranked before;
    private final List<Ranked> all = new ArrayList<>();
    private final PriorityQueue<Ranked> best;

    Selection(List<SortPath> sort, int limit, @Nullable Node after, @Nullable Node before) {
        this.sort = sort;
        this.order = order(sort);
        this.limit = limit;
        this.after = after == null ? null : rank(after);
        this.before = before == null ? null : rank(before);
        this.best = new PriorityQueue<>(this.order.reversed());
    }

    private static Comparator<Ranked> order(List<SortPath> sort) {
        int sign = sign(sort.get(0));
        return (left, right) -> {
            int order = sign * left.key.compareTo(right.key);
            for (int i = 1; order == 0 && i < sort.size(); i++) {
                order = sign(sort.get(i)) * left.further.get(i - 1).compareTo(right.further.get(i - 1));
            }
            return order != 0 ? order : NodeOrder.BY_ARRIVAL.compare(left.node, right.node);
        };
    }

    private static int sign(SortPath part) {
        return part.order() == Order.ASC ? 1 : -1;
    }

    private Ranked rank(Node node) {
        SortKey key = sort.get(0).path().sortKey(node);
        if (sort.size() == 1) {
            return new Ranked(node, key, List.of());
        }
        return new Ranked(
                node,
                key,
                sort.stream().skip(1).map(part -> part.path().sortKey(node)).toList());
    }

    void offer(Node node) {
        Ranked ranked = rank(node);
        if ((after != null && order.compare(ranked, after) <= 0)
                || (before != null && order.compare(ranked, before) >= 0)) {
            return;
        }
        if (limit == Integer.MAX_VALUE) {
            all.add(ranked);
        } else if (best.size() < limit) {
            best.add(ranked);
        } else if (limit > 0 && order.compare(ranked, best.element()) < 0) {
            best.remove();
            best.add(ranked);
        }
    }

    List<Node> nodes() {
        all.addAll(best);
        all.sort(order);
        var nodes = new ArrayList<Node>(all.size());
        all.forEach(ranked -> nodes.add(ranked.node()));
        return nodes;
    }
}
