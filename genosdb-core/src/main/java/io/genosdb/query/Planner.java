package io.genosdb.query;

import io.genosdb.graph.Graph;
import io.genosdb.graph.Node;
import io.genosdb.graph.VertexSet;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cheapest way to the nodes that may meet a condition, by the sizes that the postings have at this moment.
 *
 * <p>Of several conditions only the most selective one is looked up; the others are tested on its candidates. To
 * intersect postings costs as much as that: both have to look at the vertices. The exception is text, where a test is
 * expensive.
 */
final class Planner {

    /** Postings that have more than this part of all nodes are no better than a scan, since they need sorting. */
    private static final int SCAN_PART = 3;

    private final Graph graph;
    private final Indexes indexes;

    Planner(Graph graph, Indexes indexes) {
        this.graph = graph;
        this.indexes = indexes;
    }

    /** The best candidates for a condition, or null where only a scan finds them all. */
    @Nullable
    Candidates plan(Condition condition) {
        if (condition instanceof Condition.All all) {
            return bestOf(all.parts());
        }
        if (condition instanceof Condition.Any any) {
            return unionOf(any.parts());
        }
        return condition instanceof Condition.Field field ? field(field.path(), field.fieldTest()) : null;
    }

    /** The range of numbers that a condition allows for a field, or null where it says nothing of that kind. */
    static FieldTests.@Nullable NumberRange range(Condition condition, FieldPath path) {
        FieldTests.NumberRange range = null;
        for (Condition part : Query.conjuncts(condition)) {
            if (part instanceof Condition.Field field
                    && field.path().equals(path)
                    && field.fieldTest() instanceof FieldTests.NumberRange next) {
                range = range == null ? next : range.and(next);
            }
        }
        return range;
    }

    private @Nullable Candidates bestOf(List<Condition> parts) {
        Candidates best = null;
        for (Condition part : rangesMerged(parts)) {
            Candidates candidates = plan(part);
            if (candidates != null && (best == null || candidates.size() < best.size())) {
                best = candidates;
            }
        }
        return best;
    }

    /** Two bounds on one field are one range. */
    private static Collection<Condition> rangesMerged(List<Condition> parts) {
        var merged = new LinkedHashMap<Object, Condition>();
        for (Condition part : parts) {
            if (part instanceof Condition.Field field && field.fieldTest() instanceof FieldTests.NumberRange range) {
                merged.merge(Map.entry(field.path(), FieldTests.NumberRange.class), field, (known, same) -> {
                    var first = (FieldTests.NumberRange) ((Condition.Field) known).fieldTest();
                    return new Condition.Field(field.path(), first.and(range));
                });
            } else if (part instanceof Condition.Field field
                    && field.fieldTest() instanceof FieldTests.StringRange range) {
                merged.merge(Map.entry(field.path(), FieldTests.StringRange.class), field, (known, same) -> {
                    var first = (FieldTests.StringRange) ((Condition.Field) known).fieldTest();
                    return new Condition.Field(field.path(), first.and(range));
                });
            } else {
                merged.put(part, part);
            }
        }
        return merged.values();
    }

    private @Nullable Candidates unionOf(List<Condition> parts) {
        var access = new ArrayList<String>();
        var used = new ArrayList<IndexDefinition>();
        var postings = new ArrayList<VertexSet>();
        long size = 0;
        for (Condition part : parts) {
            Candidates candidates = plan(part);
            if (candidates == null || candidates.size() > mostOfUnion()) {
                return null;
            }
            access.add(candidates.access());
            used.addAll(candidates.indexes());
            postings.addAll(candidates.postings());
            size += candidates.size();
        }
        return size > mostOfUnion()
                ? null
                : new Candidates(String.join(" or ", access), List.copyOf(used), postings, null, size);
    }

    private long mostOfUnion() {
        return graph.vertices().size() / SCAN_PART;
    }

    private @Nullable Candidates field(FieldPath path, FieldTest test) {
        if (test instanceof FieldTests.Equal equal) {
            return equal(path, List.of(equal.operand()));
        }
        if (test instanceof FieldTests.In in) {
            return equal(path, in.choices());
        }
        if (test instanceof FieldTests.Contains contains
                && !(contains.operand() instanceof JsonString)
                && !path.readsId()) {
            return equal(path, List.of(contains.operand()));
        }
        if (test instanceof FieldTests.NumberRange range
                && indexes.get(IndexDefinition.Kind.ORDERED, path) instanceof OrderedIndex index) {
            return union(index, index.find(range));
        }
        if (test instanceof FieldTests.StringRange range
                && indexes.get(IndexDefinition.Kind.ORDERED, path) instanceof OrderedIndex index) {
            return union(index, index.find(range));
        }
        if (test instanceof FieldTests.Text text) {
            return text(path, text.needle());
        }
        String prefix = prefix(test);
        return prefix != null && indexes.get(IndexDefinition.Kind.PREFIX, path) instanceof PrefixIndex index
                ? union(index, index.find(prefix))
                : null;
    }

