package io.genosdb.sync.wire;

import io.genosdb.graph.Hash256;
import io.genosdb.sync.wire.Message.Greeting;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a replica knows the secret that all replicas of its database share, without sending it: HMAC-SHA256 with the
 * secret over both identifiers and both nonces. Of no use against another nonce or in the other direction.
 *
 * <p>Thread-safe. Never shows the secret.
 *
 * @since 0.1
 */
public final class SecretProof {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String CONTEXT = "genosdb-peer-1";

    private final @Nullable SecretKeySpec key;

    /**
     * Makes proofs by a secret.
     *
     * @param secret what all replicas share, not empty, or {@code null} where none is set
     * @throws IllegalArgumentException if the secret is empty
     */
    public SecretProof(@Nullable String secret) {
        key = secret == null ? null : new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /**
     * Whether there is a secret.
     *
     * @return false where none is set
     */
    public boolean isSet() {
        return key != null;
    }

    /**
     * The proof that one replica gives to another.
     *
     * @param prover the greeting of the one that proves
     * @param verifier the greeting of the one that wants to know
     * @return the proof, or {@code null} where no secret is set
     */
    public @Nullable Hash256 prove(Greeting prover, Greeting verifier) {
        if (key == null) {
            return null;
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            update(mac, CONTEXT);
            update(mac, prover.database());
            update(mac, prover.origin());
            update(mac, verifier.origin());
            mac.update(verifier.nonce().toBytes());
            mac.update(prover.nonce().toBytes());
            return Hash256.of(mac.doFinal());
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }

    private static void update(Mac mac, String text) {
        mac.update(text.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
    }

    /**
     * Checks a proof, in a time that does not depend on where it is wrong.
     *
     * @param proof the proof, or {@code null} where none was given
     * @param prover the greeting of the one that gave it
     * @param verifier the greeting that it was given for
     * @return whether both have the same secret, or both none
     */
    public boolean accepts(@Nullable Hash256 proof, Greeting prover, Greeting verifier) {
        Hash256 expected = prove(prover, verifier);
        if (expected == null || proof == null) {
            return expected == null && proof == null;
        }
        return MessageDigest.isEqual(expected.toBytes(), proof.toBytes());
    }
}
