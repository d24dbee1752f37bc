package io.genosdb.security.policy;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Version;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All candidates of one history, in order of version and then of hash. Those of one version compete for one key. For the writer. */
final class Candidates<C> {

    private final ArrayList<Candidate<C>> ordered = new ArrayList<>(1);

    boolean isEmpty() {
        return ordered.isEmpty();
    }

    int size() {
        return ordered.size();
    }

    Candidate<C> get(int index) {
        return ordered.get(index);
    }

    /** Adds one; returns false where the same entry is there already. */
    boolean add(Candidate<C> candidate) {
        int index = place(candidate.entry);
        if (index < ordered.size() && ordered.get(index).entry.compareTo(candidate.entry) == 0) {
            return false;
        }
        ordered.add(index, candidate);
        return true;
    }

    @Nullable
    Candidate<C> find(Entry entry) {
        int index = place(entry);
        boolean isThere = index < ordered.size() && ordered.get(index).entry.compareTo(entry) == 0;
        return isThere ? ordered.get(index) : null;
    }

    @Nullable
    Candidate<C> remove(Entry entry) {
        Candidate<C> found = find(entry);
        if (found != null) {
            ordered.remove(place(entry));
        }
        return found;
    }

    /** The candidates from a version on. */
    List<Candidate<C>> from(Version version) {
        return ordered.subList(firstFrom(version), ordered.size());
    }

    /** The candidates of exactly one version. */
    List<Candidate<C>> at(Version version) {
        int first = firstFrom(version);
        int end = first;
        while (end < ordered.size() && ordered.get(end).version.equals(version)) {
            end++;
        }
        return ordered.subList(first, end);
    }

    /** The candidates before a version. */
    List<Candidate<C>> before(Version version) {
        return ordered.subList(0, firstFrom(version));
    }

    private int firstFrom(Version version) {
        int low = 0;
        int high = ordered.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ordered.get(middle).version.compareTo(version) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int place(Entry entry) {
        int last = ordered.size() - 1;
        if (last < 0 || ordered.get(last).entry.compareTo(entry) < 0) {
            return ordered.size();
        }
        int low = 0;
        int high = last;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ordered.get(middle).entry.compareTo(entry) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
