package io.genosdb.security;

import io.genosdb.graph.Hash256;
import io.genosdb.graph.Reader;
import io.genosdb.guard.Actor;
import io.genosdb.guard.NotPermittedException;
import io.genosdb.security.GenosSecurity.Principal;
import io.genosdb.security.identity.Address;
import io.genosdb.security.identity.Authorship;
import io.genosdb.security.identity.Identity;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Says who acts on a thread. Thread-safe. */
final class Actors implements Supplier<Actor> {

    private static final int REMEMBERED_AT_MOST = 10_000;

    private final Identity identity;
    private final Supplier<Principal> current;
    private final Function<String, Reader> readers;

    @SuppressWarnings(
            "ThreadLocalUsage") // One for each database: to act for somebody here says nothing about another one.
    private final ThreadLocal<@Nullable Acting> actingFor = new ThreadLocal<>();

    private final Actor application;
    private final Actor anonymous = new Anonymous();
    private final Map<Address, Actor> users = new ConcurrentHashMap<>();

    /** What a thread was told, looked up once for all that it reads. */
    private record Acting(Principal principal, Actor actor) {}

    /**
     * Makes it.
     *
     * @param identity signs
     * @param current for whom a thread acts that was not told
     * @param readers what there is for an address
     */
    Actors(Identity identity, Supplier<Principal> current, Function<String, Reader> readers) {
        this.identity = identity;
        this.current = current;
        this.readers = readers;
        this.application = new Signing(new Authorship(identity.address(), null));
    }

    @Override
    public Actor get() {
        Acting told = actingFor.get();
        return told == null ? of(current.get()) : told.actor();
    }

    Actor application() {
        return application;
    }

    Principal principal() {
        Acting told = actingFor.get();
        return told == null ? current.get() : told.principal();
    }

    /** By whose rights a thread acts; {@code null} for somebody unknown. */
    @Nullable
    Address address() {
        Principal principal = principal();
        if (principal instanceof Principal.User user) {
            return user.address();
        }
        return principal instanceof Principal.Application ? identity.address() : null;
    }

    <T> T actingFor(Principal principal, Supplier<T> action) {
        Acting before = actingFor.get();
        actingFor.set(new Acting(principal, of(principal)));
        try {
            return action.get();
        } finally {
            if (before == null) {
                actingFor.remove();
            } else {
                actingFor.set(before);
            }
        }
    }

    private Actor of(Principal principal) {
        if (!(principal instanceof Principal.User user)) {
            return principal instanceof Principal.Application ? application : anonymous;
        }
        if (user.address().equals(identity.address())) {
            return application;
        }
        Actor known = users.get(user.address());
        if (known == null) {
            if (users.size() >= REMEMBERED_AT_MOST) {
                users.clear();
            }
            known = new Signing(new Authorship(identity.address(), user.address()));
            users.put(user.address(), known);
        }
        return known;
    }

    private final class Signing implements Actor {

        private final String author;
        private final String address;

        /** Follows the address's rights. Looked up when somebody reads: the actors are there before the database is. */
        private @Nullable Reader reader;

        private Signing(Authorship authorship) {
            this.author = authorship.text();
            this.address = authorship.actor().text();
        }

        @Override
        public Reader reader() {
            Reader known = reader;
            if (known == null) {
                known = readers.apply(address);
                reader = known;
            }
            return known;
        }

        @Override
        public String author() {
            return author;
        }

        @Override
        public byte[] sign(Hash256 hash) {
            return identity.sign(hash);
        }
    }

    private final class Anonymous implements Actor {

        @Override
        public Reader reader() {
            return readers.apply("");
        }

        @Override
        public String author() {
            return "";
        }

        @Override
        public byte[] sign(Hash256 hash) {
            throw new NotPermittedException("nobody is logged in on this thread: somebody unknown writes nothing");
        }
    }
}
