package io.genosdb.security;

import io.genosdb.ListenerRegistration;
import io.genosdb.graph.Entry;
import io.genosdb.graph.Version;
import io.genosdb.guard.Guard;
import io.genosdb.guard.GuardFactory;
import io.genosdb.guard.GuardedDatabase;
import io.genosdb.guard.Refusal;
import io.genosdb.guard.SlotWrite;
import io.genosdb.security.identity.Address;
import io.genosdb.security.identity.Identity;
import io.genosdb.security.policy.Permission;
import io.genosdb.security.policy.Roles;
import java.time.Instant;
import java.util.Collection;
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
@SuppressWarnings("DoNotCallSuggester")
public final class GenosSecurity implements GuardFactory {

    static final String USER_PREFIX = "user:";

    private GenosSecurity() {}

    /**
     * Begins the configuration.
     *
     * @param identity who this application is
     * @return a builder
     */
    public static Builder builder(Identity identity) {
        return new Builder(identity);
    }

    /** The configuration. Not thread-safe. */
    @SuppressWarnings("UnusedVariable")
    public static final class Builder {

        private Builder(Identity identity) {}

        /**
         * Who holds the role superadmin: the only ones whose rights do not come from entries.
         *
         * @param addresses at least one
         * @return this builder
         */
        public Builder superAdmins(Collection<Address> addresses) {
            return this;
        }

        /**
         * The roles; the same on all replicas.
         *
         * @param all {@link Roles#DEFAULTS} by default
         * @return this builder
         */
        public Builder roles(Roles all) {
            return this;
        }

        /**
         * Rules by which this application gives roles, if its identity may.
         *
         * @param rules in order; none by default
         * @return this builder
         */
        public Builder governance(List<GovernanceRule> rules) {
            return this;
        }

        /**
         * For whom the application acts.
         *
         * @param current asked on every read and write for the principal of the calling thread
         * @return this builder
         */
        public Builder principal(Supplier<Principal> current) {
            return this;
        }

        /**
         * Whether signatures are checked of what the store gives back.
         *
         * @param checked false by default
         * @return this builder
         */
        public Builder verifyStore(boolean checked) {
            return this;
        }

        /**
         * Makes it.
         *
         * @return for one database
         */
        public GenosSecurity build() {
            return new GenosSecurity();
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
        throw new UnsupportedOperationException(database.name());
    }

    /**
     * Who this application is.
     *
     * @return its address
     */
    public Address address() {
        throw new UnsupportedOperationException();
    }

    /**
     * The roles.
     *
     * @return as configured
     */
    public Roles roles() {
        throw new UnsupportedOperationException();
    }

    /**
     * The role that somebody holds now.
     *
     * @param address who
     * @return the role's name, or {@code null} for none
     */
    public @Nullable String roleOf(Address address) {
        throw new UnsupportedOperationException();
    }

    /**
     * What somebody may do now, by role.
     *
     * @param address who
     * @return their permissions
     */
    public Set<Permission> permissionsOf(Address address) {
        throw new UnsupportedOperationException();
    }

    /**
     * Everybody who holds a role, with the role they hold now.
     *
     * @return by address, superadmins included
     */
    public Map<Address, String> assignments() {
        throw new UnsupportedOperationException();
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
        throw new UnsupportedOperationException();
    }

    /**
     * Takes every role from somebody, and judges anew what they wrote since a time in the past: what to do about a stolen key. Only
     * superadmins may.
     *
     * @param address from whom
     * @param since from when on nothing of theirs counts
     */
    public void banish(Address address, Instant since) {
        throw new UnsupportedOperationException();
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
        throw new UnsupportedOperationException();
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
        throw new UnsupportedOperationException();
    }

    /**
     * Makes the application's own node {@code user:<address>}, with which an unknown address becomes a guest; does nothing for who
     * has a role already.
     */
    public void introduce() {
        throw new UnsupportedOperationException();
    }

    /**
     * Access lists.
     *
     * @return what changes and shows them
     */
    public Acls acls() {
        throw new UnsupportedOperationException();
    }

    /**
     * Nodes that only their author can read.
     *
     * @return what writes and reads them
     */
    public SecretNodes sm() {
        throw new UnsupportedOperationException();
    }

    /**
     * Encrypts a text to the application's own identity.
     *
     * @param plain the text
     * @return an envelope, as text
     */
    public String encrypt(String plain) {
        throw new UnsupportedOperationException();
    }

    /**
     * Decrypts what {@link #encrypt} made.
     *
     * @param envelope the envelope
     * @return the text
     * @throws IllegalArgumentException if it is none, or not from this identity
     */
    public String decrypt(String envelope) {
        throw new UnsupportedOperationException();
    }

    /**
     * Drafts what somebody wants to write with a key that is not here: they sign the hash of each entry in their wallet.
     *
     * @param author who
     * @param writes what, made from the version that all of it gets
     * @return entries without signatures, to be completed by {@link Entry#signed} and submitted soon
     */
    public List<Entry> draft(Address author, Function<Version, List<SlotWrite>> writes) {
        throw new UnsupportedOperationException();
    }

    /**
     * Applies what somebody has signed elsewhere, as theirs: all of it, or nothing.
     *
     * @param entries signed entries
     * @throws io.genosdb.guard.ForgedEntryException if one is not signed by its author
     * @throws io.genosdb.guard.NotPermittedException if one is not permitted
     */
    public void submit(List<Entry> entries) {
        throw new UnsupportedOperationException();
    }

    /**
     * What was refused last.
     *
     * @return the newest first; a few hundred at most
     */
    public List<Refusal> refusals() {
        throw new UnsupportedOperationException();
    }

    /**
     * How many entries are kept aside until their permission arrives.
     *
     * @return their number
     */
    public int parked() {
        throw new UnsupportedOperationException();
    }

    /**
     * Adds a listener.
     *
     * @param listener hears of changes
     * @return removes it
     */
    public ListenerRegistration onEvent(SecurityListener listener) {
        throw new UnsupportedOperationException();
    }
}
