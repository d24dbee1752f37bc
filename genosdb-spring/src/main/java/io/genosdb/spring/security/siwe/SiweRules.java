package io.genosdb.spring.security.siwe;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a message has to say to be believed, beside its nonce and its signature. Immutable.
 *
 * @param domains the authorities of the pages from which one may sign in, as in {@code app.example.org}; never taken from a
 *     request, since a message that was signed for another page must not be of use here
 * @param chainIds the chains that a wallet may be on
 * @param clockSkew how far the clock of a page may be off
 * @since 0.1
 */
public record SiweRules(Set<String> domains, Set<Long> chainIds, Duration clockSkew) {

    /**
     * Checks the rules themselves.
     *
     * @throws IllegalArgumentException if no message could ever keep them
     */
    public SiweRules {
        domains = Set.copyOf(domains);
        chainIds = Set.copyOf(chainIds);
        if (domains.isEmpty() || chainIds.isEmpty() || clockSkew.isNegative()) {
            throw new IllegalArgumentException("there must be a domain and a chain id, and no negative clock skew: "
                    + domains + ", " + chainIds + ", " + clockSkew);
        }
    }

    /**
     * Looks a message over.
     *
     * @param message the message
     * @param now the time
     * @return what is wrong with it, if anything
     */
    public Optional<String> refusal(SiweMessage message, Instant now) {
        Instant expirationTime = message.expirationTime();
        Instant notBefore = message.notBefore();
        if (!isOurs(message.domain())) {
            return Optional.of("it is for another domain");
        }
        String authority = URI.create(message.uri()).getRawAuthority();
        if (authority == null || !authority.equalsIgnoreCase(message.domain())) {
            return Optional.of("its URI is not of its domain");
        }
        if (!chainIds.contains(message.chainId())) {
            return Optional.of("it is for another chain");
        }
        if (message.issuedAt().isAfter(now.plus(clockSkew))) {
            return Optional.of("it was issued in the future");
        }
        if (expirationTime != null && !now.isBefore(expirationTime.plus(clockSkew))) {
            return Optional.of("it has expired");
        }
        if (notBefore != null && now.plus(clockSkew).isBefore(notBefore)) {
            return Optional.of("it is not valid yet");
        }
        return Optional.empty();
    }

    private boolean isOurs(String domain) {
        return domains.stream().anyMatch(domain::equalsIgnoreCase);
    }
}
