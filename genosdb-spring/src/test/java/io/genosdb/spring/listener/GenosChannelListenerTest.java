package io.genosdb.spring.listener;

import static io.genosdb.spring.listener.ListenerContext.await;
import static io.genosdb.spring.listener.ListenerContext.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.GenosDatabase;
import io.genosdb.room.ChannelMessage;
import io.genosdb.room.InMemoryRooms;
import io.genosdb.room.Payload;
import io.genosdb.room.Room;
import io.genosdb.room.RoomPeer;
import io.genosdb.room.SendOptions;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.annotation.AliasFor;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class GenosChannelListenerTest {

    record Line(String author, String text) {}

    private final InMemoryRooms rooms = new InMemoryRooms();

    /** Another peer in the room of the context's database. */
    private final GenosDatabase peer =
            GenosDatabase.builder("test").room(rooms.as("page")).open();

    private final GenosTemplate remote = new GenosTemplate(peer);

    @AfterEach
    void close() {
        peer.close();
    }

    private void send(String channel, Object payload) {
        send(channel, payload, SendOptions.DEFAULTS);
    }

    private void send(String channel, Object payload, SendOptions options) {
        remote.send(channel, payload, options).join();
    }

    private ListenerContext start(Class<?>... listeners) {
        return ListenerContext.of(listeners)
                .start(() -> GenosDatabase.builder("test").room(rooms).open());
    }

    abstract static class Recorder {

        final BlockingQueue<List<Object>> calls = new LinkedBlockingQueue<>();

        void record(@Nullable Object... arguments) {
            calls.add(List.of(List.of(arguments).toArray()));
        }
    }

    static class Kinds extends Recorder {

        @GenosChannelListener("line")
        void line(Line line, RoomPeer sender) {
            record(line, sender.type());
        }

        @GenosChannelListener("text")
        void text(String text, @MessageMetadata @Nullable Integer number) {
            record(text, number == null ? "none" : number);
        }

        @GenosChannelListener("bytes")
        void bytes(byte[] bytes, @MessageMetadata Line metadata) {
            record(bytes.length, metadata);
        }

        @GenosChannelListener("json")
        void json(JsonNode node, JsonValue value, Map<String, Object> map, String text) {
            record(node.get("x").asInt(), value, map, text);
        }

        @GenosChannelListener("lines")
        void lines(List<Line> lines) {
            record(lines);
        }

        @GenosChannelListener("raw")
        void raw(ChannelMessage message, Payload payload) {
            record(message.channel(), payload);
        }
    }

    @Test
    void convertsPayloadsAndMetadata() throws Exception {
        try (var context = start(Kinds.class)) {
            var calls = context.bean(Kinds.class).calls;
            var line = new Line("ann", "hi");

            send("line", line);
            assertThat(next(calls)).containsExactly(line, "page");

            send("text", "hello");
            assertThat(next(calls)).containsExactly("hello", "none");
            send("text", new JsonString("json"), SendOptions.DEFAULTS.withMetadata(JsonNumber.of(7)));
            assertThat(next(calls)).containsExactly("json", 7);

            send(
                    "bytes",
                    new byte[3],
                    SendOptions.DEFAULTS.withMetadata(JsonValue.of(Map.of("author", "bob", "text", ""))));
            assertThat(next(calls)).containsExactly(3, new Line("bob", ""));

            send("json", Map.of("x", 1));
            assertThat(next(calls)).containsExactly(1, JsonObject.parse("{\"x\":1}"), Map.of("x", 1L), "{\"x\":1}");

            send("lines", List.of(line, line));
            assertThat(next(calls)).containsExactly(List.of(line, line));

            send("raw", new Payload.Text("as it is"));
            assertThat(next(calls)).containsExactly("raw", new Payload.Text("as it is"));
        }
    }

    static class Progress extends Recorder {

        @GenosChannelListener("file")
        void progress(ChannelProgress progress, @MessageMetadata String name) {
            record(progress.fraction(), progress.peer(), name);
        }
    }

    @Test
    void tellsOfProgress() throws Exception {
        try (var context = start(Progress.class)) {
            send("file", new byte[100], SendOptions.DEFAULTS.withMetadata(new JsonString("a.txt")));

            assertThat(next(context.bean(Progress.class).calls))
                    .containsExactly(1.0, remote.room().self(), "a.txt");
        }
    }

    static class Failing extends Recorder {

        @GenosChannelListener(channel = "own", errorHandler = "handler", id = "own")
        void own(Line line) {
            throw new IllegalStateException("bad " + line.text());
        }

        @GenosChannelListener(channel = "common", id = "common")
        void common(Line line, @MessageMetadata String needed) {
            record(line.text());
        }
    }

    @Test
    void failuresGoToTheErrorHandlerAndTheNextMessageComesAllTheSame() throws Exception {
        var own = new LinkedBlockingQueue<GenosListenerExecutionException>();
        var common = new LinkedBlockingQueue<GenosListenerExecutionException>();
        var factory = new GenosListenerContainerFactory();
        factory.setChannelErrorHandler((channel, sender, failure) -> {
            assertThat(channel).isEqualTo("common");
            assertThat(sender.id()).isEqualTo(remote.room().self());
            common.add(failure);
            throw new IllegalStateException("the handler fails, too");
        });
        try (var context = ListenerContext.of(Failing.class)
                .with(it -> it.registerBean(GenosListenerContainerFactory.class, () -> factory))
                .with(it -> it.registerBean(
                        "handler",
                        GenosChannelListenerErrorHandler.class,
                        () -> (channel, sender, failure) -> own.add(failure)))
                .start(() -> GenosDatabase.builder("test").room(rooms).open())) {
            send("own", new Line("", "x"));
            assertThat(next(own)).hasMessageContaining("'own'").hasRootCauseMessage("bad x");

            send("common", new byte[1]);
            assertThat(next(common)).hasStackTraceContaining("the message holds bytes");
            send("common", 7);
            assertThat(next(common)).hasStackTraceContaining("does not fit");
            send("common", new Line("", "x"));
            assertThat(next(common)).hasStackTraceContaining("without metadata").hasStackTraceContaining("@Nullable");
            send("common", new Line("", "good"), SendOptions.DEFAULTS.withMetadata(new JsonString("m")));
            assertThat(next(context.bean(Failing.class).calls)).containsExactly("good");
        }
    }

    static class Slow extends Recorder {

        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);

        @GenosChannelListener(channel = "chat", id = "slow")
        void slow(String text) throws InterruptedException {
            entered.countDown();
            release.await();
            record(text.length());
        }

        @GenosChannelListener("chat")
        void quick(String text, RoomPeer sender) {
            if (text.isEmpty()) {
                record(sender.id());
            }
        }
    }

    @Test
    void aSlowListenerHoldsNobodyUpAndLosesWhatDoesNotFit() throws Exception {
        var factory = new GenosListenerContainerFactory();
        factory.setMaxPendingBytes(10_000);
        try (var context = ListenerContext.of(Slow.class)
                .with(it -> it.registerBean(GenosListenerContainerFactory.class, () -> factory))
                .start(() -> GenosDatabase.builder("test").room(rooms).open())) {
            var slow = context.bean(Slow.class);
            var container = (GenosChannelListenerContainer) context.container("slow");
            send("chat", "");
            slow.entered.await();
            assertThat(next(slow.calls)).containsExactly(remote.room().self());

            // The first one that waits fits whatever its size; those after it do not.
            for (int i = 1; i <= 3; i++) {
                send("chat", "x".repeat(100_000));
            }

            await("messages are dropped", () -> container.getDropped() == 2);
            assertThat(container.getPending()).isEqualTo(1);
            slow.release.countDown();
            assertThat(next(slow.calls)).containsExactly(0);
            assertThat(next(slow.calls)).containsExactly(100_000);
            assertThat(container.getChannel()).isEqualTo("chat");
        }
    }

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @GenosChannelListener(autoStartup = "false")
    @interface Manual {

        @AliasFor(annotation = GenosChannelListener.class, attribute = "channel")
        String value();
    }

    static class Composed extends Recorder {

        @Manual("${name:chat}")
        @GenosChannelListener(channel = "#{'no' + 'tes'}", concurrency = "${threads:4}")
        void on(ChannelMessage message) {
            record(message.channel());
        }
    }

    @Test
    void startsAndStops() throws Exception {
        try (var context = start(Composed.class)) {
            var calls = context.bean(Composed.class).calls;
            assertThat(context.registry().getListenerContainerIds()).hasSize(2);
            GenosListenerContainer manual = context.registry().getListenerContainers().stream()
                    .filter(container -> !container.isAutoStartup())
                    .findFirst()
                    .orElseThrow();
            assertThat(manual.isRunning()).isFalse();

            send("chat", "nobody listens");
            send("notes", "x");
            assertThat(next(calls)).containsExactly("notes");

            manual.start();
            send("chat", "x");
            assertThat(next(calls)).containsExactly("chat");

            manual.stop();
            send("chat", "x");
            send("notes", "x");
            assertThat(next(calls)).containsExactly("notes");
        }
    }

    static class OfOther extends Recorder {

        @GenosChannelListener(channel = "chat", database = "other")
        void on(String text) {
            record(text);
        }
    }

    @Test
    void listensInTheRoomOfTheDatabaseThatIsNamed() throws Exception {
        try (var other = GenosDatabase.builder("other").room(rooms).open();
                var third = GenosDatabase.builder("other").room(rooms).open();
                var context = ListenerContext.of(OfOther.class)
                        .with(it -> it.registerBean("other", GenosTemplate.class, () -> new GenosTemplate(other)))
                        .start(() -> GenosDatabase.builder("test").room(rooms).open())) {
            send("chat", "in the wrong room");
            third.room().channel("chat").send("x").join();

            assertThat(next(context.bean(OfOther.class).calls)).containsExactly("x");
        }
    }

    static class Returning {
        @GenosChannelListener("chat")
        String on() {
            return "";
        }
    }

    static class NoName {
        @GenosChannelListener
        void on() {}
    }

    static class Mixed {
        @GenosChannelListener("chat")
        void on(ChannelProgress progress, Line line) {}
    }

    static class OneKind {
        @GenosChannelListener("chat")
        void on(Payload.Text text) {}
    }

    @Test
    void refusesWhatCannotWork() {
        refuses(Returning.class, "must return nothing");
        refuses(NoName.class, "1 to 32 bytes");
        refuses(Mixed.class, "parameter 1 (Line)");
        refuses(OneKind.class, "take a Payload");
    }

    private void refuses(Class<?> listener, String reason) {
        assertThatExceptionOfType(InvalidGenosListenerException.class)
                .isThrownBy(() -> start(listener))
                .withMessageContaining("@GenosChannelListener on")
                .withMessageContaining(listener.getSimpleName())
                .withMessageContaining(reason);
    }

    @Test
    void needsARoom() {
        assertThatThrownBy(() -> ListenerContext.of(Kinds.class).start())
                .cause()
                .isInstanceOf(InvalidGenosListenerException.class)
                .hasMessageContaining("has no room")
                .hasMessageContaining("genosdb.rtc.enabled");
    }

    @Test
    void theTemplateSendsByTheTypeOfThePayload() throws Exception {
        var messages = new LinkedBlockingQueue<Payload>();
        try (var database = GenosDatabase.builder("test").room(rooms).open()) {
            Room room = database.room();
            Room.Registration registration = room.channel("any").onMessage(message -> messages.add(message.payload()));
            GenosOperations template = remote;

            template.send("any", "text").get();
            template.send("any", new Line("a", "b")).get();
            template.send("any", new byte[] {7}).get();
            template.send("any", new Payload.Json(JsonNumber.of(1))).get();

            assertThat(next(messages)).isEqualTo(new Payload.Text("text"));
            assertThat(next(messages))
                    .isEqualTo(new Payload.Json(JsonObject.parse("{\"author\":\"a\",\"text\":\"b\"}")));
            assertThat(((Payload.Binary) next(messages)).bytes()).containsExactly(7);
            assertThat(next(messages)).isEqualTo(new Payload.Json(JsonNumber.of(1)));
            registration.close();
        }
    }
}
