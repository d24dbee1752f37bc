package io.genosdb.spring.security;

import static io.genosdb.spring.security.Wallet.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.genosdb.security.GenosSecurity.Principal;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.config.ChannelRegistration;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.ChannelInterceptor;
import org.springframework.messaging.support.ExecutorSubscribableChannel;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;

class GenosStompSecurityTest {

    private static final Authentication SIGNED_IN = new GenosAuthentication(ALICE.address(), AuthoritySource.NONE);

    private final BlockingQueue<Principal> handled = new LinkedBlockingQueue<>();
    private final SecurityContextPrincipal principal = new SecurityContextPrincipal();
    private final TokenStore tokens =
            new InMemoryTokenStore(Duration.ofHours(1), 10, new TestClock(), new SecureRandom());
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final ExecutorSubscribableChannel inbound = new ExecutorSubscribableChannel(executor);

    /** Tells what was registered. */
    private static final class Registration extends ChannelRegistration {

        private List<ChannelInterceptor> interceptors() {
            return List.copyOf(getInterceptors());
        }
    }

    GenosStompSecurityTest() {
        var registration = new Registration();
        new GenosStompSecurity(GenosStompSecurity.rules(), AuthoritySource.NONE, tokens)
                .configureClientInboundChannel(registration);
        inbound.setInterceptors(registration.interceptors());
        inbound.subscribe(message -> handled.add(principal.get()));
    }

    @AfterEach
    void close() {
        executor.shutdownNow();
    }

    @Test
    void whoOpenedTheConnectionIsWhoAsks() throws InterruptedException {
        send(StompCommand.SUBSCRIBE, "/genosdb/map", SIGNED_IN);
        assertThat(next()).isEqualTo(new Principal.User(ALICE.address()));
        send(StompCommand.SUBSCRIBE, "/genosdb/map", null);
        assertThat(next()).isEqualTo(Principal.ANONYMOUS);
    }

    @Test
    void theSendersThreadForgetsWhoItWas() {
        send(StompCommand.SUBSCRIBE, "/genosdb/map", SIGNED_IN);
        assertThat(principal.get()).isEqualTo(Principal.APPLICATION);
    }

    @ParameterizedTest(name = "{0} {1}: {2}, {3}")
    @CsvSource({
        "SUBSCRIBE, /genosdb/map, true, true",
        "SUBSCRIBE, /genosdb/map/room, true, true",
        "SUBSCRIBE, /genosdb/replies, true, true",
        "SUBSCRIBE, /topic/genosdb.prices, true, true",
        "SEND, /genosdb/get, true, true",
        "SEND, /genosdb/put, false, true",
        "SEND, /genosdb/submit, false, true",
        "SUBSCRIBE, /user/queue/news, false, true",
        "SUBSCRIBE, /user/topic/genosdb.prices, false, false",
        "SUBSCRIBE, /queue/news-user5f3b, false, false",
        "SUBSCRIBE, /queue/**, false, false",
        "SUBSCRIBE, /topic/**, false, false",
        "SUBSCRIBE, /**, false, false",
        "SUBSCRIBE, /topic/other, false, false",
        "SEND, /topic/genosdb.prices, false, false",
        "SEND, /user/0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/queue/news, false, false",
        "SEND, /queue/news-user5f3b, false, false",
        "SEND, /anything, false, false"
    })
    void everybodyHasTheirOwnDestinations(StompCommand command, String destination, boolean anonymous, boolean signedIn)
            throws InterruptedException {
        check(command, destination, null, anonymous);
        check(command, destination, SIGNED_IN, signedIn);
    }

    private void check(StompCommand command, String destination, @Nullable Authentication user, boolean allowed)
            throws InterruptedException {
        if (allowed) {
            send(command, destination, user);
            next();
        } else {
            assertThatExceptionOfType(MessageDeliveryException.class)
                    .isThrownBy(() -> send(command, destination, user))
                    .withRootCauseInstanceOf(AccessDeniedException.class);
        }
    }

    @Test
    void aTokenOfConnectSaysWhoItIs() throws InterruptedException {
        String token = tokens.issue(ALICE.address()).token();
        Message<?> connect = connect("Bearer " + token);
        inbound.send(connect);
        assertThat(next()).isEqualTo(new Principal.User(ALICE.address()));
        assertThat(StompHeaderAccessor.wrap(connect).getUser())
                .isInstanceOfSatisfying(
                        GenosAuthentication.class,
                        user -> assertThat(user.getName())
                                .isEqualTo(ALICE.address().text()));
    }

    @Test
    void aWrongTokenOfConnectIsRefused() {
        assertThatExceptionOfType(MessageDeliveryException.class)
                .isThrownBy(() -> inbound.send(connect("Bearer x")))
                .withRootCauseInstanceOf(BadCredentialsException.class);
    }

    private static Message<?> connect(String authorization) {
        var headers = StompHeaderAccessor.create(StompCommand.CONNECT);
        headers.setSessionId("s");
        headers.setNativeHeader("Authorization", authorization);
        headers.setLeaveMutable(true);
        return MessageBuilder.createMessage(new byte[0], headers.getMessageHeaders());
    }

    private void send(StompCommand command, String destination, @Nullable Authentication user) {
        var headers = StompHeaderAccessor.create(command);
        assertThat(headers.getMessageType()).isIn(SimpMessageType.MESSAGE, SimpMessageType.SUBSCRIBE);
        headers.setSessionId("s");
        headers.setSubscriptionId("1");
        headers.setDestination(destination);
        headers.setUser(user);
        headers.setLeaveMutable(true);
        inbound.send(MessageBuilder.createMessage(new byte[0], headers.getMessageHeaders()));
    }

    private Principal next() throws InterruptedException {
        Principal next = handled.poll(10, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }
}
