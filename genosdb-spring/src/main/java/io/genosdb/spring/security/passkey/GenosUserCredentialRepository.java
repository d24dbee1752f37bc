package io.genosdb.spring.security.passkey;

import io.genosdb.value.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.management.UserCredentialRepository;

/**
 * Passkeys, in the graph. Thread-safe.
 *
 * @since 0.1
 */
public final class GenosUserCredentialRepository implements UserCredentialRepository {

    /** How many passkeys one person may have. */
    public static final int MAX_CREDENTIALS = 32;

    private final PasskeyNodes nodes;
    private final GenosUserEntityRepository users;

    /**
     * Makes a repository.
     *
     * @param nodes where passkeys are
     */
    public GenosUserCredentialRepository(PasskeyNodes nodes) {
        this.nodes = nodes;
        this.users = new GenosUserEntityRepository(nodes);
    }

    /**
     * Keeps a passkey, or what its last use has changed of it.
     *
     * @param credential the passkey
     * @throws AccessDeniedException if it is new and somebody else is signed in, or it is there and belongs to somebody else
     * @throws IllegalStateException if its owner has as many as one may have
     */
    @Override
    public void save(CredentialRecord credential) {
        CredentialRecord known = findByCredentialId(credential.getCredentialId());
        String id = nodes.credential(credential.getCredentialId());
        if (known != null) {
            // At each login, before anybody is signed in.
            if (!known.getUserEntityUserId().equals(credential.getUserEntityUserId())) {
                throw new AccessDeniedException("this passkey belongs to somebody else");
            }
            nodes.put(id, CredentialJson.json(credential));
            return;
        }
        String user = nodes.user(owner(credential).getName());
        if (nodes.links(user).size() >= MAX_CREDENTIALS) {
            throw new IllegalStateException("one person may have " + MAX_CREDENTIALS + " passkeys; remove one first");
        }
        nodes.put(id, CredentialJson.json(credential));
        nodes.link(user, id);
    }

    private PublicKeyCredentialUserEntity owner(CredentialRecord credential) {
        PublicKeyCredentialUserEntity owner = users.findById(credential.getUserEntityUserId());
        if (owner == null) {
            throw new AccessDeniedException("this passkey belongs to nobody known");
        }
        nodes.checkActsFor(owner.getName());
        return owner;
    }

    @Override
    public @Nullable CredentialRecord findByCredentialId(Bytes credentialId) {
        JsonObject stored = nodes.get(nodes.credential(credentialId));
        return stored == null ? null : CredentialJson.record(stored);
    }

    @Override
    public List<CredentialRecord> findByUserId(Bytes userId) {
        PublicKeyCredentialUserEntity user = users.findById(userId);
        var credentials = new ArrayList<CredentialRecord>();
        if (user != null) {
            for (String id : nodes.links(nodes.user(user.getName()))) {
                JsonObject stored = nodes.get(id);
                if (stored != null) {
                    credentials.add(CredentialJson.record(stored));
                }
            }
        }
        return credentials;
    }

    /**
     * Forgets a passkey.
     *
     * @param credentialId the passkey
     * @throws AccessDeniedException if somebody else is signed in than its owner
     */
    @Override
    public void delete(Bytes credentialId) {
        CredentialRecord credential = findByCredentialId(credentialId);
        if (credential != null) {
            owner(credential);
            nodes.remove(nodes.credential(credentialId));
        }
    }
}
