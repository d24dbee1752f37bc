package io.genosdb.security.policy;

import io.genosdb.graph.Version;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The assignments of one address. The candidates belong to the writer; anybody may look at the timeline. */
final class RoleHistory {

    final String subject;
    final Candidates<Assignment> candidates = new Candidates<>();
    private volatile RoleTimeline timeline = RoleTimeline.EMPTY;

    RoleHistory(String subject) {
        this.subject = subject;
    }

    RoleTimeline timeline() {
        return timeline;
    }

    /** Makes the timeline anew from what is valid now; returns the one before. */
    RoleTimeline rebuild() {
        RoleTimeline before = timeline;
        var valid = new ArrayList<Candidate<Assignment>>(candidates.size());
        for (int i = 0; i < candidates.size(); i++) {
            if (candidates.get(i).valid) {
                valid.add(candidates.get(i));
            }
        }
        timeline = RoleTimeline.of(valid);
        return before;
    }

    @Nullable
    Candidate<Assignment> validAt(Version version) {
        for (Candidate<Assignment> candidate : candidates.at(version)) {
            if (candidate.valid) {
                return candidate;
            }
        }
        return null;
    }

    boolean hasValidBefore(Version version) {
        List<Candidate<Assignment>> earlier = candidates.before(version);
        for (Candidate<Assignment> candidate : earlier) {
            if (candidate.valid) {
                return true;
            }
        }
        return false;
    }

    /** Whether the valid assignment of a version is the one with which the address made itself known, and nobody banished it since. */
    boolean isWelcomedAt(Version version) {
        Candidate<Assignment> candidate = validAt(version);
        return candidate != null && isWelcome(candidate) && !hasValidBefore(version) && !timeline.isOverAt(version);
    }

    /** Whether it is of the form by which somebody unknown becomes a guest. */
    boolean isWelcome(Candidate<Assignment> candidate) {
        Assignment change = candidate.change;
        return candidate.author.signer().text().equals(subject)
                && candidate.author.subject() == null
                && change.role().equals(Roles.GUEST)
                && change.expiresAt() == Long.MAX_VALUE
                && !change.isSince();
    }
}
