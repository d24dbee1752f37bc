package io.genosdb.benchmarks;

import io.genosdb.rtc.relay.Relay;
import io.genosdb.rtc.relay.RelayLimits;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.relay.GenosRelayHandler;
import io.genosdb.spring.sync.GenosPeerHandler;
import io.genosdb.sync.SyncEngine;
import io.genosdb.sync.transport.TransportThreads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

/** Tomcat, with the project's endpoint for each database that a process opens, and whatever else is to be measured there. */
final class PeerServer implements AutoCloseable {

    private static final int MOST_PEERS = 10;
    private static final int RELAY_BUFFER_BYTES = 1 << 20;
    private static final Duration SEND_LIMIT = Duration.ofSeconds(30);

    private final ConfigurableApplicationContext context;
    private final TransportThreads threads;
    private int endpoints;

    PeerServer(TransportThreads threads) {
        this.threads = threads;
        this.context = new SpringApplicationBuilder(Application.class)
                .properties("server.port=0", "spring.main.banner-mode=off", "logging.level.root=warn")
                .run();
    }

    /** Without a database of its own. */
    @EnableAutoConfiguration(exclude = GenosAutoConfiguration.class)
    static class Application {

        @Bean
        Paths paths() {
            return new Paths();
        }
    }

    /** Paths that come while the server runs. */
    static final class Paths extends WebSocketHandlerMapping {

        Paths() {
            setOrder(-1);
        }

        void add(String path, WebSocketHandler handler) {
            registerHandler(path, new WebSocketHttpRequestHandler(handler));
        }
    }

    /** Lets peers of a database connect, and says at which address. */
    String serve(SyncEngine engine) {
        return serve(new GenosPeerHandler(engine, MOST_PEERS, SEND_LIMIT, threads));
    }

    /** A relay of Nostr, where rooms are found. */
    String serveRelay() {
        LongSupplier ticker = () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        var relay = new Relay(RelayLimits.DEFAULTS, InstantSource.system(), ticker);
        var handler = new GenosRelayHandler(relay, SEND_LIMIT, RELAY_BUFFER_BYTES, threads);
        handler.start();
        return serve(handler);
    }

    String serve(WebSocketHandler handler) {
        String path = "/peer/" + endpoints++;
        context.getBean(Paths.class).add(path, handler);
        int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
        return "ws://localhost:" + port + path;
    }

    @Override
    public void close() {
        context.close();
    }
}
