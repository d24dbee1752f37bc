package io.genosdb.sync;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Slot;
import io.genosdb.sync.Audience.Rights;
import io.genosdb.sync.reconcile.EntryIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The indexes of a state: one of everything, and one for each {@link Audience} that does not see everything. Each is made when it
 * is first asked for, and follows every merge from then on.
 *
 * <p>Who may read a node changes by its access entries alone: where one of these comes or goes, the node and the edges that lead to
 * it are looked at anew. Where the roles of a reader change the view is made anew, and others' roles change nothing. Not thread-safe: for who
 * holds the lock of the writer.
 *
 * @since 0.1
 */
public final class Views {

    /** The state that is indexed. */
    public interface State {

        /**
         * How many entries there are.
         *
         * @return their number
         */
        long entryCount();

        /**
         * Visits every entry.
         *
         * @param visitor gets the entries, in no particular order
         */
        void forEachEntry(Consumer<Entry> visitor);

        /**
         * What a node's access list decides on: its entries and the edges that lead to it.
         *
         * @param nodeId the node's identifier
         * @return entries, in no particular order
         */
        List<Entry> entriesAbout(String nodeId);
    }

    /** What an audience sees, by the rights it had when this was made. */
    private record View(Rights rights, EntryIndex index) {}

    private final State state;
    private final Map<Audience, View> views = new HashMap<>();
    private @Nullable EntryIndex whole;

    /**
     * Makes no index yet.
     *
     * @param state the state
     */
    public Views(State state) {
        this.state = state;
    }

    /**
     * The index of what an audience sees.
     *
     * @param audience who asks
     * @return the index, which must not be changed
     */
    public EntryIndex index(Audience audience) {
        Rights rights = audience.rights();
        if (rights.areComplete()) {
            views.remove(audience);
            return whole();
        }
        View view = views.get(audience);
        if (view == null || !view.rights().equals(rights)) {
            // Whoever comes and goes while nothing is merged leaves nothing behind.
            views.keySet().removeIf(Audience::isOver);
            view = new View(rights, indexOf(audience));
            if (!audience.isOver()) {
                views.put(audience, view);
            }
        }
        return view.index();
    }

    private EntryIndex whole() {
        EntryIndex current = whole;
        if (current == null) {
            var all = new ArrayList<Entry>((int) state.entryCount());
            state.forEachEntry(all::add);
            current = EntryIndex.of(all);
            whole = current;
        }
        return current;
    }

    private EntryIndex indexOf(Audience audience) {
        EntryIndex sorted = whole;
        if (sorted != null) {
            return sorted.filter(audience::isShared);
        }
        var shared = new ArrayList<Entry>();
        state.forEachEntry(entry -> {
            if (audience.isShared(entry)) {
                shared.add(entry);
            }
        });
        return EntryIndex.of(shared);
    }

    /**
     * What is held {@linkplain Audience#isBeyond beyond} a common view. No index is kept of it: it is asked for seldom.
     *
     * @param audience who asks
     * @param nodes the nodes whose access lists decide on it, or {@code null} for all that there is
     * @return entries, in no particular order
     */
    public List<Entry> beyond(Audience audience, @Nullable Set<String> nodes) {
        var beyond = new ArrayList<Entry>(0);
        Consumer<Entry> collector = entry -> {
            if (audience.isBeyond(entry)) {
                beyond.add(entry);
            }
        };
        if (nodes == null) {
            // From now on the index tells what is lost.
            index(audience);
            state.forEachEntry(collector);
        } else {
            nodes.forEach(node -> state.entriesAbout(node).forEach(collector));
        }
        return beyond;
    }

    /**
     * Follows a merge.
     *
     * @param accepted the entries that came to the state
     * @param superseded the entries that left it, also such as came with the same merge
     * @throws IllegalStateException if that cannot be: the indexes are to be {@linkplain #drop dropped} then
     */
    public void follow(List<Entry> accepted, List<Entry> superseded) {
        EntryIndex everything = whole;
        if (everything != null) {
            accepted.forEach(everything::add);
            superseded.forEach(everything::remove);
            if (everything.size() != state.entryCount()) {
                throw new IllegalStateException(
                        "the index has " + everything.size() + " entries, the state " + state.entryCount());
            }
        }
        views.keySet().removeIf(Audience::isOver);
        if (!views.isEmpty()) {
            views.entrySet()
                    .removeIf(view ->
                            !view.getValue().rights().equals(view.getKey().rights()));
            Map<String, List<Entry>> reconsidered = reconsidered(accepted, superseded);
            views.forEach((audience, view) -> follow(audience, view.index(), accepted, superseded, reconsidered));
        }
    }

    /** The nodes that others may read than before, with what that decides on. */
    private Map<String, List<Entry>> reconsidered(List<Entry> accepted, List<Entry> superseded) {
        Map<String, List<Entry>> nodes = new HashMap<>();
        for (List<Entry> entries : List.of(accepted, superseded)) {
            for (Entry entry : entries) {
                if (entry.slot() instanceof Slot.Acl) {
                    nodes.computeIfAbsent(entry.nodeId(), state::entriesAbout);
                }
            }
        }
        return nodes;
    }

    private void follow(
            Audience audience,
            EntryIndex index,
            List<Entry> accepted,
            List<Entry> superseded,
            Map<String, List<Entry>> reconsidered) {
        for (Entry entry : accepted) {
            if (audience.isShared(entry) && !index.contains(entry)) {
                index.add(entry);
            }
        }
        for (Entry entry : superseded) {
            if (index.contains(entry)) {
                index.remove(entry);
            }
        }
        boolean changed = false;
        var lost = new HashSet<String>(0);
        for (var node : reconsidered.entrySet()) {
            for (Entry entry : node.getValue()) {
                if (reconsider(audience, index, entry)) {
                    changed = true;
                    if (audience.isBeyond(entry)) {
                        lost.add(node.getKey());
                    }
                }
            }
        }
        if (changed) {
            audience.changed(lost);
        }
    }

    private static boolean reconsider(Audience audience, EntryIndex index, Entry entry) {
        boolean isShared = audience.isShared(entry);
        if (isShared == index.contains(entry)) {
            return false;
        }
        if (isShared) {
            index.add(entry);
        } else {
            index.remove(entry);
        }
        return true;
    }

    /** Forgets all indexes; they are made anew when they are asked for. */
    public void drop() {
        whole = null;
        views.keySet().forEach(Audience::changed);
        views.clear();
    }
}
