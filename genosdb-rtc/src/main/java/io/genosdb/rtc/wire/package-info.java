/**
 * What goes over a connection: room frames, parts of messages, and the handshake, as Trystero does it.
 *
 * @since 0.1
 */
@NullMarked
package io.genosdb.rtc.wire;

import org.jspecify.annotations.NullMarked;
