/**
 * Rooms over WebRTC, found through Nostr relays.
 *
 * @since 0.1
 */
@NullMarked
package io.genosdb.rtc;

import org.jspecify.annotations.NullMarked;
