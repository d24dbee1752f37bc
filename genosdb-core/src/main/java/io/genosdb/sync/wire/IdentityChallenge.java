package io.genosdb.sync.wire;

import io.genosdb.graph.Hash256;
import io.genosdb.sync.wire.Message.Greeting;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What a replica signs to prove its identity to another one: both have made it up together, for this link and this direction
 * alone. So a proof is of no use in another session, in the other direction, for another verifier or by another link.
 *
 * @since 0.1
 */
public final class IdentityChallenge {

    private static final String CONTEXT = "genosdb-identity-1";

    private IdentityChallenge() {}

    /**
     * The challenge for one of the two.
     *
     * @param prover the greeting of the one that proves
     * @param verifier the greeting of the one that wants to know
     * @param proverDialled whether the one that proves has dialled the link
     * @param policy the digest of the rules that the one that proves enforces
     * @param binding what both know of the link, as {@link io.genosdb.sync.Link#binding()}
     * @return the SHA-256 of all of it
     */
    public static Hash256 of(
            Greeting prover, Greeting verifier, boolean proverDialled, Hash256 policy, byte[] binding) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        update(digest, CONTEXT);
        update(digest, prover.database());
        update(digest, prover.origin());
        update(digest, verifier.origin());
        digest.update(verifier.nonce().toBytes());
        digest.update(prover.nonce().toBytes());
        digest.update((byte) (proverDialled ? 1 : 0));
        digest.update(policy.toBytes());
        digest.update(binding);
        return Hash256.of(digest.digest());
    }

    private static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
