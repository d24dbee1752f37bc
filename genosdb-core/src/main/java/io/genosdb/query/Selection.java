package io.genosdb.query;

import io.genosdb.graph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Sorts nodes by a field and keeps those in the window: with a limit, never more of them than it allows. */
final class Selection {

    private record Ranked(Node node, SortKey key) {}

    private final FieldPath path;
    private final Comparator<Ranked> order;
    private final int limit;
    private final @Nullable Ranked after;
    private final @Nullable Ranked before;
    private final List<Ranked> all = new ArrayList<>();
    private final PriorityQueue<Ranked> best;

    Selection(FieldPath path, Order order, int limit, @Nullable Node after, @Nullable Node before) {
        this.path = path;
        this.order = order(order);
        this.limit = limit;
        this.after = after == null ? null : rank(after);
        this.before = before == null ? null : rank(before);
        this.best = new PriorityQueue<>(this.order.reversed());
    }

    private static Comparator<Ranked> order(Order order) {
        int sign = order == Order.ASC ? 1 : -1;
        return (left, right) -> {
            int byKey = left.key.compareTo(right.key);
            return byKey != 0 ? sign * byKey : NodeOrder.BY_ARRIVAL.compare(left.node, right.node);
        };
    }

    private Ranked rank(Node node) {
        return new Ranked(node, path.sortKey(node));
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
