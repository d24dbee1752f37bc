package io.genosdb.security;

import io.genosdb.IdStrategy;
import io.genosdb.ListenerRegistration;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.guard.Actor;
import io.genosdb.guard.Guard;
import io.genosdb.guard.GuardFactory;
import io.genosdb.guard.GuardedDatabase;
import io.genosdb.guard.NotPermittedException;
import io.genosdb.guard.Refusal;
import io.genosdb.guard.SlotWrite;
import io.genosdb.security.cipher.EnvelopeCipher;
import io.genosdb.security.identity.Address;
import io.genosdb.security.identity.Identity;
import io.genosdb.security.identity.Signatures;
import io.genosdb.security.policy.Assignment;
import io.genosdb.security.policy.Judge;
import io.genosdb.security.policy.Permission;
import io.genosdb.security.policy.Policy;
import io.genosdb.security.policy.Roles;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Zero trust for one database: make it, hand it to {@link io.genosdb.DatabaseBuilder#guard}, open the database, and use it.
 *
 * <p>Thread-safe. Nothing of it may be used before the database is open.
 *
 * @since 0.1
 */
public final class GenosSecurity implements GuardFactory {

    private final Identity identity;
    private final Policy policy;
    private final List<GovernanceRule> rules;
    private final Supplier<Principal> principal;
    private final boolean actsForPrincipals;
    private final boolean verifyStore;
    private final Listeners listeners = new Listeners();
    private volatile @Nullable Opened opened;

    private GenosSecurity(Builder builder) {
        this.identity = builder.identity;
        this.policy = new Policy(builder.superAdmins, builder.roles);
        this.rules = List.copyOf(builder.rules);
        Supplier<Principal> current = builder.principal;
        this.actsForPrincipals = current != null;
        this.principal = current == null ? () -> Principal.APPLICATION : current;
        this.verifyStore = builder.verifyStore;
        for (GovernanceRule rule : rules) {
            if (!policy.roles().contains(rule.role()) || rule.role().equals(Roles.SUPERADMIN)) {
                throw new IllegalArgumentException("a governance rule gives the role '" + rule.role()
                        + "', which is not there or cannot be given");
            }
        }
    }

    /**
     * Begins the configuration.
     *
     * @param identity who this application is; stays the caller's to close, after the database
     * @return a builder
     */
    public static Builder builder(Identity identity) {
        return new Builder(identity);
    }

    /** The configuration. Not thread-safe. */
    public static final class Builder {

        private final Identity identity;
        private Collection<Address> superAdmins = List.of();
        private Roles roles = Roles.DEFAULTS;
        private List<GovernanceRule> rules = List.of();
        private @Nullable Supplier<Principal> principal;
        private boolean verifyStore;

        private Builder(Identity identity) {
            this.identity = identity;
        }

        /**
         * Who holds the role superadmin: the only ones whose rights do not come from entries.
         *
         * @param addresses at least one
         * @return this builder
         */
        public Builder superAdmins(Collection<Address> addresses) {
            superAdmins = List.copyOf(addresses);
            return this;
        }

        /**
         * The roles; the same on all replicas.
         *
         * @param all {@link Roles#DEFAULTS} by default
         * @return this builder
         */
        public Builder roles(Roles all) {
            roles = all;
            return this;
        }

        /**
         * Rules by which this application gives roles, if its identity may.
         *
         * @param inOrder in order; none by default
         * @return this builder
         */
        public Builder governance(List<GovernanceRule> inOrder) {
            rules = List.copyOf(inOrder);
            return this;
        }

        /**
         * For whom the application acts.
         *
         * @param current asked on every read and write for the principal of the calling thread
         * @return this builder
         */
        public Builder principal(Supplier<Principal> current) {
            principal = current;
            return this;
        }

        /**
         * Whether signatures are checked of what the store gives back as the state; those of parked entries are in any case.
         *
         * @param checked false by default
         * @return this builder
         */
        public Builder verifyStore(boolean checked) {
            verifyStore = checked;
            return this;
        }

        /**
         * Makes it.
         *
         * @return for one database
         * @throws IllegalArgumentException if there is no superadmin, or a rule gives a role that is not there
         */
        public GenosSecurity build() {
            return new GenosSecurity(this);
        }
    }

    /** For whom a thread acts. */
    public sealed interface Principal {

        /** The application itself, with its own rights. */
        Principal APPLICATION = new Application();

        /** Somebody unknown: reads what everyone may read, writes nothing. */
        Principal ANONYMOUS = new Anonymous();

        /** The application itself. */
        record Application() implements Principal {}

        /** Somebody unknown. */
        record Anonymous() implements Principal {}

        /**
         * A person who proved to the application who they are: reads by their rights; what is written is signed by the application
         * and says for whom, and every replica judges it by the rights of both.
         *
         * @param address who
         */
        record User(Address address) implements Principal {}
    }

    @Override
    public Guard guard(GuardedDatabase database) {
        Opened before = opened;
        if (before != null && !before.guard().isClosed()) {
            throw new IllegalStateException("one GenosSecurity serves one database, and this one serves '"
                    + before.database().name() + "' already");
        }
        Opened next = open(database);
        opened = next;
        return next.guard();
    }

    /**
     * Who this application is.
     *
     * @return its address
     */
    public Address address() {
        return identity.address();
    }

    /**
     * Whether it was said for whom threads act.
     *
     * @return false where every thread acts for the application, unless it is told by {@link #actingFor}
     */
    public boolean actsForPrincipals() {
        return actsForPrincipals;
    }

    /**
     * The roles.
     *
     * @return as configured
     */
    public Roles roles() {
        return policy.roles();
    }

    /**
     * The role that somebody holds now.
     *
     * @param address who
     * @return the role's name, or {@code null} for none
     */
    public @Nullable String roleOf(Address address) {
        return judge().roleNow(address.text(), now());
    }

    /**
     * What somebody may do now, by role.
     *
     * @param address who
     * @return their permissions
     */
    public Set<Permission> permissionsOf(Address address) {
        return judge().permissionsNow(address.text(), now());
    }

    /**
     * Everybody who holds a role, with the role they hold now.
     *
     * @return by address, superadmins included
     */
    public Map<Address, String> assignments() {
        var assignments = new HashMap<Address, String>();
        long now = now();
        judge().forEachAssignment((address, assignment) -> {
            String role = judge().roleNow(address, now);
            if (role != null) {
                assignments.put(new Address(address), role);
            }
        });
        policy.superAdmins().forEach(address -> assignments.put(new Address(address), Roles.SUPERADMIN));
        return assignments;
    }

    /**
     * Gives somebody a role, from now on, as the actor of this thread.
     *
     * @param address to whom; not a superadmin
     * @param role the role; not superadmin
     * @param expiresAt until when, or {@code null}
     * @throws io.genosdb.guard.NotPermittedException if the actor may not assign roles
     */
    public void assignRole(Address address, String role, @Nullable Instant expiresAt) {
        assign(open().actors().get(), address, assignment(role, expiresAt, Assignment.FROM_ITS_OWN_TIME));
    }

    /**
     * Gives somebody a role since a time in the past: what they wrote since then is judged by it. Only superadmins may.
     *
     * @param address to whom; for a superadmin it counts from when the configuration does not name them any more
     * @param role the role; not superadmin
     * @param since from when on
     * @param expiresAt until when, or {@code null}
     * @throws io.genosdb.guard.NotPermittedException if the actor is no superadmin, or acts for somebody
     */
    public void assignRole(Address address, String role, Instant since, @Nullable Instant expiresAt) {
        assign(open().actors().get(), address, assignment(role, expiresAt, millis(since)));
    }

    /** Nothing was written before 1970. */
    private static long millis(Instant since) {
        return Math.max(0, since.toEpochMilli());
    }

    private Assignment assignment(String role, @Nullable Instant expiresAt, long since) {
        if (!role.equals(Roles.NONE) && !policy.roles().contains(role)) {
            throw new IllegalArgumentException("there is no role '" + role + "'");
        }
        return new Assignment(role, expiresAt == null ? Long.MAX_VALUE : expiresAt.toEpochMilli(), since);
    }

    /**
     * Takes every role from somebody, and judges anew what they wrote since a time in the past: what to do about a stolen key. Only
     * superadmins may.
     *
     * @param address from whom
     * @param since from when on nothing of theirs counts
     */
    public void banish(Address address, Instant since) {
        assign(open().actors().get(), address, new Assignment(Roles.NONE, Long.MAX_VALUE, millis(since)));
    }

    /**
     * Runs something if the actor of this thread has a permission.
     *
     * @param <T> what it returns
     * @param permission which, for example {@code publish}
     * @param action what to run
     * @return what it returned
     * @throws io.genosdb.guard.NotPermittedException if not
     */
    public <T> T executeWithPermission(String permission, Supplier<T> action) {
        Address self = open().actors().address();
        var needed = new Permission(permission);
        if (self == null) {
            throw new NotPermittedException("nobody is logged in on this thread: that needs '" + needed + "'");
        }
        if (!permissionsOf(self).contains(needed)) {
            String role = roleOf(self);
            throw new NotPermittedException(self + (role == null ? " has no role" : " has the role '" + role + "'")
                    + ", which does not permit '" + needed + "'");
        }
        return action.get();
    }

    /**
     * Runs something on behalf of somebody, on this thread.
     *
     * @param <T> what it returns
     * @param principal who
     * @param action what to run
     * @return what it returned
     */
    public <T> T actingFor(Principal principal, Supplier<T> action) {
        return open().actors().actingFor(principal, action);
    }

    /**
     * Makes the application's own node {@code user:<address>}, with which an unknown address becomes a guest; does nothing for who
     * has a role already.
     */
    public void introduce() {
        String self = identity.address().text();
        if (!policy.isSuperAdmin(self) && !judge().isKnown(self)) {
            // A field alone: where its peers know the application already, they keep the rest of its node.
            var guest = new Assignment(Roles.GUEST, Long.MAX_VALUE, Assignment.FROM_ITS_OWN_TIME);
            String node = Judge.USER_PREFIX + self;
            open().database()
                    .write(
                            open().actors().application(),
                            version -> List.of(
                                    new SlotWrite(node, new Slot.Role(version.text()), guest.payload()),
                                    new SlotWrite(node, Judge.ADDRESS_FIELD, new JsonString(self))));
        }
    }

    /**
     * Access lists.
     *
     * @return what changes and shows them
     */
    public Acls acls() {
        return open().acls();
    }

    /**
     * Nodes that only their author can read.
     *
     * @return what writes and reads them
     */
    public SecretNodes sm() {
        return open().secrets();
    }

    /**
     * Encrypts a text to the application's own identity.
     *
     * @param plain the text
     * @return an envelope, as text
     */
    public String encrypt(String plain) {
        return open().cipher().encrypt(plain, null);
    }

    /**
     * Decrypts what {@link #encrypt} made.
     *
     * @param envelope the envelope
     * @return the text
     * @throws IllegalArgumentException if it is none, or not from this identity
     */
    public String decrypt(String envelope) {
        return open().cipher().decrypt(envelope, null);
    }

    /**
     * Drafts what somebody wants to write with a key that is not here: they sign the hash of each entry in their wallet.
     *
     * @param author who
     * @param writes what, made from the version that all of it gets
     * @return entries without signatures, to be completed by {@link Entry#signed} and submitted soon
     */
    public List<Entry> draft(Address author, Function<Version, List<SlotWrite>> writes) {
        Opened now = open();
        Version version = now.database().nextVersion();
        return writes.apply(version).stream()
                .map(write -> now.database()
                        .entries()
                        .create(
                                new EntryKey(write.nodeId(), write.slot()),
                                version,
                                writable(write),
                                author.text(),
                                new byte[0]))
                .toList();
    }

    /**
     * Applies what somebody has signed elsewhere, as theirs: all of it, or nothing.
     *
     * @param entries signed entries
     * @throws io.genosdb.guard.ForgedEntryException if one is not signed by its author
     * @throws io.genosdb.guard.NotPermittedException if one is not permitted
     */
    public void submit(List<Entry> entries) {
        open().database()
                .submit(entries.stream()
                        .map(entry -> entry.signed(Signatures.compact(entry.signature())))
                        .toList());
    }

    /**
     * What was refused last.
     *
     * @return the newest first; a few hundred at most
     */
    public List<Refusal> refusals() {
        return open().guard().refusals();
    }

    /**
     * How many entries are kept aside until their permission arrives.
     *
     * @return their number
     */
    public int parked() {
        return open().guard().parked();
    }

    /**
     * Adds a listener.
     *
     * @param listener hears of changes
     * @return removes it
     */
    public ListenerRegistration onEvent(SecurityListener listener) {
        return listeners.add(listener);
    }

    /** What there is while a database is open. */
    private record Opened(
            GuardedDatabase database,
            SecurityGuard guard,
            Actors actors,
            NodeAcls acls,
            EncryptedNodes secrets,
            EnvelopeCipher cipher) {}

    private Opened open(GuardedDatabase database) {
        var judge = new Judge(policy);
        var readers = new Readers(judge, database::wallMillis);
        var actors = new Actors(identity, principal, readers::reader);
        var guard = new SecurityGuard(database, identity, judge, readers, actors, listeners, verifyStore);
        var random = new SecureRandom();
        IdStrategy ids = IdStrategy.timeOrderedUuid(random);
        var acls = new NodeAcls(database, guard, actors, ids);
        var secrets =
                new EncryptedNodes(database, actors, acls, identity.address(), cipher("nodes", database, random), ids);
        if (!rules.isEmpty()) {
            var governance = new Governance(
                    database,
                    judge,
                    identity.address(),
                    rules,
                    (address, role) -> assign(
                            actors.application(),
                            address,
                            new Assignment(role, Long.MAX_VALUE, Assignment.FROM_ITS_OWN_TIME)));
            guard.onStart(governance::start);
        }
        return new Opened(database, guard, actors, acls, secrets, cipher("texts", database, random));
    }

    private EnvelopeCipher cipher(String purpose, GuardedDatabase database, SecureRandom random) {
        return new EnvelopeCipher(identity.secretKey(purpose, database.name()), random);
    }

    private Opened open() {
        Opened now = opened;
        if (now == null) {
            throw new IllegalStateException("no database was opened with this security yet");
        }
        return now;
    }

    private Judge judge() {
        return open().guard().judge();
    }

    private long now() {
        return open().database().wallMillis();
    }

    private void assign(Actor actor, Address address, Assignment assignment) {
        open().database()
                .write(
                        actor,
                        version -> List.of(new SlotWrite(
                                Judge.USER_PREFIX + address, new Slot.Role(version.text()), assignment.payload())));
    }

    private @Nullable JsonValue writable(SlotWrite write) {
        return write.slot() instanceof Slot.Value && write.payload() instanceof JsonObject value
                ? open().guard().writable(value)
                : write.payload();
    }
}
