package io.genosdb.security.simulation;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Entry;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.security.identity.Address;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rules of who may do what, written down a second time and naively: everything is worked out from the set of all genuine entries, by
 * going through them as often as it takes. What honest replicas hold must be what it says.
 */
final class Law {

    private static final String ADDRESS = "0x[0-9a-fA-F]{40}";
    private static final List<String> LEVELS = List.of("none", "read", "write", "delete");
    private static final Comparator<Entry> BY_VERSION = Comparator.comparing(Entry::version);

    /** What an entry says of somebody's role. */
    private record Assignment(Entry entry, String subject, String role, Long expiresAt, Long since) {
        Version from() {
            return since == null ? entry.version() : new Version(HybridTimestamp.pack(since), "");
        }
    }

    /** What an entry says of a node's list: an owner, or what somebody may do. */
    private record Change(Entry entry, String owner, String whom, int level) {}

    private final Set<String> superAdmins;
    private final Map<String, Set<String>> roles;
    private final List<Assignment> assignments = new ArrayList<>();
    private final Map<String, List<Change>> lists = new HashMap<>();
    private final List<Entry> lawful = new ArrayList<>();

    Law(Set<String> superAdmins, Map<String, Set<String>> roles, Collection<Entry> genuine) {
        this.superAdmins = superAdmins;
        this.roles = roles;
        settleRoles(genuine);
        settleLists(genuine);
        assignments.forEach(assignment -> lawful.add(assignment.entry()));
        lists.values().forEach(changes -> changes.forEach(change -> lawful.add(change.entry())));
        for (Entry entry : genuine) {
            if (!(entry.slot() instanceof Slot.Managed) && isWellFormed(entry) && isPermitted(entry)) {
                lawful.add(entry);
            }
        }
    }

    /** The entries that count. */
    List<Entry> lawful() {
        return lawful;
    }

    // ---- who

