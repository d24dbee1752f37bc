/**
 * Nostr events, and the client of a relay.
 *
 * @since 0.1
 */
@NullMarked
package io.genosdb.rtc.nostr;

import org.jspecify.annotations.NullMarked;
