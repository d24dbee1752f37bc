/**
 * Live queries and writes for STOMP clients over WebSocket, on top of Spring's own messaging support.
 *
 * <p>{@link io.genosdb.spring.stomp.GenosStompHandler} answers what clients send to destinations below {@code /genosdb},
 * beside whatever broker the application uses; {@link io.genosdb.spring.stomp.GenosStompConfigurer} brings it into
 * {@code @EnableWebSocketMessageBroker}. {@code docs/stomp.md} is the specification of the frames.
 */
@NullMarked
package io.genosdb.spring.stomp;

import org.jspecify.annotations.NullMarked;
