package io.genosdb.spring.boot.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.room.ChannelMessage;
import io.genosdb.room.InMemoryRooms;
import io.genosdb.room.Payload;
import io.genosdb.room.PeerEvent;
import io.genosdb.room.Room;
import io.genosdb.room.RoomFactory;
import io.genosdb.room.RoomPeer;
import io.genosdb.room.SendOptions;
import io.genosdb.rtc.RtcOptions;
import io.genosdb.rtc.RtcRooms;
import io.genosdb.rtc.transport.WebRtcOptions;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.GenosProperties;
import io.genosdb.spring.boot.autoconfigure.GenosRoomAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.listener.GenosListenerAutoConfiguration;
import io.genosdb.spring.listener.ChannelProgress;
import io.genosdb.spring.listener.GenosChannelListener;
import io.genosdb.spring.listener.GenosChannelListenerErrorHandler;
import io.genosdb.spring.listener.MessageMetadata;
import io.genosdb.spring.room.RoomPeerEvent;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;

/** The snippets of rooms.md. */
@Timeout(60)
class RoomsGuideTest {

    private static final Logger log = LoggerFactory.getLogger(RoomsGuideTest.class);
    private static final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

    // tag: rooms-chat
    record Line(String author, String text) {}

    @Service
    static class Chat {

        private final GenosOperations genos;

        Chat(GenosOperations genos) {
            this.genos = genos;
        }

        CompletableFuture<Void> say(Line line) {
            return genos.send("chat", line);
        }

        @GenosChannelListener("chat")
        void hear(Line line, RoomPeer sender) {
            log.info("{} ({}): {}", line.author(), sender.id(), line.text());
        }
    }
    // end: rooms-chat

    @Configuration(proxyBeanMethods = false)
    static class Sending {

        private final GenosOperations genos;

        Sending(GenosOperations genos) {
            this.genos = genos;
        }

        // tag: rooms-send
        CompletableFuture<Void> sendPicture(byte[] picture, String name, String peer) {
            SendOptions options = SendOptions.DEFAULTS
                    .to(peer)
                    .withMetadata(JsonObject.of(Map.of("name", new JsonString(name))))
                    .withProgress((fraction, to, metadata) -> log.info("{} has {} %", to, Math.round(100 * fraction)));
            return genos.send("pictures", picture, options);
        }
        // end: rooms-send
    }

    @Component
    static class Receiving {

        // tag: rooms-listen
        record Picture(String name) {}

        @GenosChannelListener("pictures")
        void picture(byte[] bytes, @MessageMetadata Picture picture) {
            log.info("{} has {} bytes", picture.name(), bytes.length);
        }

        @GenosChannelListener("pictures")
        void onItsWay(ChannelProgress progress, @MessageMetadata @Nullable Picture picture) {
            log.info("{}: {} %", picture, Math.round(100 * progress.fraction()));
        }

        @GenosChannelListener(channel = "${cursors:cursors}", concurrency = "4", errorHandler = "quietly")
        void cursors(Map<String, Double> position, RoomPeer peer) {}

        @GenosChannelListener(channel = "anything", database = "orders", autoStartup = "false")
        void raw(ChannelMessage message) {}
        // end: rooms-listen
    }

    // tag: rooms-peers
    @Component
    static class Present {

        private final Set<String> peers = ConcurrentHashMap.newKeySet();

        @EventListener
        void peer(RoomPeerEvent event) {
            if (event.event() == PeerEvent.PEER_JOIN) {
                peers.add(event.peer().id());
            } else if (event.event() == PeerEvent.PEER_LEAVE) {
                peers.remove(event.peer().id());
            }
        }
    }
    // end: rooms-peers

    @Configuration(proxyBeanMethods = false)
    static class Errors {

        // tag: rooms-errors
        @Bean
        GenosChannelListenerErrorHandler quietly() {
            return (channel, peer, failure) -> log.debug("{} from {}", channel, peer.id(), failure.getCause());
        }
        // end: rooms-errors
    }

    private final InMemoryRooms rooms = new InMemoryRooms();

