package io.genosdb.rtc.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What the peers of a room prove to each other to know.
 *
 * @param password the room's password; empty for none
 * @param appId the application that the room belongs to
 * @param roomId the room's name
 * @since 0.1
 */
public record RoomSecret(String password, String appId, String roomId) {

    /**
     * Whether there is something to prove.
     *
     * @return false where the password is empty
     */
    boolean isSet() {
        return !password.isEmpty();
    }

    /** The proof for a challenge: lower-case hex of SHA-256. */
    String answer(String challenge) {
        return sha256(challenge + ":" + password + ":" + appId + ":" + roomId);
    }

    /**
     * What names the room in its frames.
     *
     * @return 64 lower-case hexadecimal digits
     */
    public String token() {
        return sha256("Trystero:" + appId + ":" + roomId);
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(WireText.encode(text));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "RoomSecret[appId=" + appId + ", roomId=" + roomId + "]";
    }
}
