package io.genosdb.rtc.relay;

import java.util.Locale;

/**
 * Why a relay ends the session of a client.
 *
 * @since 0.1
 */
public enum Disconnect {
    /** There are as many clients as may be. */
    FULL,

    /** The client went on sending after it was told that it sends too much. */
    FLOODING,

    /** The client reads too slowly, or not at all. */
    SLOW;

    /**
     * The cause as monitoring shows it.
     *
     * @return the name in lower case
     */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
