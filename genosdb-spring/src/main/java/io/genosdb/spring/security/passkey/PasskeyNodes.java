package io.genosdb.spring.security.passkey;

import io.genosdb.graph.Node;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.SecretNodes;
import io.genosdb.security.identity.Address;
import io.genosdb.spring.GenosOperations;
import io.genosdb.value.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.webauthn.api.Bytes;

/**
 * Where passkeys are in the graph: encrypted nodes of the application's own, {@code <address>/passkeys/...}, which nobody else can
 * write or read. A user's node links to those of their credentials, so that two instances may add one at once.
 *
 * <p>Whoever wants to make or remove something has to be the person it belongs to; all of it is read and written as the
 * application.
 *
 * @since 0.1
 */
public final class PasskeyNodes {

    private final Supplier<GenosSecurity> security;
    private final Supplier<? extends GenosOperations> operations;
    private final Supplier<GenosSecurity.Principal> principal;

    /**
     * Names the places.
     *
     * @param security gives what encrypts
     * @param operations gives the same database
     * @param principal for whom a thread acts, as {@link io.genosdb.spring.security.SecurityContextPrincipal}
     */
    public PasskeyNodes(
            Supplier<GenosSecurity> security,
            Supplier<? extends GenosOperations> operations,
            Supplier<GenosSecurity.Principal> principal) {
        this.security = security;
        this.operations = operations;
        this.principal = principal;
    }

    String user(String address) {
        return id("user/" + address);
    }

    String handle(Bytes handle) {
        return id("handle/" + digest(handle));
    }

    String credential(Bytes credentialId) {
        return id("credential/" + digest(credentialId));
    }

    private String id(String rest) {
        return security.get().address() + "/passkeys/" + rest;
    }

    /** Of the same length for all, since identifiers of nodes are bounded. */
    private static String digest(Bytes bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.getBytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Nullable
    JsonObject get(String id) {
        return asApplication(() -> Optional.ofNullable(nodes().get(id))).orElse(null);
    }

    void put(String id, JsonObject value) {
        asApplication(() -> nodes().put(value, id));
    }

    void remove(String id) {
        asApplication(() -> nodes().remove(id));
    }

    void link(String source, String target) {
        asApplication(() -> {
            operations.get().link(source, target);
            return true;
        });
    }

    List<String> links(String id) {
        return asApplication(() ->
                operations.get().get(id).map(Node::edges).map(List::copyOf).orElse(List.of()));
    }

    private SecretNodes nodes() {
        return security.get().sm();
    }

    private <T> T asApplication(Supplier<T> action) {
        return security.get().actingFor(GenosSecurity.Principal.APPLICATION, action);
    }

    /** That the thread acts for somebody with this name, or for the application. */
    void checkActsFor(String name) {
        GenosSecurity.Principal current = principal.get();
        boolean mine = current instanceof GenosSecurity.Principal.Application
                || (current instanceof GenosSecurity.Principal.User user
                        && user.address().text().equals(name));
        if (!mine) {
            throw new AccessDeniedException(
                    "a passkey is for who has signed in with their wallet, and changed by nobody else");
        }
    }

    static boolean isAddress(String name) {
        try {
            return Address.parse(name).text().equals(name);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
