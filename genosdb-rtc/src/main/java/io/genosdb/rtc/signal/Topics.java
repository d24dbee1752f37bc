package io.genosdb.rtc.signal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What rooms and peers are called on relays. */
final class Topics {

    private static final String PREFIX = "Trystero";

    private Topics() {}

    /** The text that a room's topics are made of. */
    static String path(String appId, String roomId) {
        return String.join("@", PREFIX, appId, roomId);
    }

    /** The topic of a path: its SHA-1, each byte in base 36 as it comes, without zeros in front. */
    static String of(String path) {
        var topic = new StringBuilder(40);
        for (byte b : digest("SHA-1", path)) {
            topic.append(Integer.toString(Byte.toUnsignedInt(b), 36));
        }
        return topic.toString();
    }

    /** The topic of a peer in a room with this path. */
    static String of(String path, String peer) {
        return of(path + "@" + peer);
    }

    /** What a room is called over connections. */
    static String token(String appId, String roomId) {
        return HexFormat.of().formatHex(digest("SHA-256", String.join(":", PREFIX, appId, roomId)));
    }

    static byte[] digest(String algorithm, String text) {
        try {
            return MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java lacks " + algorithm, e);
        }
    }
}
