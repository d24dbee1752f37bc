package io.genosdb.security.policy;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Version;
import io.genosdb.security.identity.Authorship;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The assignments of everybody, and which of them count. Changes belong to the writer; roles may be looked up by any thread.
 *
 * <p><b>Well-foundedness.</b> Whether an assignment counts depends (a) for one that a superadmin signed for themselves, on nothing
 * but others of the same key by superadmins; (b) for any other, on the roles of its author at its version, which follow from
 * assignments of kind (a), and from others of strictly earlier versions; and on the assignments of earlier versions to the same
 * address; and on those of its own key, each of which is looked at by (a) and (b) alone before one is chosen. So validity is defined by
 * induction: kind (a) first, then by version. There is exactly one solution, and it does not depend on the order of arrival.
 *
 * <p><b>Revision</b> follows the same induction. What superadmins said is settled first. Then a queue of keys is worked off in
 * order of version; settling one only ever adds later ones. So no key is settled twice in that queue, none is settled before
 * all that it depends on, and the queue ends, having held no more keys than there are.
 */
final class RoleHistories {

    /** Of the assignments of one address by others than superadmins, so many count: the first ones. */
    static final int COUNTED_AT_MOST = 1000;

    private record Key(Version version, RoleHistory history) {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::version).thenComparing(key -> key.history().subject);
    }

    private final Policy policy;
    private final Map<String, RoleHistory> histories = new ConcurrentHashMap<>();
    /** In whose histories an address has said something. For the writer. */
    private final Map<String, Set<RoleHistory>> said = new HashMap<>();

    RoleHistories(Policy policy) {
        this.policy = policy;
    }

    private RoleTimeline timeline(String address) {
        RoleHistory history = histories.get(address);
        return history == null ? RoleTimeline.EMPTY : history.timeline();
    }

    @Nullable
    String roleAt(String address, Version version) {
        return policy.isSuperAdmin(address)
                ? Roles.SUPERADMIN
                : timeline(address).roleAt(version);
    }

    @Nullable
    String roleNow(String address, long wallMillis) {
        return policy.isSuperAdmin(address)
                ? Roles.SUPERADMIN
                : timeline(address).roleNow(wallMillis);
    }

    boolean isKnown(String address) {
        return policy.isSuperAdmin(address) || timeline(address).latest() != null;
    }

    boolean isBanished(String address) {
        Assignment latest =
                policy.isSuperAdmin(address) ? null : timeline(address).latest();
        return latest != null && latest.role().equals(Roles.NONE);
    }

    /** When the role of now expires, or {@link Long#MAX_VALUE}. */
    long nextExpiry(String address, long wallMillis) {
        Assignment latest =
                policy.isSuperAdmin(address) ? null : timeline(address).latest();
        return latest == null || latest.expiresAt() <= wallMillis ? Long.MAX_VALUE : latest.expiresAt();
    }

    /** What an author may do with entries of a version: what the principal may, if the signer may act for them. */
    int rightsAt(Authorship author, Version version) {
        if (author.subject() != null) {
            boolean mayDelegate = !policy.isSuperAdmin(author.actor().text())
                    && Rights.has(policy.rights(roleAt(author.signer().text(), version)), Rights.DELEGATE);
            if (!mayDelegate) {
                return Rights.NONE;
            }
        }
        return policy.rights(roleAt(author.actor().text(), version));
    }

    boolean isWelcomedAt(String address, Version version) {
        RoleHistory history = histories.get(address);
        return history != null && history.isWelcomedAt(version);
    }

    void forEachAssignment(BiConsumer<String, Assignment> visitor) {
        histories.forEach((subject, history) -> {
            Assignment latest = history.timeline().latest();
            if (latest != null) {
                visitor.accept(subject, latest);
            }
        });
    }

    boolean knows(String subject, Entry entry) {
        RoleHistory history = histories.get(subject);
        return history != null && history.candidates.find(entry) != null;
    }

    boolean isValid(String subject, Entry entry) {
        RoleHistory history = histories.get(subject);
        Candidate<Assignment> candidate = history == null ? null : history.candidates.find(entry);
        return candidate != null && candidate.valid;
    }

    /** Adds and withdraws candidates, and settles everything that depends on them. */
    void revise(Map<String, List<Candidate<Assignment>>> added, Map<String, List<Entry>> withdrawn, Ledger ledger) {
        var queue = new TreeSet<>(Key.ORDER);
        var bySuperAdmins = new TreeSet<>(Key.ORDER);
        added.forEach((subject, candidates) -> {
            RoleHistory history = histories.computeIfAbsent(subject, RoleHistory::new);
            for (Candidate<Assignment> candidate : candidates) {
                if (history.candidates.add(candidate)) {
                    index(candidate.author, history);
                    (isSovereign(candidate) ? bySuperAdmins : queue).add(new Key(candidate.version, history));
                }
            }
        });
        withdrawn.forEach((subject, entries) -> {
            RoleHistory history = histories.get(subject);
            if (history != null) {
                entries.forEach(entry -> withdraw(history, entry, ledger, queue));
            }
        });
        for (Key key : bySuperAdmins) {
            settle(key, ledger, queue);
        }
        for (Key next = queue.pollFirst(); next != null; next = queue.pollFirst()) {
            settle(next, ledger, queue);
        }
        withdrawn
                .keySet()
                .forEach(subject -> histories.computeIfPresent(
                        subject, (key, history) -> history.candidates.isEmpty() ? null : history));
    }

    private void withdraw(RoleHistory history, Entry entry, Ledger ledger, Set<Key> queue) {
        Candidate<Assignment> candidate = history.candidates.remove(entry);
        if (candidate == null) {
            return;
        }
        unindex(candidate.author, history);
        if (candidate.valid) {
            ledger.changes(candidate);
            candidate.valid = false;
            noteWelcome(history, candidate, ledger);
            consider(history, candidate.version, history.rebuild(), ledger, queue);
        }
        queue.add(new Key(candidate.version, history));
    }

    /** Chooses which candidate of a key counts. */
    private void settle(Key key, Ledger ledger, Set<Key> queue) {
        RoleHistory history = key.history();
        Candidate<Assignment> winner = choose(history, history.candidates.at(key.version()));
        boolean changed = false;
        for (Candidate<Assignment> candidate : history.candidates.at(key.version())) {
            boolean counts = candidate == winner;
            if (candidate.valid != counts) {
                ledger.changes(candidate);
                candidate.valid = counts;
                changed = true;
            }
            noteWelcome(history, candidate, ledger);
        }
        if (changed) {
            consider(history, key.version(), history.rebuild(), ledger, queue);
        }
    }

    /** What was written with a welcome depends on that, and on whether somebody banished the address since before it. */
    private static void noteWelcome(RoleHistory history, Candidate<Assignment> candidate, Ledger ledger) {
        if (history.isWelcome(candidate) || candidate.change.isSince()) {
            ledger.node(Names.USER_PREFIX + history.subject, RoleTimeline.start(candidate));
        }
    }

    private @Nullable Candidate<Assignment> choose(RoleHistory history, List<Candidate<Assignment>> rivals) {
        Candidate<Assignment> winner = null;
        for (Candidate<Assignment> rival : rivals) {
            boolean isSovereign = isSovereign(rival);
            boolean yields = winner != null && isSovereign(winner) && !isSovereign;
            if (!yields && (isSovereign || objection(history, rival) == null)) {
                winner = rival;
            }
        }
        return winner;
    }

    /** Whether a superadmin said it for themselves. */
    boolean isSovereign(Candidate<?> candidate) {
        return candidate.author.subject() == null
                && policy.isSuperAdmin(candidate.author.signer().text());
    }

    /** Why an assignment does not count, by itself; {@code null} if it does. */
    private @Nullable String objection(RoleHistory history, Candidate<Assignment> candidate) {
        if (history.isWelcome(candidate) && !history.hasValidBefore(candidate.version)) {
            return null;
        }
        if (!Rights.has(rightsAt(candidate.author, candidate.version), Rights.ASSIGN_ROLE)) {
            return history.isWelcome(candidate)
                    ? candidate.author.text() + " had been given a role before"
                    : lack(candidate.author, Permission.ASSIGN_ROLE, candidate.version);
        }
        return isTooMany(history, candidate) ? "too many roles were given to " + history.subject : null;
    }

    private boolean isTooMany(RoleHistory history, Candidate<Assignment> candidate) {
        return history.candidates.size() > COUNTED_AT_MOST
                && history.candidates.before(candidate.version).stream()
                                .filter(earlier -> earlier.valid && !isSovereign(earlier))
                                .limit(COUNTED_AT_MOST)
                                .count()
                        == COUNTED_AT_MOST;
    }

    /** Why an assignment that is known does not count. */
    String objection(String subject, Entry entry) {
        RoleHistory history = histories.get(subject);
        Candidate<Assignment> candidate = history == null ? null : history.candidates.find(entry);
        String objection = history == null || candidate == null ? null : objection(history, candidate);
        return objection == null ? "another entry of the same version counts" : objection;
    }

    /** Says who lacks what. */
    String lack(Authorship author, Permission permission, Version version) {
        if (author.subject() != null) {
            if (policy.isSuperAdmin(author.actor().text())) {
                return "nobody can act for the superadmin " + author.actor().text();
            }
            if (!Rights.has(policy.rights(roleAt(author.signer().text(), version)), Rights.DELEGATE)) {
                return author.signer().text() + lacks(author.signer().text(), Permission.DELEGATE, version);
            }
        }
        return author.actor().text() + lacks(author.actor().text(), permission, version);
    }

    private String lacks(String address, Permission permission, Version version) {
        String role = roleAt(address, version);
        return role == null
                ? " had no role, and so not the permission '" + permission + "'"
                : " had the role '" + role + "', which does not permit '" + permission + "'";
    }

    /** Queues what depends on the roles of an address, where they have changed. */
    private void consider(RoleHistory history, Version version, RoleTimeline before, Ledger ledger, Set<Key> queue) {
        List<Span> differences = policy.isSuperAdmin(history.subject)
                ? List.of()
                : RoleTimeline.differences(before, history.timeline(), policy);
        for (Span span : differences) {
            ledger.author(history.subject, span);
            for (RoleHistory other : said.getOrDefault(history.subject, Set.of())) {
                for (Candidate<Assignment> candidate : other.candidates.from(span.after())) {
                    if (span.contains(candidate.version) && candidate.mentions(history.subject)) {
                        queue.add(new Key(candidate.version, other));
                    }
                }
            }
        }
        boolean isBounded = history.candidates.size() > COUNTED_AT_MOST;
        for (Candidate<Assignment> later : history.candidates.from(version)) {
            if (later.version.compareTo(version) > 0 && (isBounded || history.isWelcome(later))) {
                queue.add(new Key(later.version, history));
            }
        }
    }

    private void index(Authorship author, RoleHistory history) {
        for (String address : addresses(author)) {
            said.computeIfAbsent(address, key -> new HashSet<>(1)).add(history);
        }
    }

    private void unindex(Authorship author, RoleHistory history) {
        for (String address : addresses(author)) {
            boolean saidMore = history.candidates.from(FIRST).stream().anyMatch(other -> other.mentions(address));
            if (!saidMore) {
                said.computeIfPresent(address, (key, all) -> {
                    all.remove(history);
                    return all.isEmpty() ? null : all;
                });
            }
        }
    }

    private static final Version FIRST = new Version(0, "");

    /** Whose roles the entries of an author depend on; those of superadmins never change. */
    private List<String> addresses(Authorship author) {
        var addresses = new ArrayList<String>(2);
        for (String address : List.of(author.signer().text(), author.actor().text())) {
            if (!policy.isSuperAdmin(address) && !addresses.contains(address)) {
                addresses.add(address);
            }
        }
        return addresses;
    }
}
