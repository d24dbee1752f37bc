package io.genosdb;

import com.fasterxml.uuid.Generators;
import io.genosdb.value.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/**
 * Makes the identifier of a node that is put without one. Implementations are thread-safe.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface IdStrategy {

    /**
     * An identifier for a value.
     *
     * @param value the value of the new node
     * @return the identifier
     */
    String idFor(JsonObject value);

    /**
     * Time-ordered UUIDs (version 7 of RFC 9562): every put makes another node, and later ones sort behind earlier ones.
     *
     * @param random the source of the random bits
     * @return the strategy
     */
    static IdStrategy timeOrderedUuid(Random random) {
        var generator = Generators.timeBasedEpochGenerator(random);
        return value -> generator.generate().toString();
    }

    /**
     * The SHA-256 of the value in canonical form: equal values are one node.
     *
     * @return the strategy
     */
    static IdStrategy contentHash() {
        return value -> {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(value.canonicalBytes());
                return HexFormat.of().formatHex(hash);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        };
    }
}
