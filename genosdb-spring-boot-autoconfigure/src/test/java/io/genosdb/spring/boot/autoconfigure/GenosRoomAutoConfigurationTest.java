package io.genosdb.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.room.InMemoryRooms;
import io.genosdb.room.PeerEvent;
import io.genosdb.room.RoomFactory;
import io.genosdb.room.RoomPeer;
import io.genosdb.room.RoomStatus;
import io.genosdb.rtc.RtcOptions;
import io.genosdb.rtc.RtcRooms;
import io.genosdb.rtc.transport.WebRtcOptions;
import io.genosdb.spring.GenosDatabases;
import io.genosdb.spring.GenosTemplates;
import io.genosdb.spring.boot.actuate.DatabaseDescriptor;
import io.genosdb.spring.boot.actuate.GenosEndpoint;
import io.genosdb.spring.boot.autoconfigure.actuate.GenosEndpointAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.listener.GenosListenerAutoConfiguration;
import io.genosdb.spring.listener.GenosChannelListener;
import io.genosdb.spring.room.GenosRooms;
import io.genosdb.spring.room.RoomPeerEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.MapPropertySource;

@Timeout(60)
class GenosRoomAutoConfigurationTest {

    private static final String NOWHERE = "genosdb.rtc.relays=ws://127.0.0.1:1";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    GenosAutoConfiguration.class,
                    GenosRoomAutoConfiguration.class,
                    GenosListenerAutoConfiguration.class,
                    GenosEndpointAutoConfiguration.class))
            .withPropertyValues("genosdb.storage.type=memory", "management.endpoints.web.exposure.include=genosdb");

    static final class Heard {

        final BlockingQueue<RoomPeerEvent> events = new LinkedBlockingQueue<>();
        final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        @EventListener
        void peer(RoomPeerEvent event) {
            events.add(event);
            throw new IllegalStateException("stops nothing");
        }

        @GenosChannelListener("chat")
        void line(String line) {
            lines.add(line);
        }
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(10, TimeUnit.SECONDS);
        assertThat(next).as("something within ten seconds").isNotNull();
        return next;
    }

    @Test
    void thereIsNoRoomUnlessOneIsWanted() {
        runner.run(context -> {
            assertThat(context.getBean(GenosDatabase.class).hasRoom()).isFalse();
            assertThat(context).hasSingleBean(GenosRooms.class).hasSingleBean(RtcRooms.class);
            DatabaseDescriptor shown = context.getBean(GenosEndpoint.class).database("default");
            assertThat(shown).isNotNull();
            assertThat(shown.room()).isNull();
        });
    }

    @Test
    void worksWithoutTheLibraries() {
        runner.withClassLoader(new FilteredClassLoader("io.genosdb.rtc", "dev.onvoid", "fr.acinq"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(GenosRooms.class));
        runner.withClassLoader(new FilteredClassLoader(GenosDatabase.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(GenosRooms.class));
    }

    @Test
    void aFactoryOfTheApplicationMakesTheRooms() throws Exception {
        var rooms = new InMemoryRooms();
        try (GenosDatabase peer =
                GenosDatabase.builder("genosdb").room(rooms.as("page")).open()) {
            var first = new RoomPeer(peer.room().self(), "page", true);
            runner.withBean(RoomFactory.class, () -> rooms)
                    .withBean(Heard.class)
                    .withInitializer(context ->
                            context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                    .run(context -> {
                        var heard = context.getBean(Heard.class);
                        peer.room().channel("chat").send("hello").join();
                        assertThat(next(heard.lines)).isEqualTo("hello");

                        peer.room().leave().join();
                        assertThat(List.of(
                                        next(heard.events), next(heard.events), next(heard.events), next(heard.events)))
                                .containsExactly(
                                        new RoomPeerEvent("default", PeerEvent.PEER_SEEN, first),
                                        new RoomPeerEvent("default", PeerEvent.PEER_JOIN, first),
                                        new RoomPeerEvent("default", PeerEvent.PEER_LEAVE, first),
                                        new RoomPeerEvent("default", PeerEvent.PEER_LOST, first));
                    });
        }
    }

    @Test
    void leavesWhenItStopsAndJoinsWhenItIsStartedAgain() {
        var rooms = new InMemoryRooms();
        try (GenosDatabase peer = GenosDatabase.builder("genosdb").room(rooms).open()) {
            runner.withBean(RoomFactory.class, () -> rooms).run(context -> {
                var lifecycle = context.getBean(GenosRooms.class);
                assertThat(peer.room().getPeers()).hasSize(1);

                lifecycle.stop();

                assertThat(lifecycle.isRunning()).isFalse();
                assertThat(peer.room().getPeers()).isEmpty();
                lifecycle.start();
                assertThat(peer.room().getPeers()).hasSize(1);
            });
        }
    }

    @Order(0)
    static final class OwnRooms implements GenosDatabaseBuilderCustomizer {

        private final RoomFactory rooms;

        OwnRooms(RoomFactory rooms) {
            this.rooms = rooms;
        }

        @Override
        public void customize(io.genosdb.DatabaseBuilder builder) {
            builder.room(rooms);
        }
    }

    @Test
    void aCustomizerHasTheLastWord() {
        var rooms = new InMemoryRooms();
        runner.withBean(RoomFactory.class, InMemoryRooms::new)
                .withBean(OwnRooms.class, () -> new OwnRooms(rooms.as("ours")))
                .run(context -> assertThat(
                                context.getBean(GenosDatabase.class).room().status())
                        .extracting(RoomStatus::type)
                        .isEqualTo("ours"));
    }

    @Test
    void opensRoomsOverWebRtc() {
        runner.withPropertyValues(
                        "genosdb.rtc.enabled=true",
                        "genosdb.rtc.type=superpeer",
                        NOWHERE,
                        "genosdb.databases.orders.storage.type=memory",
                        "genosdb.databases.orders.rtc.enabled=true",
                        "genosdb.databases.orders.rtc.name=counter",
                        "genosdb.databases.orders.rtc.relays=ws://127.0.0.1:1,ws://127.0.0.1:2/x?token=hush",
                        "genosdb.databases.notes.storage.type=memory")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    RoomStatus room =
                            context.getBean(GenosDatabase.class).room().status();
                    assertThat(room.name()).isEqualTo("genosdb");
                    assertThat(room.type()).isEqualTo("superpeer");
                    var databases = context.getBean(GenosDatabases.class);
                    assertThat(databases.get("notes").hasRoom()).isFalse();
                    assertThat(context.getBean(GenosTemplates.class)
                                    .get("orders")
                                    .room()
                                    .name())
                            .isEqualTo("counter");
                    DatabaseDescriptor shown =
                            context.getBean(GenosEndpoint.class).database("orders");
                    assertThat(shown).isNotNull();
                    assertThat(shown.room()).isNotNull();
                    assertThat(shown.room().name()).isEqualTo("counter");
                    assertThat(shown.toString()).doesNotContain("hush");
                });
    }

    @Test
    void saysWhichDependencyIsMissing() {
        runner.withClassLoader(new FilteredClassLoader("io.genosdb.rtc"))
                .withPropertyValues("genosdb.databases.orders.rtc.enabled=true", "genosdb.primary=orders")
                .run(context -> {
                    FailureAnalysis analysis = new MissingRtcFailureAnalyzer().analyze(context.getStartupFailure());
                    assertThat(analysis).isNotNull();
                    assertThat(analysis.getDescription())
                            .isEqualTo(
                                    "genosdb.databases.orders.rtc.enabled is true, and genosdb-rtc is not on the class"
                                            + " path.");
                    assertThat(analysis.getAction()).contains("io.genosdb:genosdb-rtc");
                });
    }

    @Test
    void refusesWhatCannotBeMeantByItsName() {
        refuses("genosdb.rtc.relays", "https://relay.example.org");
        refuses("genosdb.rtc.app-id", " ");
        refuses("genosdb.rtc.name", " ");
        refuses("genosdb.rtc.type", "x".repeat(65));
        refuses("genosdb.rtc.password", " ");
        refuses("genosdb.rtc.ice-servers", Map.of("genosdb.rtc.ice-servers[0].urls", "http:x"));
        refuses("genosdb.rtc.port-range.max", Map.of("genosdb.rtc.port-range.min", 5000));
        refuses(
                "genosdb.rtc.port-range.min",
                Map.of("genosdb.rtc.port-range.min", 80, "genosdb.rtc.port-range.max", 90));
    }

    /** Opens no room, which would dial those relays. */
    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void saysThatItsOwnRelayIsNotUsed(CapturedOutput output) {
        runner.withPropertyValues("genosdb.relay.embedded.enabled=true").run(context -> {
            var source = context.getBean(RtcRoomSource.class);
            GenosProperties.Database database =
                    context.getBean(GenosProperties.class).top();
            assertThat(output).doesNotContain("rtc.relays");
            assertThat(source.room("genosdb.", database, false)).isNotNull();
            assertThat(output).contains("Set genosdb.rtc.relays to the address of its own relay");
        });
    }

    @Test
    void showsNothingSecretOfARelayThatItRefuses() {
        for (String relay : List.of("ws://user:hush@127.0.0.1:1", "https://user:hush@127.0.0.1:1/x?token=hush")) {
            runner.withPropertyValues("genosdb.rtc.enabled=true", "genosdb.rtc.relays=" + relay)
                    .run(context -> assertThat(context.getStartupFailure())
                            .rootCause()
                            .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                            .hasMessageContaining("genosdb.rtc.relays")
                            .satisfies(failure -> assertThat(String.valueOf(
                                            ((InvalidConfigurationPropertyValueException) failure).getReason()))
                                    .doesNotContain("hush"))
                            .hasMessageNotContaining("hush"));
        }
    }

    private void refuses(String property, String value) {
        refuses(property, Map.of(property, value));
    }

    /** As they are: other sources of properties would trim them. */
    private void refuses(String property, Map<String, Object> settings) {
        runner.withPropertyValues("genosdb.rtc.enabled=true", NOWHERE)
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("as they are", settings)))
                .run(context -> {
                    assertThat(context).as("%s", settings).hasFailed();
                    assertThat(context.getStartupFailure())
                            .rootCause()
                            .isInstanceOfSatisfying(
                                    InvalidConfigurationPropertyValueException.class,
                                    refusal -> assertThat(refusal.getName()).isEqualTo(property));
                });
    }

    @EnableConfigurationProperties(GenosProperties.class)
    static final class Properties {}

    private static RtcOptions options(String... settings) {
        return options(false, settings);
    }

    private static RtcOptions options(boolean isGuarded, String... settings) {
        var options = new RtcOptions[1];
        new ApplicationContextRunner()
                .withUserConfiguration(Properties.class)
                .withPropertyValues(settings)
                .run(context -> options[0] = RtcRoomSource.options(
                        "genosdb.rtc.", context.getBean(GenosProperties.class).top(), isGuarded));
        return options[0];
    }

    @Test
    void replicasSyncOnlyOverRoomsThatAreNotOpenToAll() {
        assertThat(options().sync()).isFalse();
        assertThat(options("genosdb.rtc.password=hush").sync()).isTrue();
        assertThat(options("genosdb.sync.secret=hush").sync()).isTrue();
        assertThat(options("genosdb.rtc.sync=true").sync()).isTrue();
        assertThat(options("genosdb.rtc.password=hush", "genosdb.rtc.sync=false")
                        .sync())
                .isFalse();
        assertThat(options("genosdb.rtc.password=hush", "genosdb.sync.enabled=false")
                        .sync())
                .isFalse();
    }

    @Test
    void replicasThatProveWhoTheyAreSyncOverAnyRoom() {
        assertThat(options(true).sync()).isTrue();
        assertThat(options(true, "genosdb.rtc.sync=false").sync()).isFalse();
        assertThat(options(true, "genosdb.sync.enabled=false").sync()).isFalse();
    }

    @Test
    void mapsProperties() {
        RtcOptions defaults = options();
        assertThat(defaults.appId()).isEqualTo("genosdb");
        assertThat(defaults.room()).isNull();
        assertThat(defaults.password()).isNull();
        assertThat(defaults.relays()).hasSizeBetween(3, 10);
        RtcOptions all = options(
                "genosdb.rtc.app-id=shop",
                "genosdb.rtc.name=counter",
                "genosdb.rtc.password=hush",
                "genosdb.rtc.type=superpeer",
                "genosdb.rtc.relays[0]=wss://a.example.org",
                "genosdb.rtc.relays[1]=wss://b.example.org/x");
        assertThat(all.appId()).isEqualTo("shop");
        assertThat(all.room()).isEqualTo("counter");
        assertThat(all.password()).isEqualTo("hush");
        assertThat(all.type()).isEqualTo("superpeer");
        assertThat(all.relays())
                .extracting(Object::toString)
                .containsExactly("wss://a.example.org", "wss://b.example.org/x");
    }

    @Test
    void mapsServersAndPorts() {
        new ApplicationContextRunner()
                .withUserConfiguration(Properties.class)
                .withPropertyValues(
                        "genosdb.rtc.password=hush",
                        "genosdb.rtc.ice-servers[0].urls=stun:a:1,stun:b:2",
                        "genosdb.rtc.ice-servers[1].urls=turn:c:3?transport=udp",
                        "genosdb.rtc.ice-servers[1].username=ann",
                        "genosdb.rtc.ice-servers[1].credential=hush",
                        "genosdb.rtc.port-range.min=5000",
                        "genosdb.rtc.port-range.max=5100")
                .run(context -> {
                    var rtc = context.getBean(GenosProperties.class).rtc();
                    assertThat(rtc.toString()).doesNotContain("hush");
                    WebRtcOptions options = RtcRoomSource.webRtc(rtc);
                    assertThat(options.iceServers())
                            .containsExactly(
                                    WebRtcOptions.IceServer.of("stun:a:1", "stun:b:2"),
                                    new WebRtcOptions.IceServer(List.of("turn:c:3?transport=udp"), "ann", "hush"));
                    assertThat(options.portRange()).isEqualTo(new WebRtcOptions.PortRange(5000, 5100));
                });
    }
}
