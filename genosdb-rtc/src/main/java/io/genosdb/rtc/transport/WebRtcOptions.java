package io.genosdb.rtc.transport;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How connections over WebRTC are made.
 *
 * @param iceServers STUN and TURN servers, for peers that can't reach each other directly; none by default
 * @param portRange the local ports to use; {@code null} for any
 * @param messagesBeforeWorn after so many received messages the native machinery, which keeps a little memory of each, is
 *     replaced: new connections use a new one, and those of the old one are told {@link PeerChannel.Events#worn}; at
 *     {@value #HARD_LIMIT_FACTOR} times as many, what still uses the old one is closed. Each connection adds a fiftieth
 * @param openTimeout a connection that has not opened after this long is closed
 * @since 0.1
 */
public record WebRtcOptions(
        List<IceServer> iceServers, @Nullable PortRange portRange, int messagesBeforeWorn, Duration openTimeout) {

    /** How many times {@link #messagesBeforeWorn} end the connections that were not replaced. */
    public static final int HARD_LIMIT_FACTOR = 10;

    /** No servers, any port, worn after 100,000 messages, 90 s to open. */
    public static final WebRtcOptions DEFAULTS = new WebRtcOptions(List.of(), null, 100_000, Duration.ofSeconds(90));

    private static final int SMALLEST_BUDGET = 100;
    private static final int LARGEST_BUDGET = 10_000_000;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException naming what is out of bounds
     */
    public WebRtcOptions {
        iceServers = List.copyOf(iceServers);
        if (messagesBeforeWorn < SMALLEST_BUDGET || messagesBeforeWorn > LARGEST_BUDGET) {
            throw new IllegalArgumentException("Messages before worn are " + messagesBeforeWorn
                    + "; give a number from " + SMALLEST_BUDGET + " to " + LARGEST_BUDGET);
        }
        if (openTimeout.isNegative() || openTimeout.isZero()) {
            throw new IllegalArgumentException(
                    "The time-out for opening is " + openTimeout + "; give a positive duration");
        }
    }

    /**
     * The same with other servers.
     *
     * @param iceServers STUN and TURN servers
     * @return the options
     */
    public WebRtcOptions withIceServers(List<IceServer> iceServers) {
        return new WebRtcOptions(iceServers, portRange, messagesBeforeWorn, openTimeout);
    }

    /**
     * The same with other ports.
     *
     * @param portRange the local ports to use; {@code null} for any
     * @return the options
     */
    public WebRtcOptions withPortRange(@Nullable PortRange portRange) {
        return new WebRtcOptions(iceServers, portRange, messagesBeforeWorn, openTimeout);
    }

    /**
     * The same with another number of messages.
     *
     * @param messagesBeforeWorn from 100 to 10,000,000
     * @return the options
     */
    public WebRtcOptions withMessagesBeforeWorn(int messagesBeforeWorn) {
        return new WebRtcOptions(iceServers, portRange, messagesBeforeWorn, openTimeout);
    }

    /**
     * The same with another time-out.
     *
     * @param openTimeout a connection that has not opened after this long is closed
     * @return the options
     */
    public WebRtcOptions withOpenTimeout(Duration openTimeout) {
        return new WebRtcOptions(iceServers, portRange, messagesBeforeWorn, openTimeout);
    }

    /**
     * A server that tells a peer its public address (STUN), or carries its messages (TURN).
     *
     * @param urls where it is: {@code stun:host:port}, {@code turn:host:port?transport=udp}, {@code turns:...}
     * @param username for TURN; empty for none
     * @param credential the password for TURN; empty for none; left out of {@link #toString}
     * @since 0.1
     */
    public record IceServer(List<String> urls, String username, String credential) {

        // RFC 7064 and 7065, with hosts as names, IPv4, or IPv6 in brackets.
        private static final Pattern URL = Pattern.compile(
                "(stuns?|turns?):(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(:\\d{1,5})?(\\?transport=(udp|tcp))?");

        /**
         * Checks the values.
         *
         * @throws IllegalArgumentException naming what is wrong
         */
        public IceServer {
            urls = List.copyOf(urls);
            Objects.requireNonNull(username, "username");
            Objects.requireNonNull(credential, "credential");
            if (urls.isEmpty()) {
                throw new IllegalArgumentException(
                        "An ICE server needs at least one URL, such as stun:stun.example.org:3478");
            }
            for (String url : urls) {
                if (!URL.matcher(url).matches()) {
                    throw new IllegalArgumentException("'" + url + "' is no URL of an ICE server; write it as"
                            + " stun:host:port, turn:host:port?transport=udp or turns:host:port");
                }
                if (url.startsWith("turn") && (username.isEmpty() || credential.isEmpty())) {
                    throw new IllegalArgumentException("The TURN server " + url + " needs a username and a credential");
                }
            }
        }

        /**
         * A server without a login.
         *
         * @param urls where it is
         * @return the server
         */
        public static IceServer of(String... urls) {
            return new IceServer(List.of(urls), "", "");
        }

        @Override
        public String toString() {
            return "IceServer[urls=" + urls + ", username=" + username + "]";
        }
    }

    /**
     * Local ports, for firewalls.
     *
     * @param min the first, from 1024
     * @param max the last, to 65535
     * @since 0.1
     */
    public record PortRange(int min, int max) {

        /**
         * Checks the values.
         *
         * @throws IllegalArgumentException naming what is out of bounds
         */
        public PortRange {
            if (min < 1024 || max > 65_535 || min > max) {
                throw new IllegalArgumentException("The port range " + min + "-" + max
                        + " is none; give ports from 1024 to 65535, the smaller first");
            }
        }
    }
}
