package io.genosdb.spring.boot.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.live.MapEvent;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.listener.GenosListener;
import io.genosdb.spring.listener.GenosListenerEndpointRegistry;
import io.genosdb.spring.stomp.GenosStompHandler;
import io.genosdb.storage.StorageOptions;
import io.genosdb.sync.SyncEvent;
import io.genosdb.sync.SyncOptions;
import io.genosdb.sync.transport.TransportThreads;
import io.genosdb.sync.transport.WebSocketPeers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Web requests end first, then what listens, and the database last: nobody finds it closed. */
@Timeout(60)
class ShutdownOrderTest {

    @TempDir
    Path directory;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Slow.class)
    static class Application {

        /** As the containers of listeners are. */
        @Bean
        Worker worker(GenosTemplate template) {
            return new Worker(template);
        }

        @Bean
        Witness witness(GenosDatabase database, GenosListenerEndpointRegistry listeners, GenosStompHandler stomp) {
            return new Witness(database, listeners, stomp);
        }

        @GenosListener(query = "{}")
        void listen(MapEvent event) {}
    }

    @RestController
    static class Slow {

        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch closing = new CountDownLatch(1);
        private final GenosTemplate template;

        Slow(GenosTemplate template) {
            this.template = template;
        }

        @EventListener(ContextClosedEvent.class)
        void contextCloses() {
            closing.countDown();
        }

        @GetMapping("/slow")
        String slow() throws InterruptedException {
            entered.countDown();
            if (!closing.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the context does not close");
            }
            return template.put(Map.of(), "by the request");
        }
    }

    /** Is destroyed after all lifecycle beans have stopped and before what it depends on. */
    static final class Witness implements DisposableBean {

        private final List<String> seen = new CopyOnWriteArrayList<>();
        private final GenosDatabase database;
        private final GenosListenerEndpointRegistry listeners;
        private final GenosStompHandler stomp;

        Witness(GenosDatabase database, GenosListenerEndpointRegistry listeners, GenosStompHandler stomp) {
            this.database = database;
            this.listeners = listeners;
            this.stomp = stomp;
        }

        @Override
        public void destroy() {
            seen.add("listeners: " + listeners.isRunning());
            seen.add("stomp: " + stomp.isRunning());
            seen.add("database: " + !database.status().storage().closed());
        }
    }

    static final class Worker implements SmartLifecycle {

        private final List<String> steps = new CopyOnWriteArrayList<>();
        private final GenosTemplate template;
        private boolean running;

        Worker(GenosTemplate template) {
            this.template = template;
        }

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            steps.add(template.put(Map.of(), "by the worker"));
            steps.add("request: " + template.get("by the request").isPresent());
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return 0;
        }
    }

    /** A replica that the application dials. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Neighbour {}

    /** Over connections that it dialled and over those that it was dialled on. */
    @Test
    void peersHearOfWhatTheLastRequestWrote() throws Exception {
        String secret = "--genosdb.sync.secret=6ab1c7e0f4";
        String memory = "--genosdb.storage.type=memory";
        try (var neighbour = (ServletWebServerApplicationContext)
                        SpringApplication.run(Neighbour.class, "--server.port=0", secret, memory);
                var caller = GenosDatabase.builder("genosdb")
                        .sync(SyncOptions.DEFAULTS.withSecret("6ab1c7e0f4"))
                        .open();
                var threads = new TransportThreads("caller")) {
            var context = (ServletWebServerApplicationContext) SpringApplication.run(
                    Application.class,
                    "--server.port=0",
                    secret,
                    memory,
                    "--genosdb.sync.peers=ws://localhost:"
                            + neighbour.getWebServer().getPort() + "/genosdb/peer");
            String local = "localhost:" + context.getWebServer().getPort();
            try (var peers = new WebSocketPeers(
                    caller.sync(),
                    List.of(URI.create("ws://" + local + "/genosdb/peer")),
                    HttpClient.newHttpClient(),
                    threads,
                    InstantSource.system(),
                    new Random())) {
                var dialled = neighbour.getBean(GenosDatabase.class);
                for (GenosDatabase database : List.of(caller, dialled)) {
                    until(() -> database.sync().status().lastEqual() != null);
                }
                var arrived = new CountDownLatch(2);
                for (GenosDatabase database : List.of(caller, dialled)) {
                    database.sync().listen(event -> {
                        if (event instanceof SyncEvent.Disconnected) {
                            arrived.countDown();
                        }
                    });
                }
                var answer = HttpClient.newHttpClient()
                        .sendAsync(
                                HttpRequest.newBuilder(URI.create("http://" + local + "/slow"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                assertThat(context.getBean(Slow.class).entered.await(30, TimeUnit.SECONDS))
                        .isTrue();

                context.close();

                assertThat(answer.get().statusCode()).isEqualTo(200);
                assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
                assertThat(caller.get("by the request")).isNotNull();
                assertThat(dialled.get("by the request")).isNotNull();
                assertThat(peers.status()).hasSize(1);
            }
        }
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not reached within 30 s");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Test
    void requestsThenListenersThenTheDatabase() throws Exception {
        var context = (ServletWebServerApplicationContext) SpringApplication.run(
                Application.class,
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--genosdb.storage.directory=" + directory);
        var worker = context.getBean(Worker.class);
        var witness = context.getBean(Witness.class);
        var database = context.getBean(GenosDatabase.class);
        assertThat(context.getBean(GenosListenerEndpointRegistry.class).isRunning())
                .isTrue();
        assertThat(context.getBean(GenosStompHandler.class).isRunning()).isTrue();
        CompletableFuture<HttpResponse<String>> answer = HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create("http://localhost:"
                                        + context.getWebServer().getPort() + "/slow"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(context.getBean(Slow.class).entered.await(30, TimeUnit.SECONDS))
                .isTrue();

        context.close();

        assertThat(answer.get().statusCode()).isEqualTo(200);
        assertThat(answer.get().body()).isEqualTo("by the request");
        assertThat(worker.steps).containsExactly("by the worker", "request: true");
        assertThat(witness.seen).containsExactly("listeners: false", "stomp: false", "database: true");
        assertThat(database.status().storage().closed()).isTrue();
        try (var again = GenosDatabase.builder("genosdb")
                .storage(StorageOptions.in(directory))
                .open()) {
            assertThat(again.size()).isEqualTo(2);
        }
    }
}
