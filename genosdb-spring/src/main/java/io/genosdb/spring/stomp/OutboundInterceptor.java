package io.genosdb.spring.stomp;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.support.ExecutorChannelInterceptor;

/** Tells a session that its frame has passed the outbound channel, so that the next one may follow. */
final class OutboundInterceptor implements ExecutorChannelInterceptor {

    /** The header of a message with the session that waits for it; not part of the frame. */
    static final String SESSION = "genosdbSession";

    @Override
    public void afterMessageHandled(
            Message<?> message, MessageChannel channel, MessageHandler handler, @Nullable Exception failure) {
        if (message.getHeaders().get(SESSION) instanceof StompSession session) {
            session.onHanded();
        }
    }
}