    private ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withBean(RoomFactory.class, () -> rooms)
                .withPropertyValues("genosdb.storage.type=memory", "genosdb.name=shop")
                .withConfiguration(AutoConfigurations.of(
                        GenosAutoConfiguration.class,
                        GenosRoomAutoConfiguration.class,
                        GenosListenerAutoConfiguration.class));
    }

    private static Object next() throws InterruptedException {
        @Nullable Object next = heard.poll(10, TimeUnit.SECONDS);
        assertThat(next).as("something within ten seconds").isNotNull();
        return next;
    }

    @Test
    void chat() {
        runner().withUserConfiguration(Chat.class).run(context -> tellsVisitors(rooms, context.getBean(Chat.class)));
    }

    private static void tellsVisitors(InMemoryRooms rooms, Chat chat) throws Exception {
        // tag: rooms-testing
        try (GenosDatabase visitor =
                GenosDatabase.builder("shop").room(rooms.as("page")).open()) {
            BlockingQueue<Payload> heard = new LinkedBlockingQueue<>();
            visitor.room().channel("chat").onMessage(message -> heard.add(message.payload()));

            chat.say(new Line("ann", "hello")).join();

            assertThat(heard.poll(10, TimeUnit.SECONDS))
                    .isEqualTo(new Payload.Json(JsonValue.of(Map.of("author", "ann", "text", "hello"))));
        }
        // end: rooms-testing
    }

    @Test
    void pictures() throws Exception {
        try (GenosDatabase page = GenosDatabase.builder("shop").room(rooms).open()) {
            page.room().channel("pictures").onMessage(heard::add);
            runner().withUserConfiguration(Sending.class, Receiving.class, Errors.class)
                    .withPropertyValues("genosdb.databases.orders.storage.type=memory")
                    .run(context -> {
                        String peer = page.room().self();
                        context.getBean(Sending.class)
                                .sendPicture(new byte[10], "cat", peer)
                                .join();
                        assertThat(((ChannelMessage) next()).metadata()).isEqualTo(JsonValue.of(Map.of("name", "cat")));
                    });
        }
    }

    @Test
    void peers() {
        try (GenosDatabase page = GenosDatabase.builder("shop").room(rooms).open()) {
            runner().withUserConfiguration(Present.class)
                    .withBean("watcher", Watcher.class, () -> new Watcher(heard::add))
                    .run(context -> {
                        while (!((RoomPeerEvent) next()).event().equals(PeerEvent.PEER_JOIN)) {
                            assertThat(heard.size()).isLessThan(10);
                        }
                        assertThat(context.getBean(Present.class)).isNotNull();
                        assertThat(page.room().getPeers()).hasSize(1);
                    });
        }
    }

    record Watcher(Consumer<Object> events) {

        @EventListener
        void peer(RoomPeerEvent event) {
            events.accept(event);
        }
    }

    @Test
    void properties() {
        ApplicationContextRunner files = runner().withInitializer(new ConfigDataApplicationContextInitializer())
                .withPropertyValues("ROOM_PASSWORD=hush", "TURN_CREDENTIAL=hush");
        files.withPropertyValues("spring.config.location=classpath:guide/rooms.yaml")
                .run(context -> assertThat(
                                context.getBean(GenosProperties.class).rtc().appId())
                        .isEqualTo("org.example.shop"));
        files.withPropertyValues("spring.config.location=classpath:guide/rooms-network.yaml")
                .run(context -> {
                    GenosProperties.Rtc rtc =
                            context.getBean(GenosProperties.class).rtc();
                    assertThat(rtc.relays()).hasSize(2);
                    assertThat(rtc.iceServers()).hasSize(2);
                    assertThat(rtc.portRange().max()).isEqualTo(40_100);
                });
    }

    @Test
    void withoutSpring() {
        meet(
                List.of(URI.create("ws://127.0.0.1:1")),
                room -> assertThat(room.name()).isEqualTo("shop"));
    }

    private static void meet(List<URI> relays, Consumer<Room> work) {
        // tag: rooms-without-spring
        RtcRooms rooms = new RtcRooms(WebRtcOptions.DEFAULTS);
        RtcOptions options = RtcOptions.of(relays).withAppId("org.example.shop").withPassword("correct horse");
        try (GenosDatabase database =
                GenosDatabase.builder("shop").room(rooms.factory(options)).open()) {
            Room room = database.room();
            room.on(PeerEvent.PEER_JOIN, peer -> System.out.println(peer.id() + " is here"));
            room.channel("chat").onMessage(message -> System.out.println(message.payload()));
            work.accept(room);
        }
        // end: rooms-without-spring
    }
}
