/**
 * A relay of Nostr on the application's own port, at which the peers of rooms find each other. Only loaded where
 * {@code genosdb-rtc} and Spring's WebSocket support are on the class path.
 */
@NullMarked
package io.genosdb.spring.relay;

import org.jspecify.annotations.NullMarked;
