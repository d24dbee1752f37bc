package io.genosdb.spring.boot.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.GenosSyncAutoConfiguration;
import io.genosdb.spring.sync.GenosPeers;
import io.genosdb.sync.SyncEngine;
import io.genosdb.sync.SyncEvent;
import io.genosdb.sync.SyncOptions;
import io.genosdb.sync.transport.DialStatus;
import io.genosdb.sync.transport.TransportThreads;
import io.genosdb.sync.transport.WebSocketPeers;
import io.genosdb.sync.wire.Message.Purpose;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** The snippets of sync.md. */
class SyncGuideTest {

    // tag: sync-progress
    @Component
    static class FirstSync implements DisposableBean {

        private final SyncEngine.Registration registration;
        private volatile String progress = "nobody is there yet";

        FirstSync(GenosDatabase database) {
            this.registration = database.sync().listen(this::hear);
        }

        void hear(SyncEvent event) {
            if (event instanceof SyncEvent.Progress step && step.incoming()) {
                progress = step.done() + " of about " + step.total();
            } else if (event instanceof SyncEvent.CaughtUp end) {
                progress = "caught up with " + end.peer();
            } else if (event instanceof SyncEvent.ProvedEqual equal) {
                progress = "the same as " + equal.peer();
            }
        }

        String progress() {
            return progress;
        }

        @Override
        public void destroy() {
            registration.close();
        }
    }
    // end: sync-progress

    @Configuration(proxyBeanMethods = false)
    static class OwnClient {

        // tag: sync-http-client
        @Bean(defaultCandidate = false)
        HttpClient genosPeerHttpClient(SslBundles bundles) {
            return HttpClient.newBuilder()
                    .sslContext(bundles.getBundle("peers").createSslContext())
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
        }
        // end: sync-http-client
    }

    @Test
    void progress() {
        new ApplicationContextRunner()
                .withPropertyValues("genosdb.storage.type=memory")
                .withConfiguration(AutoConfigurations.of(GenosAutoConfiguration.class))
                .withUserConfiguration(FirstSync.class)
                .run(context -> {
                    var sync = context.getBean(FirstSync.class);

                    sync.hear(new SyncEvent.Progress("b", Purpose.FULL, true, 10, 1_000));
                    assertThat(sync.progress()).isEqualTo("10 of about 1000");
                    sync.hear(new SyncEvent.CaughtUp("b", Purpose.FULL, Duration.ofMillis(7), 1));
                    assertThat(sync.progress()).isEqualTo("caught up with b");
                    sync.hear(new SyncEvent.ProvedEqual("b"));
                    assertThat(sync.progress()).isEqualTo("the same as b");
                });
    }

    @Test
    void peers() {
        new ApplicationContextRunner()
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withPropertyValues(
                        "spring.config.location=classpath:guide/sync-peers.yaml",
                        "PEER_SECRET=hush",
                        "genosdb.storage.type=memory",
                        "genosdb.sync.peers[0]=ws://127.0.0.1:1/genosdb/peer",
                        "genosdb.sync.peers[1]=ws://127.0.0.1:2/genosdb/peer")
                .withConfiguration(
                        AutoConfigurations.of(GenosAutoConfiguration.class, GenosSyncAutoConfiguration.class))
                .run(context -> assertThat(
                                context.getBean(GenosPeers.class).status(context.getBean(GenosDatabase.class)))
                        .extracting(DialStatus::address)
                        .hasSize(2));
    }

    @Test
    void trust() {
        new ApplicationContextRunner()
                .withPropertyValues("genosdb.storage.type=memory")
                .withBean(SslBundles.class, () -> new DefaultSslBundleRegistry("peers", SslBundle.of(null)))
                .withConfiguration(
                        AutoConfigurations.of(GenosAutoConfiguration.class, GenosSyncAutoConfiguration.class))
                .withUserConfiguration(OwnClient.class)
                .run(context -> assertThat(context.getBean(HttpClient.class).connectTimeout())
                        .contains(Duration.ofSeconds(5)));
    }

    @Test
    void withoutSpring() {
        sync(database -> assertThat(database.sync().status().peers()).isEmpty());
    }

    private static void sync(Consumer<GenosDatabase> work) {
        // tag: sync-without-spring
        SyncOptions options = SyncOptions.DEFAULTS.withSecret("correct horse battery staple");
        List<URI> addresses = List.of(URI.create("ws://127.0.0.1:1/genosdb/peer"));
        try (GenosDatabase database =
                        GenosDatabase.builder("tasks").sync(options).open();
                var threads = new TransportThreads("peers");
                var peers = new WebSocketPeers(
                        database.sync(),
                        addresses,
                        HttpClient.newHttpClient(),
                        threads,
                        InstantSource.system(),
                        new SecureRandom())) {
            work.accept(database);
            peers.status().forEach(System.out::println);
        }
        // end: sync-without-spring
    }
}
