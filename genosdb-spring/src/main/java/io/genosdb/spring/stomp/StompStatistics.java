package io.genosdb.spring.stomp;

import java.util.Map;

/**
 * How the STOMP clients are doing, for monitoring. Counts run from the start of the application.
 *
 * @param sessions open sessions
 * @param subscriptions live queries of all sessions
 * @param pending events and replies that wait for a slow client
 * @param sent events and replies handed to sessions
 * @param rejectedSessions sessions turned away because there were too many
 * @param slowDisconnects sessions closed because they read too slowly
 * @param errors refused requests by what was wrong; every code is there
 * @since 0.1
 */
public record StompStatistics(
        int sessions,
        int subscriptions,
        long pending,
        long sent,
        long rejectedSessions,
        long slowDisconnects,
        Map<StompErrorCode, Long> errors) {}
