/**
 * Connections between peers that carry messages, and the one over WebRTC.
 *
 * @since 0.1
 */
@NullMarked
package io.genosdb.rtc.transport;

import org.jspecify.annotations.NullMarked;
