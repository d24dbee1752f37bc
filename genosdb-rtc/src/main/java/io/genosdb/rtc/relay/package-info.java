/**
 * A relay for ephemeral events, without a socket of its own.
 *
 * @since 0.1
 */
@NullMarked
package io.genosdb.rtc.relay;

import org.jspecify.annotations.NullMarked;