    private static boolean isAddress(String text) {
        try {
            return text.matches(ADDRESS) && new Address(text).text().equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String signer(Entry entry) {
        return entry.author().split(" ", -1)[0];
    }

    /** Whose rights count. */
    private static String principal(Entry entry) {
        String[] words = entry.author().split(" ", -1);
        return words[words.length - 1];
    }

    private static boolean isDelegated(Entry entry) {
        return entry.author().contains(" ");
    }

    private static boolean isAuthor(String text) {
        String[] words = text.split(" ", -1);
        if (words.length == 1) {
            return isAddress(text);
        }
        return words.length == 3
                && words[1].equals("for")
                && isAddress(words[0])
                && isAddress(words[2])
                && !words[0].equals(words[2]);
    }

    private boolean isSuperAdmins(Entry entry) {
        return !isDelegated(entry) && superAdmins.contains(entry.author());
    }

    // ---- form

    private static String subjectOf(String nodeId) {
        return nodeId.startsWith("user:") ? nodeId.substring("user:".length()) : null;
    }

    private static boolean isWellFormed(Entry entry) {
        String subject = subjectOf(entry.nodeId());
        if (!isAuthor(entry.author()) || (subject != null && !isAddress(subject))) {
            return false;
        }
        Set<String> forbidden = Set.of("owner", "collaborators", "role");
        if (entry.slot() instanceof Slot.Field field) {
            return !forbidden.contains(field.name());
        }
        if (entry.slot() == Slot.VALUE || entry.slot() instanceof Slot.Value) {
            return forbidden.stream().noneMatch(name -> ((JsonObject) entry.payload()).get(name) != null);
        }
        return true;
    }

    private static Set<String> names(JsonObject object) {
        var names = new HashSet<String>();
        object.forEach((name, value) -> names.add(name));
        return names;
    }

    private static boolean isTime(JsonValue value) {
        return value instanceof JsonNumber number
                && number.value() >= 0
                && number.value() <= HybridTimestamp.MAX_PHYSICAL
                && number.value() == Math.rint(number.value());
    }

    private static Long time(JsonValue value) {
        return value instanceof JsonNumber number ? (Long) (long) number.value() : null;
    }

    private Assignment assignment(Entry entry) {
        String subject = subjectOf(entry.nodeId());
        if (subject == null || !isWellFormed(entry) || !(entry.payload() instanceof JsonObject says)) {
            return null;
        }
        Set<String> extra = names(says);
        extra.removeAll(Set.of("role", "expiresAt", "since"));
        JsonValue expiresAt = says.get("expiresAt");
        JsonValue since = says.get("since");
        boolean isOfTheForm = extra.isEmpty()
                && says.get("role") instanceof JsonString
                && (expiresAt == null || isTime(expiresAt))
                && (since == null || isTime(since));
        if (!isOfTheForm) {
            return null;
        }
        String role = ((JsonString) says.get("role")).value();
        var assignment = new Assignment(entry, subject, role, time(expiresAt), time(since));
        // What a superadmin gives another one counts when the configuration does not name that one any more.
        if (role.equals("superadmin") || (superAdmins.contains(subject) && !isSuperAdmins(entry))) {
            return null;
        }
        if (since != null
                && (!isSuperAdmins(entry) || assignment.since() > HybridTimestamp.physical(entry.timestamp()))) {
            return null;
        }
        return assignment;
    }

    private static Change change(Entry entry) {
        if (subjectOf(entry.nodeId()) != null
                || !isWellFormed(entry)
                || !(entry.payload() instanceof JsonObject says)) {
            return null;
        }
        Set<String> names = names(says);
        if (names.equals(Set.of("owner")) && says.get("owner") instanceof JsonString owner) {
            return isAddress(owner.value()) ? new Change(entry, owner.value(), null, 0) : null;
        }
        if (names.equals(Set.of("revoke")) && says.get("revoke") instanceof JsonString whom) {
            return isAddress(whom.value()) || whom.value().equals("*")
                    ? new Change(entry, null, whom.value(), 0)
                    : null;
        }
        if (names.equals(Set.of("grant", "level"))
                && says.get("grant") instanceof JsonString whom
                && says.get("level") instanceof JsonString level) {
            int number = LEVELS.indexOf(level.value());
            boolean isGrantee = isAddress(whom.value()) || whom.value().equals("*");
            return isGrantee && number > 0 ? new Change(entry, null, whom.value(), number) : null;
        }
        return null;
    }

    // ---- roles

    private void settleRoles(Collection<Entry> genuine) {
        var candidates = new ArrayList<Assignment>();
        for (Entry entry : genuine) {
            Assignment candidate = entry.slot() instanceof Slot.Role ? assignment(entry) : null;
            if (candidate != null) {
                candidates.add(candidate);
            }
        }
        // Superadmins' rights come from nowhere but the configuration; of those with one key the greater hash counts.
        byKey(candidates.stream()
                        .filter(candidate -> isSuperAdmins(candidate.entry()))
                        .toList())
                .values()
                .forEach(rivals -> assignments.add(greatest(rivals)));
        List<Assignment> others = candidates.stream()
                .filter(candidate -> !isSuperAdmins(candidate.entry()))
                .sorted(Comparator.comparing(Assignment::entry, BY_VERSION))
                .toList();
        byKey(others).values().forEach(this::settle);
    }

    private static Map<String, List<Assignment>> byKey(List<Assignment> candidates) {
        var byKey = new LinkedHashMap<String, List<Assignment>>();
        candidates.forEach(
                candidate -> byKey.computeIfAbsent(candidate.entry().key().toString(), key -> new ArrayList<>())
                        .add(candidate));
        return byKey;
    }

    private static Assignment greatest(List<Assignment> rivals) {
        return rivals.stream()
                .max(Comparator.comparing(rival -> rival.entry().hash()))
                .orElseThrow();
    }

    private void settle(List<Assignment> rivals) {
        Entry first = rivals.get(0).entry();
        boolean isTaken =
                assignments.stream().anyMatch(other -> other.entry().key().equals(first.key()));
        List<Assignment> valid = rivals.stream().filter(this::isValid).toList();
        if (!isTaken && !valid.isEmpty()) {
            assignments.add(greatest(valid));
        }
    }

    private boolean isValid(Assignment candidate) {
        return isWelcome(candidate)
                || rights(candidate.entry(), candidate.entry().version()).contains("assignRole");
    }

    private boolean isWelcome(Assignment candidate) {
        Entry entry = candidate.entry();
        return entry.author().equals(candidate.subject())
                && candidate.role().equals("guest")
                && candidate.expiresAt() == null
                && candidate.since() == null
                && assignments.stream()
                        .noneMatch(other -> other.subject().equals(candidate.subject())
                                && other.entry().version().compareTo(entry.version()) < 0);
    }

    private String roleAt(String address, Version version) {
        if (superAdmins.contains(address)) {
            return "superadmin";
        }
        Assignment last = assignmentAt(address, version);
        return last == null || isOver(last, version) ? "none" : last.role();
    }

    private static boolean isOver(Assignment assignment, Version version) {
        return assignment.role().equals("none")
                || (assignment.expiresAt() != null
                        && assignment.expiresAt() <= HybridTimestamp.physical(version.timestamp()));
    }

    private Assignment assignmentAt(String address, Version version) {
        Assignment last = null;
        for (Assignment assignment : assignments) {
            boolean isEffective = assignment.subject().equals(address)
                    && assignment.from().compareTo(version) < 0
                    && (last == null || last.entry().compareVersion(assignment.entry()) < 0);
            last = isEffective ? assignment : last;
        }
        return last;
    }

    private Set<String> permissionsAt(String address, Version version) {
        return roles.getOrDefault(roleAt(address, version), Set.of());
    }

    private Set<String> rights(Entry entry, Version version) {
        if (!isDelegated(entry)) {
            return permissionsAt(entry.author(), version);
        }
        boolean mayActForThem =
                permissionsAt(signer(entry), version).contains("delegate") && !superAdmins.contains(principal(entry));
        return mayActForThem ? permissionsAt(principal(entry), version) : Set.of();
    }

    // ---- access lists

    private void settleLists(Collection<Entry> genuine) {
        var candidates = new TreeMap<Version, Map<String, List<Change>>>();
        for (Entry entry : genuine) {
            Change candidate = entry.slot() instanceof Slot.Acl ? change(entry) : null;
            if (candidate != null) {
                candidates
                        .computeIfAbsent(entry.version(), key -> new HashMap<>())
                        .computeIfAbsent(entry.nodeId(), key -> new ArrayList<>())
                        .add(candidate);
            }
        }
        candidates
                .values()
                .forEach(nodes -> nodes.forEach((id, rivals) -> rivals.stream()
                        .filter(this::isValid)
                        .max(Comparator.comparing((Change rival) -> isSuperAdmins(rival.entry()))
                                .thenComparing(rival -> rival.entry().hash()))
                        .ifPresent(winner -> lists.computeIfAbsent(id, key -> new ArrayList<>())
                                .add(winner))));
    }

    private boolean isValid(Change candidate) {
        Entry entry = candidate.entry();
        Set<String> rights = rights(entry, entry.version());
        String owner = ownerAt(entry.nodeId(), entry.version());
        if (!rights.contains("write")) {
            return false;
        }
        if (owner == null) {
            return principal(entry).equals(candidate.owner())
                    || (candidate.owner() != null && rights.contains("deleteAny"));
        }
        return owner.equals(principal(entry)) || rights.contains("deleteAny");
    }

    private List<Change> changesBefore(String nodeId, Version version) {
        return lists.getOrDefault(nodeId, List.of()).stream()
                .filter(change -> change.entry().version().compareTo(version) < 0)
                .sorted(Comparator.comparing(Change::entry, BY_VERSION))
                .toList();
    }

    private String ownerAt(String nodeId, Version version) {
        String owner = subjectOf(nodeId);
        int slash = nodeId.indexOf('/');
        if (slash > 0 && isAddress(nodeId.substring(0, slash))) {
            owner = nodeId.substring(0, slash);
        }
        for (Change change : changesBefore(nodeId, version)) {
            owner = change.owner() == null ? owner : change.owner();
        }
        return owner;
    }

    private int levelAt(String nodeId, String address, Version version) {
        int own = 0;
        int everyone = 0;
        for (Change change : changesBefore(nodeId, version)) {
            own = address.equals(change.whom()) ? change.level() : own;
            everyone = "*".equals(change.whom()) ? change.level() : everyone;
        }
        return Math.max(own, everyone);
    }

    // ---- everything else

    private boolean isPermitted(Entry entry) {
        Version version = entry.version();
        String who = principal(entry);
        Set<String> rights = rights(entry, version);
        String owner = ownerAt(entry.nodeId(), version);
        if (entry.slot() instanceof Slot.Tombstone) {
            return rights.contains("deleteAny") || mayRemove(entry, rights, owner);
        }
        if (isWelcomesOwn(entry)) {
            return true;
        }
        boolean mayChange = owner == null
                || owner.equals(who)
                || (subjectOf(entry.nodeId()) == null
                        && levelAt(entry.nodeId(), who, version) >= LEVELS.indexOf("write"));
        return mayChange
                && rights.contains("write")
                && (!(entry.slot() instanceof Slot.Edge) || rights.contains("link"));
    }

    private boolean mayRemove(Entry entry, Set<String> rights, String owner) {
        if (owner == null) {
            return rights.contains("delete");
        }
        boolean isAllowed = owner.equals(principal(entry))
                || (subjectOf(entry.nodeId()) == null
                        && levelAt(entry.nodeId(), principal(entry), entry.version()) >= LEVELS.indexOf("delete"));
        return isAllowed && rights.contains("write");
    }

    /** The value with which somebody makes themselves known. */
    private boolean isWelcomesOwn(Entry entry) {
        boolean isOwn = entry.slot() instanceof Slot.Value
                || (entry.slot().equals(new Slot.Field("address"))
                        && new JsonString(entry.author()).equals(entry.payload()));
        Assignment since = assignmentAt(entry.author(), entry.version());
        return isOwn
                && (since == null || !isOver(since, entry.version()))
                && entry.nodeId().equals("user:" + entry.author())
                && assignments.stream()
                        .anyMatch(assignment -> assignment.subject().equals(entry.author())
                                && assignment.entry().version().equals(entry.version())
                                && isWelcome(assignment));
    }

    // ---- reading

    private static Version now(long millis) {
        return new Version(HybridTimestamp.pack(millis + 1), "");
    }

    boolean may(String address, String permission, long nowMillis) {
        return permissionsAt(address, now(nowMillis)).contains(permission);
    }

    boolean mayRead(String address, String nodeId, long nowMillis) {
        if (may(address, "replicate", nowMillis)) {
            return true;
        }
        Version now = now(nowMillis);
        boolean reads = may(address, "read", nowMillis);
        String owner = ownerAt(nodeId, now);
        if (owner == null || subjectOf(nodeId) != null) {
            return reads;
        }
        return levelAt(nodeId, "*", now) > 0 || (reads && (owner.equals(address) || levelAt(nodeId, address, now) > 0));
    }
}
