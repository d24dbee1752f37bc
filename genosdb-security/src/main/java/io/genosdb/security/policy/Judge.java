package io.genosdb.security.policy;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Entry;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.security.identity.Authorship;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Judges entries whose signatures are genuine: may their authors have written them? Each entry is judged as of its own version, so
 * that whoever hears of it late reaches the same verdict.
 *
 * <h2>The rule</h2>
 *
 * <p>A verdict is a function of the entry, of the {@link Policy}, and of the set of entries in the slots {@code role/} and
 * {@code acl/} that are known; never of the order in which they came, of the road by which they came, or of the time at which
 * somebody looks. Superadmins are configured. What role everybody else held at a version, and who could do what with a node then, is
 * looked up in histories, in O(log n):
 *
 * <ul>
 *   <li>A role is given by whoever may ({@code assignRole}) at the assignment's own version, and is in force for entries of
 *       strictly later versions until the next assignment, or until it expires; nothing comes back when it does. A superadmin may say
 *       that an assignment is in force since a time in the past: so a stolen key is made harmless from the moment of the theft.
 *   <li>Somebody unknown may make themselves a {@code guest}, once: of the entries with which they try, the first counts, and only
 *       if it is before any role that was given to them. The value of their node in the same version passes with it.
 *   <li>A node belongs to the address that its identifier begins with; others to who first claims them. The owner, or who
 *       has {@code deleteAny}, changes the list.
 *   <li>A signer may act for a principal if the signer has {@code delegate}: then the principal's rights count. Nobody acts for a
 *       superadmin.
 * </ul>
 *
 * <h2>The algorithm</h2>
 *
 * <p>Entries of the histories are candidates: those that count are valid. Validity is defined by induction over the version (see
 * {@link RoleHistories} and {@link AccessHistories} for why it is well-founded and why a revision ends), so there is exactly one
 * solution, whatever the order of arrival. {@link #revise} keeps to that solution when candidates come or go, and says precisely
 * what else has to be judged again: which authors' entries of which versions, only where their permissions really
 * differ, and which nodes' from which version on. An ordinary new assignment concerns no entry that exists.
 *
 * <h2>What it resists</h2>
 *
 * <ul>
 *   <li><i>Giving oneself a role</i>: by a value (roles are never read from values, and fields of that name are refused), by a
 *       role entry (needs {@code assignRole} before it), by the welcome (guest, oneself, once, and not after a banishment).
 *   <li><i>An assignment that permits itself, or two that permit each other</i>: only strictly earlier versions permit.
 *   <li><i>An entry of the same node and version as another one</i> (an origin is text of one's choice): of those that may count, one
 *       does: a superadmin's before all others, so that nobody can put their own in place of a demotion.
 *   <li><i>Writing on with an expired or withdrawn role</i>: what is dated later is not let in; what was let in before the demotion
 *       arrived is taken out.
 *   <li><i>Taking over a node</i>: owner and collaborators are read from {@code acl/} entries alone.
 *   <li><i>A server that makes up what users did</i>: it needs {@code delegate}, its name stays on the entry, and it can do nothing
 *       that the user could not.
 *   <li><i>Floods</i>: payloads of the histories have a fixed form; of one user's assignments and of one node's list only so
 *       many count; and what is not permitted is not kept here longer than whoever calls parks it.
 * </ul>
 *
 * <h2>Limits</h2>
 *
 * <p>A version is what its author says it is. An author who still had a permission at some time can date an entry back to that time,
 * as long as nobody takes the permission away {@code since} then; likewise a claim can be dated before another one: identifiers under
 * an address cannot be claimed.
 *
 * <p>{@link #revise}, {@link #withdraw} and {@link #verdict} belong to one thread at a time; everything else may be called by any thread.
 *
 * @since 0.1
 */
public final class Judge {

    /** Fields that a value cannot have at its top: the engine alone knows such things, and from elsewhere. */
    public static final Set<String> MANAGED_FIELDS = Set.of("owner", "collaborators", "role");

    /** What the identifiers of nodes that stand for users begin with, before the address. */
    public static final String USER_PREFIX = Names.USER_PREFIX;

    /** What an application says of itself when it makes itself known. */
    public static final Slot.Field ADDRESS_FIELD = new Slot.Field("address");

    private static final Verdict ADMITTED = new Verdict.Admitted();

    private final Policy policy;
    private final Names names = new Names();
    private final RoleHistories roles;
    private final AccessHistories lists;
    private final AtomicLong roleRevision = new AtomicLong();

    /**
     * Makes a judge who knows no history yet.
     *
     * @param policy superadmins and roles
     */
    public Judge(Policy policy) {
        this.policy = policy;
        this.roles = new RoleHistories(policy);
        this.lists = new AccessHistories(policy, names, roles);
    }

    /**
     * The policy.
     *
     * @return superadmins and roles
     */
    public Policy policy() {
        return policy;
    }

    /**
     * Who wrote an entry.
     *
     * @param entry the entry
     * @return its author, or {@code null} where the text names nobody
     */
    public @Nullable Authorship authorOf(Entry entry) {
        return names.author(entry.author());
    }

    /**
     * Whether a text is an address in the one form that counts.
     *
     * @param text a text
     * @return whether it is {@code 0x} and 40 digits in the mixed case of EIP-55
     */
    public boolean isAddress(String text) {
        return names.isAddress(text);
    }

    // ---- The histories

    /**
     * Adds entries to the histories. What {@linkplain #verdict cannot ever be let in}, is no entry of a history, or is known
     * already, is ignored.
     *
     * @param entries entries in the slots {@code role/} and {@code acl/}; those that are not permitted (yet) are remembered until they
     *     are {@linkplain #withdraw withdrawn}
     * @return what that changes
     */
    public Revision revise(Collection<Entry> entries) {
        var assignments = new HashMap<String, List<Candidate<Assignment>>>();
        var changes = new ArrayList<Candidate<AccessChange>>();
        for (Entry entry : entries) {
            Authorship author = names.author(entry.author());
            if (author == null || flaw(entry, author) != null) {
                continue;
            }
            if (entry.slot() instanceof Slot.Role) {
                assignments
                        .computeIfAbsent(Objects.requireNonNull(names.user(entry.nodeId())), user -> new ArrayList<>(1))
                        .add(new Candidate<>(entry, author, Objects.requireNonNull(Assignment.parse(entry.payload()))));
            } else if (entry.slot() instanceof Slot.Acl) {
                AccessChange change = Objects.requireNonNull(AccessChange.parse(entry.payload(), names));
                changes.add(new Candidate<>(entry, author, change));
            }
        }
        if (assignments.isEmpty() && changes.isEmpty()) {
            return Revision.NOTHING;
        }
        return settle(assignments, changes, Map.of(), List.of());
    }

    /**
     * Takes entries out of the histories, as if they had never been there.
     *
     * @param entries entries; what is not there is ignored
     * @return what that changes; nothing, where none of them counted
     */
    public Revision withdraw(Collection<Entry> entries) {
        var assignments = new HashMap<String, List<Entry>>();
        var changes = new ArrayList<Entry>();
        for (Entry entry : entries) {
            String user = names.user(entry.nodeId());
            if (entry.slot() instanceof Slot.Role && user != null) {
                assignments.computeIfAbsent(user, key -> new ArrayList<>(1)).add(entry);
            } else if (entry.slot() instanceof Slot.Acl) {
                changes.add(entry);
            }
        }
        if (assignments.isEmpty() && changes.isEmpty()) {
            return Revision.NOTHING;
        }
        return settle(Map.of(), List.of(), assignments, changes);
    }

    private Revision settle(
            Map<String, List<Candidate<Assignment>>> assignments,
            List<Candidate<AccessChange>> changes,
            Map<String, List<Entry>> withdrawnAssignments,
            List<Entry> withdrawnChanges) {
        var ledger = new Ledger();
        roles.revise(assignments, withdrawnAssignments, ledger);
        if (!assignments.isEmpty() || !withdrawnAssignments.isEmpty()) {
            roleRevision.incrementAndGet();
        }
        lists.revise(changes, withdrawnChanges, ledger);
        return ledger.revision();
    }

    /**
     * Whether an entry is among the candidates of the histories.
     *
     * @param entry an entry
     * @return whether it was given to {@link #revise}, and not {@linkplain #withdraw withdrawn}
     */
    public boolean knows(Entry entry) {
        String user = names.user(entry.nodeId());
        return entry.slot() instanceof Slot.Role
                ? user != null && roles.knows(user, entry)
                : entry.slot() instanceof Slot.Acl && lists.knows(entry);
    }

    // ---- Verdicts

    /**
     * Judges an entry, as of its own version.
     *
     * @param entry a genuine entry; one of a history has to be among its {@linkplain #revise candidates}
     * @return the verdict by what is known now
     */
    public Verdict verdict(Entry entry) {
        Authorship author = names.author(entry.author());
        if (author == null) {
            return new Verdict.Refused("its author is no address");
        }
        String flaw = flaw(entry, author);
        if (flaw != null) {
            return new Verdict.Refused(flaw);
        }
        String objection = objection(entry, author);
        return objection == null ? ADMITTED : new Verdict.Pending(objection);
    }

    /** What is wrong with an entry for ever, whatever anybody is permitted. */
    private @Nullable String flaw(Entry entry, Authorship author) {
        String user = names.user(entry.nodeId());
        if (user == null && Names.isUser(entry.nodeId())) {
            return "its node stands for a user, but names no address";
        }
        if (entry.slot() instanceof Slot.Role) {
            return user == null ? "roles are given to users only" : flawOfAssignment(entry, author, user);
        }
        if (entry.slot() instanceof Slot.Acl) {
            if (user != null) {
                return "nodes of users have no access lists";
            }
            return AccessChange.parse(entry.payload(), names) == null ? "it is no change of an access list" : null;
        }
        if (entry.slot() instanceof Slot.Field field && MANAGED_FIELDS.contains(field.name())) {
            return "the field '" + field.name() + "' cannot be written";
        }
        if (entry.slot() instanceof Slot.Value && entry.payload() instanceof JsonObject value) {
            for (String field : MANAGED_FIELDS) {
                if (value.get(field) != null) {
                    return "the field '" + field + "' cannot be written";
                }
            }
        }
        return null;
    }

    private @Nullable String flawOfAssignment(Entry entry, Authorship author, String user) {
        Assignment assignment = Assignment.parse(entry.payload());
        if (assignment == null) {
            return "it is no assignment of a role";
        }
        if (assignment.role().equals(Roles.SUPERADMIN)) {
            return "superadmins are configured, and no entry makes one";
        }
        boolean isBySuperAdmin =
                author.subject() == null && policy.isSuperAdmin(author.signer().text());
        if (policy.isSuperAdmin(user) && !isBySuperAdmin) {
            // From superadmins it counts once the configuration does not name the user any more.
            return "nobody else gives a role to a superadmin";
        }
        if (assignment.isSince()) {
            if (!isBySuperAdmin) {
                return "only superadmins give roles since a time in the past";
            }
            if (assignment.since() > HybridTimestamp.physical(entry.timestamp())) {
                return "it gives a role since a time in the future";
            }
        }
        return null;
    }

    /** Who lacks what; {@code null} if the entry is permitted. */
    private @Nullable String objection(Entry entry, Authorship author) {
        if (entry.slot() instanceof Slot.Role) {
            String user = Objects.requireNonNull(names.user(entry.nodeId()));
            return roles.isValid(user, entry) ? null : roles.objection(user, entry);
        }
        if (entry.slot() instanceof Slot.Acl) {
            return lists.isValid(entry) ? null : lists.objection(entry);
        }
        Version version = entry.version();
        int rights = roles.rightsAt(author, version);
        if (entry.slot() instanceof Slot.Tombstone) {
            return objectionToRemoval(entry.nodeId(), author, version, rights);
        }
        if (isOfWelcome(entry, author) && roles.isWelcomedAt(author.actor().text(), version)) {
            return null;
        }
        if (entry.slot() instanceof Slot.Edge && !Rights.has(rights, Rights.LINK)) {
            return roles.lack(author, Permission.LINK, version);
        }
        return objectionToWriting(entry.nodeId(), author, version, rights);
    }

    /** Whether it is what somebody says of themselves who makes themselves known: one value, or their address alone. */
    private boolean isOfWelcome(Entry entry, Authorship author) {
        String self = author.actor().text();
        if (author.subject() != null || !self.equals(names.user(entry.nodeId()))) {
            return false;
        }
        return entry.slot() instanceof Slot.Value
                || (ADDRESS_FIELD.equals(entry.slot())
                        && entry.payload() instanceof JsonString address
                        && address.value().equals(self));
    }

    private @Nullable String objectionToWriting(String nodeId, Authorship author, Version version, int rights) {
        if (!Rights.has(rights, Rights.WRITE)) {
            return roles.lack(author, Permission.WRITE, version);
        }
        return objectionOfOwner(nodeId, author, version, Level.WRITE);
    }

    private @Nullable String objectionToRemoval(String nodeId, Authorship author, Version version, int rights) {
        if (Rights.has(rights, Rights.DELETE_ANY)) {
            return null;
        }
        boolean isOwned = Names.isUser(nodeId) || lists.ownerAt(nodeId, version) != null;
        if (!isOwned) {
            return Rights.has(rights, Rights.DELETE) ? null : roles.lack(author, Permission.DELETE, version);
        }
        if (!Rights.has(rights, Rights.WRITE)) {
            return roles.lack(author, Permission.WRITE, version);
        }
        return objectionOfOwner(nodeId, author, version, Level.DELETE);
    }

    private @Nullable String objectionOfOwner(String nodeId, Authorship author, Version version, Level needed) {
        String principal = author.actor().text();
        String owner = Names.isUser(nodeId) ? names.user(nodeId) : lists.ownerAt(nodeId, version);
        boolean isAllowed = owner == null
                || owner.equals(principal)
                || lists.levelAt(nodeId, principal, version).includes(needed);
        return isAllowed ? null : "the node belonged to " + owner + ", who had not allowed it to " + principal;
    }

    // ---- Now

    /**
     * The role that somebody holds now.
     *
     * @param address who
     * @param wallMillis now
     * @return the role, or {@code null}
     */
    public @Nullable String roleNow(String address, long wallMillis) {
        return roles.roleNow(address, wallMillis);
    }

    /**
     * Changes whenever a role may have changed, other than by expiry.
     *
     * @return a number that is greater each time
     */
    public long roleRevision() {
        return roleRevision.get();
    }

    /**
     * What somebody may read now.
     *
     * @param address who; the empty string for somebody unknown
     * @param wallMillis now
     * @return what their role permits, and until when
     */
    public Standing standing(String address, long wallMillis) {
        int rights = policy.rights(roles.roleNow(address, wallMillis));
        return new Standing(
                Rights.has(rights, Rights.READ),
                Rights.has(rights, Rights.SYNC),
                Rights.has(rights, Rights.REPLICATE),
                roles.nextExpiry(address, wallMillis));
    }

    /**
     * Whether anybody, they themselves included, ever gave somebody a role, or took it.
     *
     * @param address who
     * @return whether there is a valid assignment
     */
    public boolean isKnown(String address) {
        return roles.isKnown(address);
    }

    /**
     * Whether somebody was expressly given no role, last.
     *
     * @param address who
     * @return whether the last assignment says {@value Roles#NONE}
     */
    public boolean isBanished(String address) {
        return roles.isBanished(address);
    }

    /**
     * The last assignment of everybody, expired ones included.
     *
     * @param visitor gets address and assignment
     */
    public void forEachAssignment(BiConsumer<String, Assignment> visitor) {
        roles.forEachAssignment(visitor);
    }

    /**
     * What somebody may do now, by role.
     *
     * @param address who
     * @param wallMillis now
     * @return their permissions
     */
    public Set<Permission> permissionsNow(String address, long wallMillis) {
        String role = roles.roleNow(address, wallMillis);
        return role == null ? Set.of() : policy.roles().permissionsOf(role);
    }

    /**
     * Whether somebody may do something with a node now, by role and access list.
     *
     * @param nodeId the node
     * @param address who; the empty string for somebody unknown
     * @param level what: {@link Level#READ} to read it, {@link Level#WRITE} to put it, {@link Level#DELETE} to remove it
     * @param wallMillis now
     * @return whether an entry written now would be let in, or the node is there for the reader
     */
    public boolean isAllowedNow(String nodeId, String address, Level level, long wallMillis) {
        int rights = policy.rights(roles.roleNow(address, wallMillis));
        NodeAccess access = lists.current(nodeId);
        if (level == Level.READ) {
            boolean hasRole = Rights.has(rights, Rights.READ);
            return Rights.has(rights, Rights.REPLICATE)
                    || (access == null ? hasRole : access.isReadableBy(hasRole ? address : ""));
        }
        if (level == Level.DELETE && Rights.has(rights, Rights.DELETE_ANY)) {
            return true;
        }
        if (Names.isUser(nodeId)) {
            return Rights.has(rights, Rights.WRITE) && address.equals(names.user(nodeId));
        }
        if (access == null) {
            return Rights.has(rights, level == Level.DELETE ? Rights.DELETE : Rights.WRITE);
        }
        return Rights.has(rights, Rights.WRITE)
                && (access.owner().equals(address) || access.levelOf(address).includes(level));
    }

    /**
     * The access list that a node has now.
     *
     * @param nodeId the node
     * @return its list, or {@code null} where nobody owns it or it is a user's
     */
    public @Nullable NodeAccess access(String nodeId) {
        return lists.current(nodeId);
    }

    /**
     * Whether somebody was named in a node's access list at any time, if only as everybody.
     *
     * @param nodeId the node
     * @param address who
     * @return whether the address ever owned it, or was allowed something or nothing any more
     */
    public boolean everNamed(String nodeId, String address) {
        return lists.everNamed(nodeId, address);
    }

    /**
     * Whether a node belongs to somebody by its identifier.
     *
     * @param nodeId the node
     * @return whether the identifier begins with an address and a slash
     */
    public boolean isOwnedById(String nodeId) {
        return names.ownerById(nodeId) != null;
    }
}
