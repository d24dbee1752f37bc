package io.genosdb.security.policy;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Entry;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The law, word by word, over all entries at once, without any cleverness. Knows nothing of the bounds. */
public final class Oracle {

    private final Policy policy;
    private final List<Entry> byVersion;
    private final Set<Entry> validRoles = new HashSet<>();
    private final Set<Entry> validLists = new HashSet<>();
    private final Map<String, List<Entry>> assignments = new HashMap<>();
    private final Map<String, List<Entry>> changes = new HashMap<>();

    public Oracle(Policy policy, Collection<Entry> wellFormed) {
        this.policy = policy;
        this.byVersion =
                wellFormed.stream().distinct().sorted(Comparator.naturalOrder()).toList();
        for (Entry entry : byVersion) {
            if (entry.slot() instanceof Slot.Role && isSovereign(entry) && isLastOf(entry, this::isSovereign)) {
                count(entry);
            }
        }
        for (Entry entry : byVersion) {
            if (entry.slot() instanceof Slot.Role
                    && !isSovereign(entry)
                    && rivals(entry).noneMatch(this::isSovereign)
                    && mayAssign(entry)
                    && isLastOf(entry, this::mayAssign)) {
                count(entry);
            }
        }
        for (Entry entry : byVersion) {
            if (entry.slot() instanceof Slot.Acl && mayChange(entry) && isFirstChoice(entry)) {
                validLists.add(entry);
                changes.computeIfAbsent(entry.nodeId(), node -> new ArrayList<>())
                        .add(entry);
            }
        }
    }

    private Stream<Entry> rivals(Entry entry) {
        return byVersion.stream().filter(other -> other.key().equals(entry.key()) && !other.equals(entry));
    }

    private boolean isLastOf(Entry entry, Predicate<Entry> valid) {
        return rivals(entry).filter(valid).noneMatch(other -> other.compareTo(entry) > 0);
    }

    /** Of the changes of one key that may count: a superadmin's own before others', then the greater hash. */
    private boolean isFirstChoice(Entry entry) {
        return rivals(entry)
                .filter(this::mayChange)
                .noneMatch(other ->
                        isSovereign(other) == isSovereign(entry) ? other.compareTo(entry) > 0 : isSovereign(other));
    }

    private boolean isSovereign(Entry entry) {
        return policy.isSuperAdmin(entry.author());
    }

    private static String text(Entry entry, String field) {
        return ((JsonObject) Objects.requireNonNull(entry.payload())).get(field) instanceof JsonString text
                ? text.value()
                : "";
    }

    private static double number(Entry entry, String field, double otherwise) {
        return ((JsonObject) Objects.requireNonNull(entry.payload())).get(field) instanceof JsonNumber number
                ? number.value()
                : otherwise;
    }

    private List<Entry> assignments(String address) {
        return assignments.getOrDefault("user:" + address, List.of());
    }

    private void count(Entry assignment) {
        validRoles.add(assignment);
        List<Entry> all = assignments.computeIfAbsent(assignment.nodeId(), node -> new ArrayList<>());
        all.add(assignment);
        all.sort(null);
    }

    private String roleAt(String address, Version version) {
        if (policy.isSuperAdmin(address)) {
            return "superadmin";
        }
        Entry last = assignmentAt(address, version);
        return last == null || isExpired(last, version) ? "none" : text(last, "role");
    }

    private static boolean isExpired(Entry assignment, Version version) {
        return number(assignment, "expiresAt", Double.MAX_VALUE) <= HybridTimestamp.physical(version.timestamp());
    }

    private @Nullable Entry assignmentAt(String address, Version version) {
        Entry last = null;
        for (Entry entry : assignments(address)) {
            double since = number(entry, "since", -1);
            boolean isInForce = since < 0
                    ? entry.version().compareTo(version) < 0
                    : HybridTimestamp.physical(version.timestamp()) >= since;
            if (isInForce) {
                last = entry;
            }
        }
        return last;
    }

