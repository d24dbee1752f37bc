package io.genosdb.spring.boot.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.rtc.relay.Relay;
import io.genosdb.rtc.relay.RelayLimits;
import io.genosdb.spring.boot.autoconfigure.relay.GenosRelayAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.relay.GenosRelayProperties;
import io.genosdb.spring.relay.GenosRelayEndpoint;
import io.genosdb.spring.relay.GenosRelayHandler;
import io.genosdb.sync.transport.TransportThreads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;

/** The snippets of relay.md. */
class RelayGuideTest {

    // tag: relay-without-boot
    @Configuration(proxyBeanMethods = false)
    static class RelayConfiguration {

        @Bean
        TransportThreads relayThreads() {
            return new TransportThreads("relay");
        }

        @Bean
        GenosRelayHandler relayHandler(TransportThreads threads) {
            var relay = new Relay(RelayLimits.DEFAULTS, InstantSource.system(), System::nanoTime);
            return new GenosRelayHandler(relay, Duration.ofSeconds(10), 512 * 1024, threads);
        }

        @Bean
        WebSocketHandlerMapping relayMapping(GenosRelayHandler handler) {
            var endpoint = new GenosRelayEndpoint(handler, List.of("*"));
            var mapping = new WebSocketHandlerMapping();
            mapping.setUrlMap(Map.of("/genosdb/relay", endpoint));
            mapping.setOrder(1);
            return mapping;
        }
    }
    // end: relay-without-boot

    @Test
    void configuration() {
        new WebApplicationContextRunner()
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withPropertyValues("spring.config.location=classpath:guide/relay.yaml")
                .withConfiguration(AutoConfigurations.of(GenosRelayAutoConfiguration.class))
                .run(context -> {
                    assertThat(context.getBean(Relay.class).limits().maxConnections())
                            .isEqualTo(5_000);
                    assertThat(context.getBean(GenosRelayProperties.class).allowedOriginPatterns())
                            .containsExactly("https://*.example.org");
                });
    }

    @Test
    void withoutBoot() {
        new WebApplicationContextRunner()
                .withUserConfiguration(RelayConfiguration.class)
                .run(context -> assertThat(
                                context.getBean(GenosRelayHandler.class).isRunning())
                        .isTrue());
    }
}
