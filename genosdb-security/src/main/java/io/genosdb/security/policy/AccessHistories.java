package io.genosdb.security.policy;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Version;
import io.genosdb.security.identity.Authorship;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The access lists of all nodes, and which changes of them count. Changes belong to the writer; what a list says now may be asked
 * by any thread.
 *
 * <p><b>Well-foundedness.</b> Whether a change counts depends on the roles of its author, on valid changes of strictly earlier
 * versions to the same node, and on those of its own key, each looked at by itself before one is chosen. No role depends on a list. So
 * the roles are settled first, and then each list by going through its changes once, from the first version on that is concerned.
 */
final class AccessHistories {

    /** Of the changes of one node's list by others than those with {@code deleteAny}, so many count: the first ones. */
    static final int COUNTED_AT_MOST = 10_000;

    private static final int OWNERS_REMEMBERED_AT_MOST = 100_000;
    private static final Version FIRST = new Version(0, "");

    private final Policy policy;
    private final Names names;
    private final RoleHistories roles;
    private final Map<String, AccessHistory> histories = new ConcurrentHashMap<>();
    /** The lists of nodes that belong to somebody by their identifier and have no entries: one for each owner. */
    private final Map<String, NodeAccess> byIdAlone = new ConcurrentHashMap<>();
    /** To whose lists an address has said something. For the writer. */
    private final Map<String, Set<AccessHistory>> said = new HashMap<>();

    AccessHistories(Policy policy, Names names, RoleHistories roles) {
        this.policy = policy;
        this.names = names;
        this.roles = roles;
    }

    @Nullable
    String ownerAt(String nodeId, Version version) {
        AccessHistory history = histories.get(nodeId);
        return history == null ? names.ownerById(nodeId) : history.ownerAt(version);
    }

    Level levelAt(String nodeId, String address, Version version) {
        AccessHistory history = histories.get(nodeId);
        return history == null ? Level.NONE : history.levelAt(address, version);
    }

    @Nullable
    NodeAccess current(String nodeId) {
        AccessHistory history = histories.get(nodeId);
        if (history != null) {
            return history.current();
        }
        String owner = names.ownerById(nodeId);
        if (owner == null) {
            return null;
        }
        NodeAccess known = byIdAlone.get(owner);
        if (known == null) {
            if (byIdAlone.size() >= OWNERS_REMEMBERED_AT_MOST) {
                byIdAlone.clear();
            }
            known = new NodeAccess(owner, Map.of());
            byIdAlone.put(owner, known);
        }
        return known;
    }

    boolean everNamed(String nodeId, String address) {
        AccessHistory history = histories.get(nodeId);
        return history == null ? address.equals(names.ownerById(nodeId)) : history.everNamed(address);
    }

    boolean knows(Entry entry) {
        AccessHistory history = histories.get(entry.nodeId());
        return history != null && history.candidates.find(entry) != null;
    }

    boolean isValid(Entry entry) {
        AccessHistory history = histories.get(entry.nodeId());
        Candidate<AccessChange> candidate = history == null ? null : history.candidates.find(entry);
        return candidate != null && candidate.valid;
    }

    /** Adds and withdraws candidates, and settles the lists that depend on them or on roles that have changed. */
    void revise(List<Candidate<AccessChange>> added, List<Entry> withdrawn, Ledger ledger) {
        var concerned = new LinkedHashMap<AccessHistory, Version>();
        for (Candidate<AccessChange> candidate : added) {
            String id = candidate.entry.nodeId();
            AccessHistory history = histories.computeIfAbsent(id, key -> new AccessHistory(key, names.ownerById(key)));
            if (history.candidates.add(candidate)) {
                index(candidate.author, history);
                concern(concerned, history, candidate.version);
            }
        }
        for (Entry entry : withdrawn) {
            withdraw(entry, concerned, ledger);
        }
        ledger.authors().forEach((address, spans) -> {
            for (AccessHistory history : said.getOrDefault(address, Set.of())) {
                concern(concerned, history, address, spans);
            }
        });
        concerned.forEach((history, from) -> settle(history, from, ledger));
        for (Entry entry : withdrawn) {
            histories.computeIfPresent(entry.nodeId(), (key, history) -> history.candidates.isEmpty() ? null : history);
        }
    }

    private void withdraw(Entry entry, Map<AccessHistory, Version> concerned, Ledger ledger) {
        AccessHistory history = histories.get(entry.nodeId());
        Candidate<AccessChange> candidate = history == null ? null : history.candidates.remove(entry);
        if (history == null || candidate == null) {
            return;
        }
        unindex(candidate.author, history);
        if (candidate.valid) {
            ledger.changes(candidate);
            ledger.node(history.nodeId, candidate.version);
            candidate.valid = false;
            concern(concerned, history, candidate.version);
        }
    }