    private boolean has(Entry entry, Permission permission) {
        String signer = entry.author().substring(0, 42);
        String principal = principal(entry);
        if (!signer.equals(principal)) {
            boolean mayDelegate = permissions(signer, entry.version()).contains(Permission.DELEGATE);
            if (policy.isSuperAdmin(principal) || !mayDelegate) {
                return false;
            }
        }
        return permissions(principal, entry.version()).contains(permission);
    }

    private Set<Permission> permissions(String address, Version version) {
        return policy.roles().permissionsOf(roleAt(address, version));
    }

    private static String principal(Entry entry) {
        return entry.author().substring(entry.author().length() - 42);
    }

    private boolean isWelcome(Entry entry) {
        return entry.slot() instanceof Slot.Role
                && entry.nodeId().equals("user:" + entry.author())
                && ((JsonObject) Objects.requireNonNull(entry.payload())).size() == 1
                && text(entry, "role").equals("guest")
                && assignments(entry.author()).stream()
                        .noneMatch(other -> other.version().compareTo(entry.version()) < 0);
    }

    private boolean mayAssign(Entry entry) {
        return isWelcome(entry) || has(entry, Permission.ASSIGN_ROLE);
    }

    private List<Entry> changes(String node, Version before) {
        return changes.getOrDefault(node, List.of()).stream()
                .filter(entry -> entry.version().compareTo(before) < 0)
                .toList();
    }

    private @Nullable String owner(String node, Version at) {
        String owner = node.startsWith("0x") && node.indexOf('/') == 42 ? node.substring(0, 42) : null;
        for (Entry change : changes(node, at)) {
            owner = text(change, "owner").isEmpty() ? owner : text(change, "owner");
        }
        return owner;
    }

    private int level(String node, String address, Version at) {
        int own = 0;
        int everybody = 0;
        for (Entry change : changes(node, at)) {
            int level = List.of("", "read", "write", "delete").indexOf(text(change, "level"));
            String whom = text(change, "grant") + text(change, "revoke");
            own = whom.equals(address) ? level : own;
            everybody = whom.equals("*") ? level : everybody;
        }
        return Math.max(own, everybody);
    }

    private boolean mayChange(Entry entry) {
        String owner = owner(entry.nodeId(), entry.version());
        boolean isClaim = !text(entry, "owner").isEmpty();
        if (!has(entry, Permission.WRITE)) {
            return false;
        }
        if (has(entry, Permission.DELETE_ANY)) {
            return owner != null || isClaim;
        }
        return owner == null ? text(entry, "owner").equals(principal(entry)) : owner.equals(principal(entry));
    }

    /** Whether an entry is to be let in. */
    public boolean isLawful(Entry entry) {
        if (entry.slot() instanceof Slot.Role) {
            return validRoles.contains(entry);
        }
        if (entry.slot() instanceof Slot.Acl) {
            return validLists.contains(entry);
        }
        String node = entry.nodeId();
        String owner = node.startsWith("user:") ? node.substring(5) : owner(node, entry.version());
        boolean isMine = principal(entry).equals(owner);
        int level = level(node, principal(entry), entry.version());
        if (entry.slot() instanceof Slot.Tombstone) {
            return has(entry, Permission.DELETE_ANY)
                    || (owner == null
                            ? has(entry, Permission.DELETE)
                            : has(entry, Permission.WRITE) && (isMine || level >= 3));
        }
        boolean isWritable = has(entry, Permission.WRITE) && (owner == null || isMine || level >= 2);
        if (entry.slot() instanceof Slot.Edge) {
            return isWritable && has(entry, Permission.LINK);
        }
        return isWritable || isOfWelcome(entry);
    }

    private boolean isOfWelcome(Entry entry) {
        boolean isOwn = entry.nodeId().equals("user:" + entry.author())
                && (entry.slot() instanceof Slot.Value
                        || (entry.slot().equals(new Slot.Field("address"))
                                && new JsonString(entry.author()).equals(entry.payload())));
        Entry since = assignmentAt(entry.author(), entry.version());
        boolean isBanished = since != null && (text(since, "role").equals("none") || isExpired(since, entry.version()));
        return isOwn
                && !isBanished
                && validRoles.stream()
                        .anyMatch(role -> role.version().equals(entry.version())
                                && role.author().equals(entry.author())
                                && isWelcome(role));
    }
}
