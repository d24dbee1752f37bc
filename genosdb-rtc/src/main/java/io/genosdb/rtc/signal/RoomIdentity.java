package io.genosdb.rtc.signal;

import java.util.random.RandomGenerator;

/**
 * Which room, and who in it. Peers meet that agree on application, room and password. Immutable.
 *
 * @param appId the application's name, 1 to 256 characters
 * @param roomId the room's name, 1 to 256 characters
 * @param password the room's password, up to 1,024 characters; empty where there is none
 * @param self what this peer is called: 1 to 64 letters, digits and other visible ASCII characters, different for every peer and
 *     every start; see {@link #randomPeerId}
 * @since 0.1
 */
public record RoomIdentity(String appId, String roomId, String password, String self) {

    private static final int MAX_NAME = 256;
    private static final int MAX_PASSWORD = 1024;
    private static final int MAX_PEER_ID = 64;
    private static final int PEER_ID_LENGTH = 20;
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /**
     * Checks the names.
     *
     * @throws IllegalArgumentException if one is too long, empty, or no well-formed Unicode
     */
    public RoomIdentity {
        check("application", appId, 1, MAX_NAME);
        check("room", roomId, 1, MAX_NAME);
        check("password", password, 0, MAX_PASSWORD);
        if (!isPeerId(self)) {
            throw new IllegalArgumentException(
                    "A peer is called by 1 to " + MAX_PEER_ID + " visible ASCII characters, not \"" + self + "\"");
        }
    }

    private static void check(String what, String text, int min, int max) {
        if (text.length() < min || text.length() > max) {
            throw new IllegalArgumentException(
                    "The " + what + " of a room has " + min + " to " + max + " characters, not " + text.length());
        }
        // Browsers and Java encode a lone surrogate differently, so such peers would never meet.
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw new IllegalArgumentException("The " + what + " of a room is no well-formed Unicode");
        }
    }

    static boolean isPeerId(String text) {
        return !text.isEmpty() && text.length() <= MAX_PEER_ID && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /**
     * Makes a name for a peer.
     *
     * @param random chooses, unpredictably for others
     * @return 20 letters and digits
     */
    public static String randomPeerId(RandomGenerator random) {
        return randomText(random, PEER_ID_LENGTH);
    }

    static String randomText(RandomGenerator random, int length) {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    /**
     * Where all peers of the room announce themselves.
     *
     * @return a topic
     */
    public String rootTopic() {
        return Topics.of(Topics.path(appId, roomId));
    }

    /**
     * Where a peer of the room receives what is for it alone.
     *
     * @param peer the peer
     * @return a topic
     */
    public String topicOf(String peer) {
        return Topics.of(Topics.path(appId, roomId), peer);
    }

    /**
     * What the room is called in frames over a connection.
     *
     * @return 64 lower-case hexadecimal digits
     */
    public String token() {
        return Topics.token(appId, roomId);
    }

    SignalCipher cipher(RandomGenerator random) {
        return new SignalCipher(password, appId, roomId, random);
    }

    /** All but the password. */
    @Override
    public String toString() {
        return "RoomIdentity[appId=" + appId + ", roomId=" + roomId + ", self=" + self + "]";
    }
}
