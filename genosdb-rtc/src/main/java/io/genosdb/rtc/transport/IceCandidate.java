package io.genosdb.rtc.transport;

import org.jspecify.annotations.Nullable;

/**
 * A way to a peer (RFC 8839), as browsers show it.
 *
 * @param candidate the candidate's line
 * @param sdpMid the media section it belongs to; {@code null} if unknown
 * @param sdpMLineIndex the place of that section, from 0
 * @param usernameFragment which gathering it comes from; {@code null} if unknown
 * @since 0.1
 */
public record IceCandidate(
        String candidate,
        @Nullable String sdpMid,
        int sdpMLineIndex,
        @Nullable String usernameFragment) {}
