package io.genosdb.spring.stomp;

import java.time.Duration;

/**
 * What clients may take of the server.
 *
 * @param maxSessions the most sessions at once, over all STOMP endpoints
 * @param maxSubscriptions the most live queries of one session
 * @param maxHeaderLength the longest header of a request, name and value together, in characters
 * @param requestsPerSecond how many requests a session may send per second in the long run
 * @param burst how many requests a session may send at once after a pause
 * @param maxPending how many events may wait for one subscription, and how many replies for one session
 * @param sendTimeLimit how long a frame may take to be written to the socket
 * @param sendBufferSize how many bytes of frames may wait for the socket, those of a broker included
 * @since 0.1
 */
public record StompLimits(
        int maxSessions,
        int maxSubscriptions,
        int maxHeaderLength,
        int requestsPerSecond,
        int burst,
        int maxPending,
        Duration sendTimeLimit,
        int sendBufferSize) {

    /** 10,000 sessions of 100 live queries, 8,192 characters, 100 requests per second, 200 at once, 10,000 events, 10 s, 512 KiB. */
    public static final StompLimits DEFAULTS =
            new StompLimits(10_000, 100, 8_192, 100, 200, 10_000, Duration.ofSeconds(10), 512 * 1024);

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public StompLimits {
        positive(maxSessions, "maxSessions");
        positive(maxSubscriptions, "maxSubscriptions");
        positive(maxHeaderLength, "maxHeaderLength");
        positive(requestsPerSecond, "requestsPerSecond");
        positive(burst, "burst");
        positive(maxPending, "maxPending");
        positive(sendTimeLimit.toMillis(), "sendTimeLimit");
        positive(sendBufferSize, "sendBufferSize");
    }

    private static void positive(long value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException("the limit " + name + " must be positive, not " + value);
        }
    }
}
