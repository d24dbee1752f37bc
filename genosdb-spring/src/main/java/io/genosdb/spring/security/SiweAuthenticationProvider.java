package io.genosdb.spring.security;

import io.genosdb.security.identity.Address;
import io.genosdb.security.identity.Signatures;
import io.genosdb.spring.security.siwe.NonceStore;
import io.genosdb.spring.security.siwe.SiweMessage;
import io.genosdb.spring.security.siwe.SiweRules;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;

/**
 * Lets in who has signed a message of EIP-4361 that keeps the rules, with a nonce of ours. Tells those it does not let in nothing
 * of why; its log does, at debug. Wallets that are contracts (EIP-1271) cannot be verified without a chain, and are refused.
 * Thread-safe.
 *
 * @since 0.1
 */
public final class SiweAuthenticationProvider implements AuthenticationProvider {

    private static final Logger LOG = LoggerFactory.getLogger(SiweAuthenticationProvider.class);

    private final SiweRules rules;
    private final NonceStore nonces;
    private final AuthoritySource authorities;
    private final InstantSource clock;

    /**
     * Makes a provider.
     *
     * @param rules what a message has to say
     * @param nonces the nonces that were issued
     * @param authorities tells what those who are let in may do
     * @param clock the time
     */
    public SiweAuthenticationProvider(
            SiweRules rules, NonceStore nonces, AuthoritySource authorities, InstantSource clock) {
        this.rules = rules;
        this.nonces = nonces;
        this.authorities = authorities;
        this.clock = clock;
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        var token = (SiweAuthenticationToken) authentication;
        SiweMessage message = parse(token.getPrincipal());
        Optional<String> refusal = rules.refusal(message, clock.instant());
        if (refusal.isPresent()) {
            throw refused(refusal.get());
        }
        // Before the signature: a nonce is good for one attempt, not for as many as it takes.
        if (!nonces.consume(message.nonce(), token.session())) {
            throw refused("its nonce is unknown, used, expired, or of another session");
        }
        Address signer = Signatures.signerOf(token.getPrincipal(), token.signature())
                .orElseThrow(() -> refused("what should be its signature is none"));
        if (!signer.equals(message.address())) {
            throw refused("it is not signed by its address");
        }
        var signedIn = new GenosAuthentication(signer, authorities);
        signedIn.setDetails(token.getDetails());
        return signedIn;
    }

    private static SiweMessage parse(String text) {
        try {
            return SiweMessage.parse(text);
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private static BadCredentialsException refused(String reason) {
        LOG.debug("A message to sign in was refused: {}", reason);
        return new BadCredentialsException("signing in failed: ask for a new nonce and try again");
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return SiweAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