    private static void concern(Map<AccessHistory, Version> concerned, AccessHistory history, Version from) {
        concerned.merge(history, from, (a, b) -> a.compareTo(b) <= 0 ? a : b);
    }

    private static void concern(
            Map<AccessHistory, Version> concerned, AccessHistory history, String address, List<Span> spans) {
        for (Candidate<AccessChange> candidate : history.candidates.from(FIRST)) {
            boolean isConcerned =
                    candidate.mentions(address) && spans.stream().anyMatch(span -> span.contains(candidate.version));
            if (isConcerned) {
                concern(concerned, history, candidate.version);
                return;
            }
        }
    }

    /** Goes through the changes of a list from a version on. */
    private void settle(AccessHistory history, Version from, Ledger ledger) {
        history.truncate(from);
        int counted = countedBefore(history, from);
        List<Candidate<AccessChange>> rest = history.candidates.from(from);
        for (int i = 0; i < rest.size(); ) {
            List<Candidate<AccessChange>> rivals = history.candidates.at(rest.get(i).version);
            Candidate<AccessChange> winner = settle(history, rivals, counted, ledger);
            counted += winner != null && isBounded(winner) ? 1 : 0;
            i += rivals.size();
        }
        history.publish();
    }

    private @Nullable Candidate<AccessChange> settle(
            AccessHistory history, List<Candidate<AccessChange>> rivals, int counted, Ledger ledger) {
        Candidate<AccessChange> winner = null;
        for (Candidate<AccessChange> rival : rivals) {
            boolean yields = winner != null && roles.isSovereign(winner) && !roles.isSovereign(rival);
            if (!yields && objection(history, rival, counted) == null) {
                winner = rival;
            }
        }
        for (Candidate<AccessChange> rival : rivals) {
            boolean counts = rival == winner;
            if (rival.valid != counts) {
                ledger.changes(rival);
                ledger.node(history.nodeId, rival.version);
                rival.valid = counts;
            }
        }
        if (winner != null) {
            history.apply(winner);
        }
        return winner;
    }

    /** How many of the changes of which only so many count are valid before a version. Counted once for all that follow. */
    private int countedBefore(AccessHistory history, Version version) {
        int counted = 0;
        if (history.candidates.size() > COUNTED_AT_MOST) {
            for (Candidate<AccessChange> earlier : history.candidates.before(version)) {
                counted += earlier.valid && isBounded(earlier) ? 1 : 0;
            }
        }
        return counted;
    }

    private boolean isBounded(Candidate<AccessChange> candidate) {
        return !Rights.has(roles.rightsAt(candidate.author, candidate.version), Rights.DELETE_ANY);
    }

    /** Why a change does not count, by itself; {@code null} if it does. */
    private @Nullable String objection(AccessHistory history, Candidate<AccessChange> candidate, int counted) {
        Version version = candidate.version;
        int rights = roles.rightsAt(candidate.author, version);
        if (!Rights.has(rights, Rights.WRITE)) {
            return roles.lack(candidate.author, Permission.WRITE, version);
        }
        if (Rights.has(rights, Rights.DELETE_ANY)) {
            return history.ownerAt(version) == null && candidate.change instanceof AccessChange.Grant
                    ? "nobody owns the node"
                    : null;
        }
        String principal = candidate.author.actor().text();
        String owner = history.ownerAt(version);
        if (owner == null) {
            boolean isClaim = candidate.change instanceof AccessChange.Owner claim
                    && claim.address().equals(principal);
            return isClaim ? tooMany(counted) : "nobody owns the node, and it can be claimed for oneself only";
        }
        return owner.equals(principal) ? tooMany(counted) : "the node belongs to " + owner + ", not to " + principal;
    }

    private static @Nullable String tooMany(int counted) {
        return counted >= COUNTED_AT_MOST ? "the node's access list was changed too often" : null;
    }

    /** Why a change that is known does not count. */
    String objection(Entry entry) {
        AccessHistory history = histories.get(entry.nodeId());
        Candidate<AccessChange> candidate = history == null ? null : history.candidates.find(entry);
        String objection = history == null || candidate == null
                ? null
                : objection(history, candidate, countedBefore(history, candidate.version));
        return objection == null ? "another entry of the same version counts" : objection;
    }

    private void index(Authorship author, AccessHistory history) {
        for (String address :
                new String[] {author.signer().text(), author.actor().text()}) {
            if (!policy.isSuperAdmin(address)) {
                said.computeIfAbsent(address, key -> new HashSet<>(1)).add(history);
            }
        }
    }

    private void unindex(Authorship author, AccessHistory history) {
        for (String address :
                new String[] {author.signer().text(), author.actor().text()}) {
            boolean saidMore = history.candidates.from(FIRST).stream().anyMatch(other -> other.mentions(address));
            if (!saidMore) {
                said.computeIfPresent(address, (key, all) -> {
                    all.remove(history);
                    return all.isEmpty() ? null : all;
                });
            }
        }
    }
}
