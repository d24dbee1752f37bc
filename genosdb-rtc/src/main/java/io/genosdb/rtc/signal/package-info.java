/**
 * How peers find each other and agree on a connection, as Trystero does it: topics, ciphers and a state machine.
 *
 * @since 0.1
 */
@NullMarked
package io.genosdb.rtc.signal;

import org.jspecify.annotations.NullMarked;
