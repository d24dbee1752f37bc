package io.genosdb.rtc.relay;

import io.genosdb.rtc.nostr.NostrCodec;
import java.time.Duration;

/**
 * What clients may take of a relay. The defaults are generous, since a page gives a relay up for good that refuses it something:
 * one that meets fifty peers at once sends some hundred events within a second.
 *
 * @param maxConnections the most clients at once
 * @param maxSubscriptions the most open requests of one client
 * @param maxFilterValues the most values in the filters of one client's open requests together; its topics, mainly
 * @param maxMessageChars the longest message of a client, in UTF-16 characters
 * @param messagesPerSecond how many messages a client may send per second in the long run
 * @param burst how many messages a client may send at once after a pause, and how many more it may send in spite of being
 *     refused before it is disconnected
 * @param maxClockSkew how far the time of an event may be off the relay's clock
 * @param maxRememberedEvents of how many events the relay remembers that they were delivered
 * @since 0.1
 */
public record RelayLimits(
        int maxConnections,
        int maxSubscriptions,
        int maxFilterValues,
        int maxMessageChars,
        int messagesPerSecond,
        int burst,
        Duration maxClockSkew,
        int maxRememberedEvents) {

    /**
     * 1,000 clients with 32 requests and 2,000 values each, 65,536 characters, 500 messages per second, 5,000 at once, 10
     * minutes, 65,536 events.
     */
    public static final RelayLimits DEFAULTS =
            new RelayLimits(1_000, 32, 2_000, 64 * 1024, 500, 5_000, Duration.ofMinutes(10), 65_536);

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if one is not positive, or messages may be longer than {@link
     *     NostrCodec#MAX_MESSAGE_CHARS}
     */
    public RelayLimits {
        positive(maxConnections, "maxConnections");
        positive(maxSubscriptions, "maxSubscriptions");
        positive(maxFilterValues, "maxFilterValues");
        positive(maxMessageChars, "maxMessageChars");
        positive(messagesPerSecond, "messagesPerSecond");
        positive(burst, "burst");
        positive(maxClockSkew.toSeconds(), "maxClockSkew");
        positive(maxRememberedEvents, "maxRememberedEvents");
        if (maxMessageChars > NostrCodec.MAX_MESSAGE_CHARS) {
            throw new IllegalArgumentException("the limit maxMessageChars must be " + NostrCodec.MAX_MESSAGE_CHARS
                    + " at most, not " + maxMessageChars);
        }
    }

    private static void positive(long value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException("the limit " + name + " must be positive, not " + value);
        }
    }
}
