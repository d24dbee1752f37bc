package io.genosdb.spring.stomp;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.support.ExecutorChannelInterceptor;
import org.springframework.messaging.support.MessageHeaderAccessor;

/**
 * Keeps our frames to ourselves: a broker would deliver what one client puts to others that subscribe to the same
 * destination, and an external one would answer an UNSUBSCRIBE that it knows nothing of with an ERROR. Lets the broker have
 * a SUBSCRIBE to one of our topics only where the client may follow the query.
 *
 * <p>Has to stand behind Spring's interceptor that releases the next frame of a session, which otherwise would not hear of
 * a frame that is held back here.
 */
final class InboundGate implements ExecutorChannelInterceptor {

    private final Consumer<Message<?>> topics;

    /** Asks {@code topics} about each SUBSCRIBE to a topic, and UNSUBSCRIBE; what it throws is the refusal. */
    InboundGate(Consumer<Message<?>> topics) {
        this.topics = topics;
    }

    @Override
    public Message<?> preSend(Message<?> message, MessageChannel channel) {
        var headers = MessageHeaderAccessor.getAccessor(message, SimpMessageHeaderAccessor.class);
        if (headers == null || InboundInterceptor.isOurs(message) || !concernsTopics(headers)) {
            return message;
        }
        try {
            topics.accept(message);
            return message;
        } catch (RuntimeException e) {
            return InboundInterceptor.mark(message, headers, StompRefusals.of(e));
        }
    }

    private static boolean concernsTopics(SimpMessageHeaderAccessor headers) {
        return headers.getMessageType() == SimpMessageType.UNSUBSCRIBE
                || headers.getMessageType() == SimpMessageType.SUBSCRIBE
                        && GenosStompHandler.isOurTopic(headers.getDestination());
    }

    @Override
    public @Nullable Message<?> beforeHandle(Message<?> message, MessageChannel channel, MessageHandler handler) {
        return InboundInterceptor.isOurs(message) && !(handler instanceof GenosStompHandler) ? null : message;
    }
}
