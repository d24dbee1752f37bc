package io.genosdb.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.GenosDatabases;
import io.genosdb.spring.sync.GenosPeers;
import io.genosdb.sync.SyncOptions;
import io.genosdb.sync.transport.DialStatus;
import io.genosdb.sync.transport.TransportThreads;
import io.genosdb.sync.transport.WebSocketPeers;
import java.net.http.HttpClient;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;

@ExtendWith(OutputCaptureExtension.class)
class GenosSyncAutoConfigurationTest {

    /** Nobody listens there, and nothing is asked of anybody else. */
    private static final String NOBODY = "ws://127.0.0.1:1/genosdb/peer";

    private static final AutoConfigurations CONFIGURATIONS =
            AutoConfigurations.of(GenosAutoConfiguration.class, GenosSyncAutoConfiguration.class);

    private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
            .withConfiguration(CONFIGURATIONS)
            .withPropertyValues("genosdb.storage.type=memory", "genosdb.databases.orders.storage.type=memory");

    private static Map<String, Object> paths(ApplicationContext context) {
        return context.getBean("genosPeerHandlerMapping", WebSocketHandlerMapping.class)
                .getHandlerMap();
    }

    @Test
    void dialsNobodyAndLetsNobodyInByDefault(CapturedOutput output) {
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(paths(context)).isEmpty();
            assertThat(context.getBean(GenosPeers.class).status(context.getBean(GenosDatabase.class)))
                    .isEmpty();
        });
        assertThat(output).doesNotContain("Everybody");
    }

    @Test
    void letsPeersInThatKnowTheSecret(CapturedOutput output) {
        runner.withPropertyValues("genosdb.sync.secret=hush").run(context -> {
            assertThat(paths(context)).containsOnlyKeys("/genosdb/peer");
            assertThat(context.getBean(GenosProperties.class).toString()).doesNotContain("hush");
        });
        assertThat(output).doesNotContain("Everybody").doesNotContain("hush");
    }

    @Test
    void takesAnEmptySecretForNone() {
        runner.withPropertyValues("genosdb.sync.secret=")
                .run(context -> assertThat(paths(context)).isEmpty());
    }

    @Test
    void refusesABlankSecret() {
        runner.withPropertyValues("genosdb.sync.secret=${nothing:} ${nothing:}\t")
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining("must not be blank"));
    }

    @Test
    void letsEverybodyInOnlyWhereThatIsSaidAndWarns(CapturedOutput output) {
        runner.withPropertyValues("genosdb.sync.server.enabled=true")
                .run(context -> assertThat(paths(context)).containsOnlyKeys("/genosdb/peer"));
        assertThat(output.getAll().split("Everybody who reaches /genosdb/peer", -1))
                .hasSize(2);
        assertThat(output).contains("set genosdb.sync.secret");
    }

    @Test
    void letsNobodyInWhereThatIsSaid() {
        runner.withPropertyValues("genosdb.sync.secret=hush", "genosdb.sync.server.enabled=false")
                .run(context -> assertThat(paths(context)).isEmpty());
        runner.withPropertyValues(
                        "genosdb.sync.secret=hush", "genosdb.sync.enabled=false", "genosdb.sync.peers=" + NOBODY)
                .run(context -> {
                    assertThat(paths(context)).isEmpty();
                    assertThat(context.getBean(GenosPeers.class).status(context.getBean(GenosDatabase.class)))
                            .isEmpty();
                });
    }

    @Test
    void servesEachDatabaseAtAPathOfItsOwn() {
        runner.withPropertyValues(
                        "genosdb.sync.secret=a",
                        "genosdb.sync.server.path=/replicas",
                        "genosdb.databases.orders.sync.secret=b")
                .run(context -> assertThat(paths(context)).containsOnlyKeys("/replicas", "/genosdb/peer/orders"));
    }

    @Test
    void refusesOnePathForTwoDatabases() {
        runner.withPropertyValues(
                        "genosdb.sync.secret=a",
                        "genosdb.databases.orders.sync.secret=b",
                        "genosdb.databases.orders.sync.server.path=/genosdb/peer")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                        .hasMessageContaining("genosdb.databases.orders.sync.server.path"));
    }

    @Test
    void dialsThePeersOfEachDatabaseAsLongAsItRuns() {
        runner.withPropertyValues("genosdb.databases.orders.sync.peers=" + NOBODY)
                .run(context -> {
                    var databases = context.getBean(GenosDatabases.class);
                    var peers = context.getBean(GenosPeers.class);

                    assertThat(peers.status(databases.get("default"))).isEmpty();
                    assertThat(peers.status(databases.get("orders")))
                            .extracting(DialStatus::address)
                            .containsExactly(NOBODY);

                    peers.stop();
                    assertThat(peers.status(databases.get("orders"))).isEmpty();
                    peers.start();
                    assertThat(peers.status(databases.get("orders"))).hasSize(1);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://host/genosdb/peer", "host:8080", "ws://user:geheim@host/genosdb/peer", "ws://host:8080"})
    void refusesWhatIsNoAddress(String address) {
        runner.withPropertyValues("genosdb.databases.orders.sync.peers[0]=" + address)
                .run(context -> {
                    Throwable failure = context.getStartupFailure();
                    assertThat(failure)
                            .rootCause()
                            .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                            .hasMessageContaining("genosdb.databases.orders.sync.peers")
                            .hasMessageNotContaining("geheim");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "oplog-size=0",
                "verify-interval=0s",
                "server.max-connections=0",
                "server.send-time=-1s",
                "server.path=peer",
                "server.path=/**"
            })
    void namesThePropertyOfALimitThatCannotBeMeant(String property) {
        runner.withPropertyValues("genosdb.databases.orders.sync." + property)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                        .hasMessageContaining(
                                "genosdb.databases.orders.sync." + property.substring(0, property.indexOf('='))));
    }

    @Test
    void showsNoQueryOfAnAddress() {
        runner.withPropertyValues("genosdb.sync.peers=" + NOBODY + "?token=geheim")
                .run(context -> {
                    assertThat(context.getBean(GenosProperties.class).toString())
                            .contains(NOBODY)
                            .doesNotContain("geheim");
                    assertThat(context.getBean(GenosPeers.class)
                                    .status(context.getBean(GenosDatabase.class))
                                    .toString())
                            .doesNotContain("geheim");
                });
        runner.withPropertyValues("genosdb.sync.peers=http://host/genosdb/peer?token=geheim")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageNotContaining("geheim"));
    }

    @Test
    void asksTheDatabaseForItsSecretNotTheProperties(CapturedOutput output) {
        runner.withBean(
                        "vault",
                        GenosDatabaseBuilderCustomizer.class,
                        () -> builder -> builder.sync(SyncOptions.DEFAULTS.withSecret("from a vault")))
                .run(context -> assertThat(paths(context)).containsKey("/genosdb/peer"));
        runner.withBean(
                        "careless",
                        GenosDatabaseBuilderCustomizer.class,
                        () -> builder -> builder.sync(SyncOptions.DEFAULTS))
                .withPropertyValues("genosdb.sync.secret=hush")
                .run(context -> assertThat(paths(context)).isEmpty());
        assertThat(output).doesNotContain("Everybody");
        runner.withBean(
                        "careless",
                        GenosDatabaseBuilderCustomizer.class,
                        () -> builder -> builder.sync(SyncOptions.DEFAULTS))
                .withPropertyValues("genosdb.sync.secret=hush", "genosdb.sync.server.enabled=true")
                .run(context -> assertThat(paths(context)).containsKey("/genosdb/peer"));
        assertThat(output).contains("Everybody who reaches /genosdb/peer");
    }

    @Test
    void makesAClientOnlyWhereSomebodyIsDialled() {
        runner.run(context -> assertThat(context.getSourceApplicationContext()
                        .getBeanFactory()
                        .containsSingleton(GenosSyncAutoConfiguration.HTTP_CLIENT))
                .isFalse());
        runner.withPropertyValues("genosdb.sync.peers=" + NOBODY)
                .run(context -> assertThat(context.getSourceApplicationContext()
                                .getBeanFactory()
                                .containsSingleton(GenosSyncAutoConfiguration.HTTP_CLIENT))
                        .isTrue());
    }

    @Test
    void startsWithAContextThatIsLazy(CapturedOutput output) {
        runner.withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .withPropertyValues("genosdb.sync.server.enabled=true", "genosdb.sync.peers=" + NOBODY)
                .run(context -> {
                    assertThat(output).contains("Everybody who reaches /genosdb/peer");
                    assertThat(context.getBean(PeerEndpoints.class).isRunning()).isTrue();
                    assertThat(context.getBean(GenosPeers.class).isRunning()).isTrue();
                });
    }

    @Test
    void refusesWhatIsNoUri() {
        runner.withPropertyValues("genosdb.sync.peers=ws://[host/genosdb/peer")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("genosdb.sync.peers")
                        .hasStackTraceContaining("Invalid URI syntax"));
    }

    @Test
    void dialsWithoutAWebServerToo() {
        new ApplicationContextRunner()
                .withConfiguration(CONFIGURATIONS)
                .withPropertyValues(
                        "genosdb.storage.type=memory", "genosdb.sync.secret=hush", "genosdb.sync.peers=" + NOBODY)
                .run(context -> {
                    assertThat(context.getBean(GenosPeers.class).status(context.getBean(GenosDatabase.class)))
                            .hasSize(1);
                    assertThat(context).doesNotHaveBean("genosPeerHandlerMapping");
                });
    }

    @Test
    void servesOnlyWithWebSocketsAndMvc() {
        for (Class<?> needed : new Class<?>[] {
            WebSocketHandlerMapping.class, HandlerMapping.class, jakarta.websocket.server.ServerContainer.class
        }) {
            runner.withPropertyValues("genosdb.sync.secret=hush")
                    .withClassLoader(new FilteredClassLoader(needed))
                    .run(context -> assertThat(context)
                            .hasNotFailed()
                            .hasSingleBean(GenosPeers.class)
                            .doesNotHaveBean("genosPeerHandlerMapping"));
        }
    }

    @Test
    void leavesADatabaseOfTheApplicationAlone() {
        runner.withBean("genosDatabase", GenosDatabase.class, () -> GenosDatabase.inMemory("own"))
                .withPropertyValues("genosdb.sync.secret=hush", "genosdb.sync.peers=" + NOBODY)
                .run(context -> {
                    assertThat(paths(context)).isEmpty();
                    assertThat(context.getBean(GenosPeers.class).status(context.getBean(GenosDatabase.class)))
                            .isEmpty();
                });
    }

    @Test
    void stepsBackForBeansOfTheApplication() {
        var own = HttpClient.newHttpClient();
        runner.withBean(GenosSyncAutoConfiguration.HTTP_CLIENT, HttpClient.class, () -> own)
                .withBean("ownThreads", TransportThreads.class, () -> new TransportThreads("own"))
                .withBean(
                        "ownPeers",
                        GenosPeers.class,
                        () -> new GenosPeers(Map.of(), (database, peers) -> {
                            throw new AssertionError();
                        }))
                .withBean("genosPeerHandlerMapping", WebSocketHandlerMapping.class, WebSocketHandlerMapping::new)
                .run(context -> {
                    assertThat(context.getBean(HttpClient.class)).isSameAs(own);
                    assertThat(context).getBeanNames(TransportThreads.class).containsExactly("ownThreads");
                    assertThat(context).getBeanNames(GenosPeers.class).containsExactly("ownPeers");
                    assertThat(context)
                            .getBeanNames(WebSocketHandlerMapping.class)
                            .containsExactly("genosPeerHandlerMapping");
                });
    }

    @Test
    void keepsItsHttpClientForItself() {
        runner.withUserConfiguration(Injected.class)
                .run(context ->
                        assertThat(context.getBean(Injected.class).client()).isNull());
    }

    record Injected(@Nullable HttpClient client) {

        @Autowired
        Injected(ObjectProvider<HttpClient> client) {
            this(client.getIfAvailable());
        }
    }

    @Test
    void theLargestFrameIsWhatTheProtocolSays() {
        assertThat(WebSocketPeers.MAX_FRAME_BYTES).isEqualTo(65_536);
    }
}
