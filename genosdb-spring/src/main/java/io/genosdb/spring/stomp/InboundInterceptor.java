package io.genosdb.spring.stomp;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.support.ChannelInterceptor;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.messaging.support.MessageHeaderAccessor;

/** Marks the frames that are for us, in the order in which they arrive, for {@link InboundGate}. */
final class InboundInterceptor implements ChannelInterceptor {

    private static final String OURS = "genosdbRequest";

    private final GenosStompSessions sessions;

    InboundInterceptor(GenosStompSessions sessions) {
        this.sessions = sessions;
    }

    static boolean isOurs(Message<?> message) {
        return message.getHeaders().containsKey(OURS);
    }

    /** Why a frame is refused that would else be the broker's; {@code null} for others. */
    static @Nullable StompRequestException refusal(Message<?> message) {
        return message.getHeaders().get(OURS) instanceof StompRequestException refusal ? refusal : null;
    }

    /** Marks a frame as one that is answered by us, {@code true}, or refused. */
    static Message<?> mark(Message<?> message, SimpMessageHeaderAccessor headers, Object mark) {
        if (headers.isMutable()) {
            headers.setHeader(OURS, mark);
            return message;
        }
        MessageHeaderAccessor copy = MessageHeaderAccessor.getMutableAccessor(message);
        copy.setHeader(OURS, mark);
        return MessageBuilder.createMessage(message.getPayload(), copy.getMessageHeaders());
    }

    @Override
    public @Nullable Message<?> preSend(Message<?> message, MessageChannel channel) {
        var headers = MessageHeaderAccessor.getAccessor(message, SimpMessageHeaderAccessor.class);
        if (headers == null || !isForUs(headers)) {
            return message;
        }
        return mark(message, headers, true);
    }

    private boolean isForUs(SimpMessageHeaderAccessor headers) {
        SimpMessageType type = headers.getMessageType();
        String subscription = headers.getSubscriptionId();
        if (type == SimpMessageType.UNSUBSCRIBE) {
            StompSession session = sessions.find(headers.getSessionId());
            return session != null
                    && subscription != null
                    && session.ownSubscriptionIds().remove(subscription);
        }
        if (type == SimpMessageType.MESSAGE && GenosStompHandler.isOurTopic(headers.getDestination())) {
            return true;
        }
        boolean ours = (type == SimpMessageType.SUBSCRIBE || type == SimpMessageType.MESSAGE)
                && GenosStompHandler.isOurs(headers.getDestination());
        if (ours && type == SimpMessageType.SUBSCRIBE && subscription != null) {
            StompSession session = sessions.find(headers.getSessionId());
            if (session != null) {
                session.ownSubscriptionIds().add(subscription);
            }
        }
        return ours;
    }
}
