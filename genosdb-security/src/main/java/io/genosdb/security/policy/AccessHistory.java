package io.genosdb.security.policy;

import io.genosdb.graph.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who owned one node and what its owners allowed, as a function of the version, looked up in O(log n). Belongs to the writer, but
 * for what it publishes.
 */
final class AccessHistory {

    final String nodeId;
    final Candidates<AccessChange> candidates = new Candidates<>();
    private final @Nullable String firstOwner;
    private final Steps<String> owners = new Steps<>();
    private final Map<String, Steps<Level>> levels = new HashMap<>(4);
    private volatile @Nullable NodeAccess current;
    private volatile Set<String> everNamed = Set.of();

    AccessHistory(String nodeId, @Nullable String firstOwner) {
        this.nodeId = nodeId;
        this.firstOwner = firstOwner;
        publish();
    }

    /** A staircase that is built from left to right. */
    private static final class Steps<T> {
        private final ArrayList<Version> starts = new ArrayList<>(1);
        private final ArrayList<T> values = new ArrayList<>(1);

        void add(Version start, T value) {
            starts.add(start);
            values.add(value);
        }

        void truncate(Version from) {
            for (int last = starts.size() - 1; last >= 0 && starts.get(last).compareTo(from) >= 0; last--) {
                starts.remove(last);
                values.remove(last);
            }
        }

        @Nullable
        T last() {
            return values.isEmpty() ? null : values.get(values.size() - 1);
        }

        /** The value of the last step that began before a version. */
        @Nullable
        T before(Version version) {
            int low = 0;
            int high = starts.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (starts.get(middle).compareTo(version) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low == 0 ? null : values.get(low - 1);
        }
    }

    /** Whose the node was for entries of a version, or {@code null}. */
    @Nullable
    String ownerAt(Version version) {
        String owner = owners.before(version);
        return owner == null ? firstOwner : owner;
    }

    /** What an address that did not own the node was allowed for entries of a version. */
    Level levelAt(String address, Version version) {
        return levelOf(address, version).or(levelOf(AccessChange.EVERYONE, version));
    }

    private Level levelOf(String whom, Version version) {
        Steps<Level> steps = levels.get(whom);
        Level level = steps == null ? null : steps.before(version);
        return level == null ? Level.NONE : level;
    }

    /** Forgets what happened from a version on. */
    void truncate(Version from) {
        owners.truncate(from);
        levels.values().forEach(steps -> steps.truncate(from));
    }

    /** Takes note of a valid change, which is later than all others. */
    void apply(Candidate<AccessChange> candidate) {
        if (candidate.change instanceof AccessChange.Owner claim) {
            owners.add(candidate.version, claim.address());
        } else if (candidate.change instanceof AccessChange.Grant grant) {
            levels.computeIfAbsent(grant.address(), whom -> new Steps<>()).add(candidate.version, grant.level());
        }
    }

    /** Lets everybody see the list as it is now. */
    void publish() {
        String lastOwner = owners.last();
        String owner = lastOwner == null ? firstOwner : lastOwner;
        var allowed = new HashMap<String, Level>();
        var named = new HashSet<String>(owners.values);
        levels.forEach((whom, steps) -> {
            Level level = steps.last();
            if (level != null) {
                named.add(whom);
                if (level != Level.NONE) {
                    allowed.put(whom, level);
                }
            }
        });
        everNamed = Set.copyOf(named);
        current = owner == null ? null : new NodeAccess(owner, allowed);
    }

    /** The list as it is now, or {@code null} where nobody owns the node. */
    @Nullable
    NodeAccess current() {
        return current;
    }

    /** Whether the list ever named an address, or everybody. */
    boolean everNamed(String address) {
        Set<String> named = everNamed;
        return address.equals(firstOwner) || named.contains(address) || named.contains(AccessChange.EVERYONE);
    }
}
