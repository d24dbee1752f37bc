package io.genosdb.spring.security;

import io.genosdb.security.identity.Address;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;

/**
 * Somebody who has proved to be the owner of an address. The address is the name and the principal.
 *
 * <p>The authorities are looked up each time they are asked for, so that they are those of this moment, however long ago somebody
 * signed in. Nothing of them is stored: one that comes out of a serialized session has none until {@link #withAuthorities} is used,
 * which the filter of {@link GenosDbConfigurer} does.
 *
 * @since 0.1
 */
public final class GenosAuthentication extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final transient Address address;
    private final transient AuthoritySource source;

    /**
     * Somebody who has signed in.
     *
     * @param address who
     * @param source tells what they may do
     */
    public GenosAuthentication(Address address, AuthoritySource source) {
        this(address, source, List.of());
    }

    /**
     * Somebody who has signed in, with authorities that say how.
     *
     * @param address who
     * @param source tells what they may do
     * @param factors authorities that do not depend on the graph
     */
    public GenosAuthentication(
            Address address, AuthoritySource source, Collection<? extends GrantedAuthority> factors) {
        super(factors);
        this.address = address;
        this.source = source;
        super.setAuthenticated(true);
    }

    /**
     * The same person, and what they may do by another source.
     *
     * @param other tells what they may do
     * @return an authentication
     */
    public GenosAuthentication withAuthorities(AuthoritySource other) {
        if (other == source) {
            return this;
        }
        var copy = new GenosAuthentication(address, other, super.getAuthorities());
        copy.setDetails(getDetails());
        if (!isAuthenticated()) {
            copy.setAuthenticated(false);
        }
        return copy;
    }

    /**
     * Who has signed in.
     *
     * @return the address
     */
    public Address address() {
        return address;
    }

    /** The authorities of this moment. */
    @Override
    public Collection<GrantedAuthority> getAuthorities() {
        var authorities = new ArrayList<>(source.authoritiesOf(address));
        authorities.addAll(super.getAuthorities());
        return List.copyOf(authorities);
    }

    /** Nothing: a signature proves something once. */
    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Address getPrincipal() {
        return address;
    }

    @Override
    public String getName() {
        return address.text();
    }

    /** Can be taken back, never given. */
    @Override
    public void setAuthenticated(boolean authenticated) {
        if (authenticated) {
            throw new IllegalArgumentException("an authentication is made by its constructor");
        }
        super.setAuthenticated(false);
    }

    private Object writeReplace() {
        return new Stored(address.text(), List.copyOf(super.getAuthorities()), getDetails(), isAuthenticated());
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("only its stored form is ever written");
    }

    /** What is kept in a session. */
    private record Stored(
            String address,
            Collection<GrantedAuthority> factors,
            @Nullable Object details,
            boolean authenticated) implements Serializable {

        private Object readResolve() {
            var authentication = new GenosAuthentication(Address.parse(address), AuthoritySource.NONE, factors);
            authentication.setDetails(details);
            if (!authenticated) {
                authentication.setAuthenticated(false);
            }
            return authentication;
        }
    }
}
