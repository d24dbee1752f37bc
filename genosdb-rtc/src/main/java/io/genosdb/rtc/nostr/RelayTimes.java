package io.genosdb.rtc.nostr;

import java.time.Duration;

/**
 * How long relays are waited for.
 *
 * @param handshake for the answer to a dial
 * @param ping between pings; a connection on which nothing came between two of them is dead
 * @param stable a connection of this age was a success, whatever becomes of it
 */
record RelayTimes(Duration handshake, Duration ping, Duration stable) {

    static final RelayTimes DEFAULTS =
            new RelayTimes(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(10));
}
