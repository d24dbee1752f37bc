package io.genosdb.spring.security;

import io.genosdb.security.identity.Address;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.config.ChannelRegistration;
import org.springframework.messaging.support.ChannelInterceptor;
import org.springframework.messaging.support.MessageHeaderAccessor;
import org.springframework.messaging.support.NativeMessageHeaderAccessor;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.messaging.access.intercept.AuthorizationChannelInterceptor;
import org.springframework.security.messaging.access.intercept.MessageMatcherDelegatingAuthorizationManager;
import org.springframework.security.messaging.context.SecurityContextChannelInterceptor;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

/**
 * Brings who is signed in to the messages of STOMP clients: requests and live queries are answered by the rights of whoever opened
 * the connection, and frames for destinations that are not for them are refused by an ERROR. Who is behind a connection is known
 * from its handshake, or from a bearer token in the header {@code Authorization} of CONNECT.
 *
 * <p>Not for applications with {@code @EnableWebSocketSecurity}, which does the same: those use {@link #genosDb} in a bean of
 * theirs of type {@code AuthorizationManager<Message<?>>}.
 *
 * @since 0.1
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
public final class GenosStompSecurity implements WebSocketMessageBrokerConfigurer {

    private final AuthorizationManager<Message<?>> rules;
    private final AuthoritySource authorities;
    private final @Nullable TokenStore tokens;

    /**
     * Makes a configurer.
     *
     * @param rules who may send and subscribe where, as {@link #rules}
     * @param authorities tells what those with a token may do
     * @param tokens the tokens, or {@code null} where there are none
     */
    public GenosStompSecurity(
            AuthorizationManager<Message<?>> rules, AuthoritySource authorities, @Nullable TokenStore tokens) {
        this.rules = rules;
        this.authorities = authorities;
        this.tokens = tokens;
    }

    /**
     * The rules for the database's own destinations, and nothing else: everything below {@code /genosdb} may be subscribed to, and
     * asked by {@code /genosdb/get}, by everybody, since the database shows everybody what is theirs to see; requests that change
     * something are for those who have signed in. Messages to other users, and the queues of others, are refused, and so are all
     * other destinations.
     *
     * @return the rules
     */
    public static AuthorizationManager<Message<?>> rules() {
        return genosDb(MessageMatcherDelegatingAuthorizationManager.builder())
                .anyMessage()
                .denyAll()
                .build();
    }

    /**
     * Begins rules with those for the database's own destinations and for what is nobody's business. An application goes on with
     * its own.
     *
     * @param messages a new builder
     * @return the builder
     */
    public static MessageMatcherDelegatingAuthorizationManager.Builder genosDb(
            MessageMatcherDelegatingAuthorizationManager.Builder messages) {
        return messages.simpTypeMatchers(
                        SimpMessageType.CONNECT,
                        SimpMessageType.HEARTBEAT,
                        SimpMessageType.UNSUBSCRIBE,
                        SimpMessageType.DISCONNECT)
                .permitAll()
                .simpSubscribeDestMatchers("/genosdb/**", "/topic/genosdb.*")
                .permitAll()
                .simpMessageDestMatchers("/genosdb/get")
                .permitAll()
                .simpMessageDestMatchers("/genosdb/**")
                .authenticated()
                // A client gets its own queue by /user/queue/...; by its name in the broker it would be anybody's.
                .simpSubscribeDestMatchers("/user/queue/**")
                .authenticated()
                .simpDestMatchers("/user/**", "/queue/**")
                .denyAll()
                .simpMessageDestMatchers("/topic/**")
                .denyAll();
    }

    @Override
    public void configureClientInboundChannel(ChannelRegistration registration) {
        if (tokens != null) {
            registration.interceptors(new ConnectToken(tokens, authorities));
        }
        registration.interceptors(new SecurityContextChannelInterceptor(), new AuthorizationChannelInterceptor(rules));
    }

    /** Takes a token along with CONNECT, since a page cannot give the handshake one. */
    private record ConnectToken(TokenStore tokens, AuthoritySource authorities) implements ChannelInterceptor {

        @Override
        public Message<?> preSend(Message<?> message, MessageChannel channel) {
            var headers = MessageHeaderAccessor.getAccessor(message, SimpMessageHeaderAccessor.class);
            if (headers == null || headers.getMessageType() != SimpMessageType.CONNECT) {
                return message;
            }
            String token = BearerTokenFilter.token(
                    NativeMessageHeaderAccessor.getFirstNativeHeader(HttpHeaders.AUTHORIZATION, message.getHeaders()));
            if (token != null) {
                Optional<Address> holder = tokens.find(token);
                headers.setUser(new GenosAuthentication(
                        holder.orElseThrow(() -> new BadCredentialsException("the token is unknown or has expired")),
                        authorities));
            }
            return message;
        }
    }
}
