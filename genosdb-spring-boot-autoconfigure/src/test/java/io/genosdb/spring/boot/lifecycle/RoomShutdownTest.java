package io.genosdb.spring.boot.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.room.InMemoryRooms;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.listener.GenosListenerEndpointRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Rooms are left after the last request, before the web server ends and long before the database is closed. */
@Timeout(60)
class RoomShutdownTest {

    private static final List<String> seen = new CopyOnWriteArrayList<>();

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        InMemoryRooms rooms() {
            return new InMemoryRooms();
        }

        /** Stops where requests end, with a graceful shutdown. */
        @Bean
        Witness requests(GenosTemplate template) {
            return new Witness("requests", SmartLifecycle.DEFAULT_PHASE - 1024, template, null);
        }

        /** Stops just before the web server does. */
        @Bean
        Witness server(GenosTemplate template, ServletWebServerApplicationContext context) {
            return new Witness("server", SmartLifecycle.DEFAULT_PHASE - 2047, template, context);
        }

        @Bean
        Witness listeners(GenosTemplate template, GenosListenerEndpointRegistry registry) {
            return new Witness("listeners", registry.getPhase() + 1, template, null);
        }
    }

    private record Witness(
            String name,
            int phase,
            GenosTemplate template,
            @Nullable ServletWebServerApplicationContext context) implements SmartLifecycle {

        @Override
        public void start() {}

        @Override
        public void stop() {
            boolean isServing = context != null && context.getWebServer().getPort() > 0;
            boolean isOpen = !template.execute(GenosDatabase::status).storage().closed();
            seen.add(name + ": in the room " + template.room().status().joined() + ", database " + isOpen
                    + (context == null ? "" : ", server " + isServing));
        }

        @Override
        public boolean isRunning() {
            return true;
        }

        @Override
        public int getPhase() {
            return phase;
        }
    }

    @Test
    void roomsAreLeftInTime() {
        seen.clear();
        var context = (ServletWebServerApplicationContext) SpringApplication.run(
                Application.class, "--server.port=0", "--server.shutdown=immediate", "--genosdb.storage.type=memory");
        try (GenosDatabase peer = GenosDatabase.builder("genosdb")
                .room(context.getBean(InMemoryRooms.class))
                .open()) {
            assertThat(peer.room().getPeers()).hasSize(1);

            context.close();

            assertThat(peer.room().getPeers()).isEmpty();
            assertThat(seen)
                    .containsExactly(
                            "requests: in the room true, database true",
                            "server: in the room false, database true, server true",
                            "listeners: in the room false, database true");
        }
    }
}
