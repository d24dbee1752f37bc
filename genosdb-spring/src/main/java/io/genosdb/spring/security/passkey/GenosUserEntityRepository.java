package io.genosdb.spring.security.passkey;

import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialUserEntityRepository;

/**
 * People who have passkeys, in the graph. Their names are addresses. Thread-safe.
 *
 * @since 0.1
 */
public final class GenosUserEntityRepository implements PublicKeyCredentialUserEntityRepository {

    private static final String HANDLE = "handle";
    private static final String NAME = "name";
    private static final String DISPLAY_NAME = "displayName";

    private final PasskeyNodes nodes;

    /**
     * Makes a repository.
     *
     * @param nodes where passkeys are
     */
    public GenosUserEntityRepository(PasskeyNodes nodes) {
        this.nodes = nodes;
    }

    @Override
    public @Nullable PublicKeyCredentialUserEntity findById(Bytes id) {
        JsonObject stored = nodes.get(nodes.handle(id));
        return stored == null
                ? null
                : ImmutablePublicKeyCredentialUserEntity.builder()
                        .id(id)
                        .name(text(stored, NAME))
                        .displayName(text(stored, DISPLAY_NAME))
                        .build();
    }

    @Override
    public @Nullable PublicKeyCredentialUserEntity findByUsername(String username) {
        if (!PasskeyNodes.isAddress(username)) {
            return null;
        }
        JsonObject stored = nodes.get(nodes.user(username));
        return stored == null ? null : findById(Bytes.fromBase64(text(stored, HANDLE)));
    }

    /**
     * Keeps somebody.
     *
     * @param entity who; the name is an address
     * @throws IllegalArgumentException if the name is no address
     * @throws org.springframework.security.access.AccessDeniedException if somebody else is signed in
     */
    @Override
    public void save(PublicKeyCredentialUserEntity entity) {
        String name = entity.getName();
        if (!PasskeyNodes.isAddress(name)) {
            throw new IllegalArgumentException("a passkey belongs to an address: sign in with a wallet first");
        }
        nodes.checkActsFor(name);
        String displayName = entity.getDisplayName();
        nodes.put(
                nodes.handle(entity.getId()),
                JsonObject.of(Map.of(
                        NAME,
                        new JsonString(name),
                        DISPLAY_NAME,
                        new JsonString(displayName == null ? name : displayName))));
        nodes.put(
                nodes.user(name),
                JsonObject.of(Map.of(HANDLE, new JsonString(entity.getId().toBase64UrlString()))));
    }

    /**
     * Forgets somebody and all their passkeys.
     *
     * @param id the user handle
     * @throws org.springframework.security.access.AccessDeniedException if somebody else is signed in
     */
    @Override
    public void delete(Bytes id) {
        PublicKeyCredentialUserEntity entity = findById(id);
        if (entity != null) {
            nodes.checkActsFor(entity.getName());
            String user = nodes.user(entity.getName());
            nodes.links(user).forEach(nodes::remove);
            nodes.remove(user);
            nodes.remove(nodes.handle(id));
        }
    }

    private static String text(JsonObject stored, String name) {
        if (stored.get(name) instanceof JsonString text) {
            return text.value();
        }
        throw new IllegalStateException("the node of a passkey's owner has no " + name);
    }
}
