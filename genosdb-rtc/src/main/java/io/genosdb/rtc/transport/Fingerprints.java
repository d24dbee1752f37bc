package io.genosdb.rtc.transport;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.TreeSet;

/** The certificates that the two ends of a connection have announced, which its encryption is held to. */
final class Fingerprints {

    private static final String ATTRIBUTE = "a=fingerprint:";

    private Fingerprints() {}

    /**
     * What both ends make of their descriptions alike. All that one end announces counts as one: who adds a certificate to what
     * passes them changes what one end sees and not what the other has said.
     *
     * @return a hash, or nothing where one of both announces no certificate
     */
    static byte[] binding(String oneDescription, String otherDescription) {
        String one = of(oneDescription);
        String other = of(otherDescription);
        if (one.isEmpty() || other.isEmpty()) {
            return new byte[0];
        }
        boolean isInOrder = one.compareTo(other) <= 0;
        String both = (isInOrder ? one : other) + '\0' + (isInOrder ? other : one);
        try {
            return MessageDigest.getInstance("SHA-256").digest(both.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String of(String description) {
        var fingerprints = new TreeSet<String>();
        description
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith(ATTRIBUTE))
                .forEach(line ->
                        fingerprints.add(line.substring(ATTRIBUTE.length()).toLowerCase(Locale.ROOT)));
        return String.join("\n", fingerprints);
    }
}
