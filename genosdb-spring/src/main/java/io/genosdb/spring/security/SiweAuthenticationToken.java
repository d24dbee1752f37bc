package io.genosdb.spring.security;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/**
 * A signed message by which somebody wants to sign in. Authenticates nobody yet.
 *
 * @since 0.1
 */
public final class SiweAuthenticationToken extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final String message;
    private final @Nullable String session;
    private transient byte[] signature;

    /**
     * Somebody who wants to sign in.
     *
     * @param message the text that was signed
     * @param signature 65 bytes
     * @param session the identifier of the session that the nonce has to be of, or {@code null} where there are none
     */
    public SiweAuthenticationToken(String message, byte[] signature, @Nullable String session) {
        super(List.of());
        this.message = message;
        this.signature = signature.clone();
        this.session = session;
    }

    @Nullable
    String session() {
        return session;
    }

    byte[] signature() {
        return signature.clone();
    }

    /** Nothing to be shown. */
    @Override
    public Object getCredentials() {
        return "";
    }

    /** The text that was signed. */
    @Override
    public String getPrincipal() {
        return message;
    }

    /** Nobody's name yet. */
    @Override
    public String getName() {
        return "";
    }

    @Override
    public void eraseCredentials() {
        super.eraseCredentials();
        signature = new byte[0];
    }
}
