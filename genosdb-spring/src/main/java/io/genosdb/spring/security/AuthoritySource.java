package io.genosdb.spring.security;

import io.genosdb.security.identity.Address;
import java.util.Collection;
import java.util.List;
import org.springframework.security.core.GrantedAuthority;

/**
 * Tells what somebody may do at this moment. Asked again and again, by any thread, so that a demotion takes effect at once.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface AuthoritySource {

    /** Knows of nobody. */
    AuthoritySource NONE = address -> List.of();

    /**
     * What an address may do now.
     *
     * @param address who
     * @return their authorities; none for who has no role
     */
    Collection<GrantedAuthority> authoritiesOf(Address address);
}