    /** How every string that passes the test begins, case folded; null where that is not known. */
    static @Nullable String prefix(FieldTest test) {
        if (test instanceof FieldTests.StartsWith startsWith) {
            return CaseFolding.fold(startsWith.prefix());
        }
        if (test instanceof FieldTests.Like like) {
            String prefix = like.pattern().prefix();
            return prefix.isEmpty() ? null : prefix;
        }
        return null;
    }

    private @Nullable Candidates equal(FieldPath path, Collection<JsonValue> values) {
        if (path.readsId()) {
            return identifiers(values);
        }
        if (!(indexes.get(IndexDefinition.Kind.HASH, path) instanceof HashIndex index)) {
            return null;
        }
        var found = new ArrayList<VertexSet>(values.size());
        for (JsonValue value : values) {
            VertexSet set = index.find(value);
            if (set != null) {
                found.add(set);
            }
        }
        return union(index, found);
    }

    /** Nodes by their identifier, and those whose value has a member {@code id} of its own. */
    private Candidates identifiers(Collection<JsonValue> values) {
        var found = new ArrayList<VertexSet>();
        var direct = new VertexSet();
        for (JsonValue value : values) {
            Node node = value instanceof JsonString id ? graph.node(id.value()) : null;
            if (node != null) {
                direct.add(node.vertex());
            }
            VertexSet own = indexes.ownIdentifiers().find(value);
            if (own != null) {
                found.add(own);
            }
        }
        found.add(direct);
        return new Candidates("id", List.of(), found, null, size(found, Long.MAX_VALUE));
    }

    private @Nullable Candidates union(Index index, Collection<VertexSet> postings) {
        long most = mostOfUnion();
        var sets = new ArrayList<VertexSet>();
        long size = 0;
        for (VertexSet set : postings) {
            sets.add(set);
            size += set.size();
            if (size > most && sets.size() > 1) {
                return null;
            }
        }
        return new Candidates(index.definition().toString(), List.of(index.definition()), sets, null, size);
    }

    private static long size(Collection<VertexSet> postings, long enough) {
        long size = 0;
        for (VertexSet set : postings) {
            size += set.size();
            if (size > enough) {
                break;
            }
        }
        return size;
    }

    private @Nullable Candidates text(FieldPath path, String needle) {
        if (needle.length() < TextIndex.GRAM
                || !(indexes.get(IndexDefinition.Kind.TEXT, path) instanceof TextIndex index)) {
            return null;
        }
        List<VertexSet> sets = index.find(needle);
        if (sets.isEmpty()) {
            return new Candidates(index.definition().toString(), List.of(index.definition()), List.of(), null, 0);
        }
        VertexSet rarest = sets.get(0);
        return new Candidates(
                index.definition().toString(),
                List.of(index.definition()),
                List.of(rarest),
                sets.size() > 1 ? sets.get(1) : null,
                rarest.size());
    }

    /** The indexes that would find candidates for a condition. */
    static void wanted(Condition condition, Collection<IndexDefinition> wanted) {
        if (condition instanceof Condition.All all) {
            all.parts().forEach(part -> wanted(part, wanted));
        } else if (condition instanceof Condition.Any any) {
            any.parts().forEach(part -> wanted(part, wanted));
        } else if (condition instanceof Condition.Field field) {
            IndexDefinition.Kind kind = kind(field.fieldTest());
            boolean found = field.path().readsId() && kind == IndexDefinition.Kind.HASH;
            if (kind != null && !found) {
                wanted.add(new IndexDefinition(kind, field.path().toString()));
            }
        }
    }

    private static IndexDefinition.@Nullable Kind kind(FieldTest test) {
        if (test instanceof FieldTests.Equal || test instanceof FieldTests.In) {
            return IndexDefinition.Kind.HASH;
        }
        if (test instanceof FieldTests.NumberRange || test instanceof FieldTests.StringRange) {
            return IndexDefinition.Kind.ORDERED;
        }
        if (test instanceof FieldTests.Text text) {
            return text.needle().length() < TextIndex.GRAM ? null : IndexDefinition.Kind.TEXT;
        }
        String prefix = prefix(test);
        return prefix == null || prefix.isEmpty() ? null : IndexDefinition.Kind.PREFIX;
    }
}
