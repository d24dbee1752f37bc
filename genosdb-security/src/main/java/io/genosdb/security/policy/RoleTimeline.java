package io.genosdb.security.policy;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The role that one address held, as a function of the version: a staircase, looked up in O(log n). Immutable.
 *
 * <p>Step {@code i} is in force for versions later than {@code starts[i]}, up to and including {@code starts[i + 1]}: an
 * assignment says nothing about entries of its own version. An expiry and a {@code since} are points in time; they stand before
 * every version of their millisecond, since no version has an empty origin.
 */
final class RoleTimeline {

    static final RoleTimeline EMPTY = new RoleTimeline(new Version[0], new String[0], null);

    private final Version[] starts;
    /** The roles, with {@code null} for none. */
    private final @Nullable String[] roles;

    private final @Nullable Assignment latest;

    private RoleTimeline(Version[] starts, @Nullable String[] roles, @Nullable Assignment latest) {
        this.starts = starts;
        this.roles = roles;
        this.latest = latest;
    }

    /**
     * Builds the staircase. Each assignment, in order of version, beats those before it from its start on; so it cuts off the
     * steps that begin later than it does, and puts its own on top.
     *
     * @param valid the valid assignments in order of version
     */
    static RoleTimeline of(List<Candidate<Assignment>> valid) {
        if (valid.isEmpty()) {
            return EMPTY;
        }
        var starts = new ArrayList<Version>(valid.size() + 1);
        var winners = new ArrayList<Assignment>(valid.size() + 1);
        for (Candidate<Assignment> candidate : valid) {
            Version start = start(candidate);
            int last = starts.size() - 1;
            while (last >= 0 && starts.get(last).compareTo(start) >= 0) {
                starts.remove(last);
                winners.remove(last--);
            }
            starts.add(start);
            winners.add(candidate.change);
        }
        return withExpiries(starts, winners);
    }

    /** From where on an assignment is in force. */
    static Version start(Candidate<Assignment> candidate) {
        return candidate.change.isSince() ? instant(candidate.change.since()) : candidate.version;
    }

    private static Version instant(long millis) {
        return new Version(HybridTimestamp.pack(millis), "");
    }

    private static RoleTimeline withExpiries(List<Version> from, List<Assignment> winners) {
        var starts = new ArrayList<Version>(from.size() + 1);
        var roles = new ArrayList<@Nullable String>(from.size() + 1);
        for (int i = 0; i < from.size(); i++) {
            Assignment winner = winners.get(i);
            Version expiry = winner.expiresAt() == Long.MAX_VALUE ? null : instant(winner.expiresAt());
            boolean isExpiredAtOnce = expiry != null && expiry.compareTo(from.get(i)) <= 0;
            starts.add(from.get(i));
            roles.add(isExpiredAtOnce ? null : roleOf(winner));
            boolean isLast = i == from.size() - 1;
            if (expiry != null && !isExpiredAtOnce && (isLast || expiry.compareTo(from.get(i + 1)) < 0)) {
                starts.add(expiry);
                roles.add(null);
            }
        }
        return new RoleTimeline(
                starts.toArray(new Version[0]), roles.toArray(new String[0]), winners.get(winners.size() - 1));
    }

    private static @Nullable String roleOf(Assignment assignment) {
        return assignment.role().equals(Roles.NONE) ? null : assignment.role();
    }

    /** The role that entries of a version are judged by, or {@code null}. */
    @Nullable
    String roleAt(Version version) {
        int step = stepAt(version);
        return step < 0 ? null : roles[step];
    }

    /** Whether something was said for a version, and no role is left by it: taken away, or expired. */
    boolean isOverAt(Version version) {
        int step = stepAt(version);
        return step >= 0 && roles[step] == null;
    }

    /** The step in force for a version, or -1. */
    private int stepAt(Version version) {
        int low = 0;
        int high = starts.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (starts[middle].compareTo(version) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** The last assignment, which is in force now unless it has expired. */
    @Nullable
    Assignment latest() {
        return latest;
    }

    /** The role that is in force now. */
    @Nullable
    String roleNow(long wallMillis) {
        return latest == null || latest.expiresAt() <= wallMillis ? null : roleOf(latest);
    }

    /** Where two staircases give an address different rights, of those that verdicts depend on. */
    static List<Span> differences(RoleTimeline before, RoleTimeline after, Policy policy) {
        var points = new ArrayList<Version>(before.starts.length + after.starts.length);
        points.addAll(Arrays.asList(before.starts));
        points.addAll(Arrays.asList(after.starts));
        points.sort(null);
        var spans = new ArrayList<Span>(1);
        Version start = null;
        int old = 0;
        int now = 0;
        for (Version point : points) {
            old = advance(before, old, point);
            now = advance(after, now, point);
            boolean differs = before.rights(old, policy) != after.rights(now, policy);
            if (differs && start == null) {
                start = point;
            } else if (!differs && start != null) {
                spans.add(new Span(start, point));
                start = null;
            }
        }
        if (start != null) {
            spans.add(new Span(start, null));
        }
        return spans;
    }

    /** How many steps have begun at a point. */
    private static int advance(RoleTimeline timeline, int steps, Version point) {
        int begun = steps;
        while (begun < timeline.starts.length && timeline.starts[begun].compareTo(point) <= 0) {
            begun++;
        }
        return begun;
    }

    private int rights(int steps, Policy policy) {
        return steps == 0 ? Rights.NONE : policy.rights(roles[steps - 1]) & Rights.JUDGED;
    }
}
