package io.genosdb.query;

import io.genosdb.graph.Node;
import io.genosdb.graph.NodeChange;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An index on one field. One writer, any number of readers without locks.
 *
 * <p>What an index gives are candidates: every one is tested against the node's snapshot of that moment, so an entry that
 * is out of date never gives a wrong result. A change adds a node's new keys before it removes the old ones.
 */
abstract sealed class Index permits HashIndex, OrderedIndex, PrefixIndex, TextIndex {

    private final IndexDefinition definition;
    private final FieldPath path;
    private final boolean automatic;
    private final AtomicLong uses = new AtomicLong();
    private volatile long lastUse;

    Index(IndexDefinition definition, boolean automatic) {
        this.definition = definition;
        this.path = FieldPath.parse(definition.field());
        this.automatic = automatic;
    }

    static Index of(IndexDefinition definition, boolean automatic) {
        return switch (definition.kind()) {
            case HASH -> new HashIndex(definition, automatic);
            case ORDERED -> new OrderedIndex(definition, automatic);
            case PREFIX -> new PrefixIndex(definition, automatic);
            case TEXT -> new TextIndex(definition, automatic);
        };
    }

    IndexDefinition definition() {
        return definition;
    }

    FieldPath path() {
        return path;
    }

    boolean isAutomatic() {
        return automatic;
    }

    void used(long time) {
        uses.incrementAndGet();
        lastUse = time;
    }

    long lastUse() {
        return lastUse;
    }

    IndexStatus status() {
        return new IndexStatus(definition, automatic, postings().keys(), entries(), bytes(), uses.get());
    }

    /** Follows one change. Repeating changes that are older than what the index has seen of a node does no harm. */
    @SuppressWarnings("ReferenceEquality") // snapshots of one node share its value until it is written again
    final void apply(NodeChange change) {
        Node before = change.before();
        Node after = change.after();
        if (before != null && after != null && before.vertex() == after.vertex()) {
            if (before.value() != after.value() || path.readsTimestamp()) {
                update(before, after);
            }
            return;
        }
        if (after != null) {
            update(null, after);
        }
        if (before != null) {
            update(before, null);
        }
    }

    /** Moves a vertex from the keys of one snapshot to those of the next; null for none. */
    abstract void update(@Nullable Node before, @Nullable Node after);

    /** Where each key leads. */
    abstract Postings<?, ?> postings();

    long entries() {
        return postings().entries();
    }

    long bytes() {
        return postings().bytes();
    }
}
