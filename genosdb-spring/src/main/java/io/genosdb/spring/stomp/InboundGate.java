package io.genosdb.spring.stomp;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.support.ExecutorChannelInterceptor;

/**
 * Keeps our frames to ourselves: a broker would deliver what one client puts to others that subscribe to the same
 * destination, and an external one would answer an UNSUBSCRIBE that it knows nothing of with an ERROR.
 *
 * <p>Has to stand behind Spring's interceptor that releases the next frame of a session, which otherwise would not hear of
 * a frame that is held back here.
 */
final class InboundGate implements ExecutorChannelInterceptor {

    @Override
    public @Nullable Message<?> beforeHandle(Message<?> message, MessageChannel channel, MessageHandler handler) {
        return InboundInterceptor.isOurs(message) && !(handler instanceof GenosStompHandler) ? null : message;
    }
}
