package io.genosdb.rtc.relay;

import java.util.Locale;

/**
 * Why a relay did not do what a message of a client asked for.
 *
 * @since 0.1
 */
public enum Refusal {
    /** The message is none of Nostr's, or of a kind that this relay does not know. */
    MALFORMED("invalid"),

    /** The message is too long. */
    TOO_LARGE("invalid"),

    /** The id of the event is not that of its parts, or its author has not signed it. */
    FORGED("invalid"),

    /** The time of the event is too far off the relay's clock. */
    UNTIMELY("invalid"),

    /** The event is not ephemeral. */
    NOT_EPHEMERAL("blocked"),

    /** The relay has had the event before. Whoever asked for it later gets it all the same. */
    DUPLICATE("duplicate"),

    /** The client sends more than it may. */
    RATE_LIMITED("rate-limited"),

    /** The client has as many open requests as it may, or asks for more values than it may. */
    TOO_MANY_SUBSCRIPTIONS("error");

    private final String prefix;

    Refusal(String prefix) {
        this.prefix = prefix;
    }

    /**
     * The reason as monitoring shows it.
     *
     * @return the name in lower case, with dashes
     */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A text for people after a word for programs, as NIP-01 has it. */
    String text(String explanation) {
        return prefix + ": " + explanation;
    }
}
