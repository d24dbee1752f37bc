package io.genosdb.spring.boot.autoconfigure.stomp;

import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.unit.DataSize;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketTransportRegistration;

/**
 * The broker of an application that has none of its own, here or an external one, for the topics of declared queries and
 * nothing else: clients would otherwise speak to each other, and to an external broker with the application's login.
 */
final class BrokerConfigurer implements WebSocketMessageBrokerConfigurer {

    private static final String PREFIX = "/topic/genosdb.";

    private final GenosStompProperties properties;
    private final TaskScheduler scheduler;

    BrokerConfigurer(GenosStompProperties properties, TaskScheduler scheduler) {
        this.properties = properties;
        this.scheduler = scheduler;
    }

    @Override
    public void configureMessageBroker(MessageBrokerRegistry registry) {
        long heartbeat = properties.heartbeat().toMillis();
        var relay = properties.broker().relay();
        if (relay.host() == null) {
            registry.enableSimpleBroker(PREFIX)
                    .setTaskScheduler(scheduler)
                    .setHeartbeatValue(new long[] {heartbeat, heartbeat});
            return;
        }
        var registration = registry.enableStompBrokerRelay(PREFIX)
                .setRelayHost(relay.host())
                .setRelayPort(relay.port())
                .setClientLogin(relay.login())
                .setClientPasscode(relay.passcode())
                .setSystemLogin(relay.login())
                .setSystemPasscode(relay.passcode());
        if (relay.virtualHost() != null) {
            registration.setVirtualHost(relay.virtualHost());
        }
    }

    @Override
    public void configureWebSocketTransport(WebSocketTransportRegistration registration) {
        var limits = properties.limits();
        registration
                .setMessageSizeLimit(bytes(limits.messageSize()))
                .setSendTimeLimit(Math.toIntExact(limits.sendTime().toMillis()))
                .setSendBufferSizeLimit(bytes(limits.sendBuffer()));
    }

    private static int bytes(DataSize size) {
        return Math.toIntExact(size.toBytes());
    }
}
