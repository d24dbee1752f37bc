package io.genosdb.spring.stomp;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.support.ExecutorChannelInterceptor;
import org.springframework.messaging.support.MessageHeaderAccessor;

/**
 * Tells a session that its frame has passed the outbound channel, so that the next one may follow. Keeps what is published
 * to our topics from subscriptions that were not asked about, as those of an application's own broker with {@code /**} are.
 */
final class OutboundInterceptor implements ExecutorChannelInterceptor {

    /** The header of a message with the session that waits for it; not part of the frame. */
    static final String SESSION = "genosdbSession";

    private final GenosStompSessions sessions;

    OutboundInterceptor(GenosStompSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public @Nullable Message<?> preSend(Message<?> message, MessageChannel channel) {
        var headers = MessageHeaderAccessor.getAccessor(message, SimpMessageHeaderAccessor.class);
        if (headers == null
                || headers.getMessageType() != SimpMessageType.MESSAGE
                || !GenosStompHandler.isOurTopic(headers.getDestination())) {
            return message;
        }
        StompSession session = sessions.find(headers.getSessionId());
        String subscription = headers.getSubscriptionId();
        return session != null && subscription != null && session.hasTopicSubscription(subscription) ? message : null;
    }

    @Override
    public void afterMessageHandled(
            Message<?> message, MessageChannel channel, MessageHandler handler, @Nullable Exception failure) {
        if (message.getHeaders().get(SESSION) instanceof StompSession session) {
            session.onHanded();
        }
    }
}
