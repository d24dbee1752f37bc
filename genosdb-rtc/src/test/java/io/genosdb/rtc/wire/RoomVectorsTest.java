package io.genosdb.rtc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.room.Payload;
import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the original wrote is what is written here, and is read here as it was meant: {@code docs/room-vectors.json}. */
class RoomVectorsTest {

    private static final HexFormat HEX = HexFormat.of();

    private final JsonObject vectors = read();
    private final RoomSecret open = new RoomSecret("", text(vectors, "appId"), text(vectors, "roomId"));
    private final MessageEncoder encoder = new MessageEncoder(open.token());

    private static JsonObject read() {
        try {
            return JsonObject.parse(Files.readString(Path.of("..", "docs", "room-vectors.json")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void namesRooms() {
        assertThat(list(vectors, "tokens"))
                .isNotEmpty()
                .allSatisfy(vector -> assertThat(
                                new RoomSecret("any", text(vector, "appId"), text(vector, "roomId")).token())
                        .isEqualTo(text(vector, "token")));
    }

    @Test
    void provesToKnowThePassword() {
        assertThat(list(vectors, "proofs"))
                .isNotEmpty()
                .allSatisfy(vector -> assertThat(
                                new RoomSecret(text(vector, "password"), text(vector, "appId"), text(vector, "roomId"))
                                        .answer(text(vector, "challenge")))
                        .isEqualTo(text(vector, "proof")));
    }

    @Test
    void writesMessages() throws Exception {
        for (JsonObject vector : list(vectors, "messages")) {
            String channel = text(vector, "channel");
            if (text(vector, "what").equals("number 65534")) {
                for (int i = 0; i < 65534; i++) {
                    encoder.encode(channel, new Payload.Text(""), null);
                }
            }
            assertIsWritten(vector, parts(encoder.encode(channel, payload(vector), vector.get("metadata"))));
        }
    }

    private static void assertIsWritten(JsonObject vector, List<byte[]> written) throws Exception {
        if (vector.get("parts") instanceof JsonArray parts) {
            assertThat(written.stream().map(HEX::formatHex))
                    .as(text(vector, "what"))
                    .containsExactlyElementsOf(texts(parts).toList());
        } else {
            var all = new ByteArrayOutputStream();
            written.forEach(all::writeBytes);
            assertThat(written).hasSize(number(vector, "partCount"));
            assertThat(all.size()).isEqualTo(number(vector, "bytes"));
            assertThat(HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(all.toByteArray())))
                    .as(text(vector, "what"))
                    .isEqualTo(text(vector, "sha256"));
        }
    }

    @Test
    void readsMessages() {
        var session = new Page(open, "a", "b");
        session.becomeActive();
        for (JsonObject vector : list(vectors, "messages")) {
            String channel = text(vector, "channel");
            List<byte[]> parts = vector.get("parts") instanceof JsonArray written
                    ? texts(written).map(HEX::parseHex).toList()
                    : parts(encoder.encode(channel, payload(vector), vector.get("metadata")));
            parts.forEach(session::receive);

            List<SessionEffect> effects = session.effects();
            assertThat(effects).last().isInstanceOfSatisfying(SessionEffect.Message.class, message -> {
                assertThat(message.channel()).isEqualTo(channel);
                assertThat(message.metadata()).isEqualTo(vector.get("metadata"));
                assertSame(message.payload(), expected(vector), text(vector, "what"));
            });
            assertThat(effects.subList(0, effects.size() - 1))
                    .as(text(vector, "what"))
                    .allSatisfy(effect -> assertThat(effect).isInstanceOf(SessionEffect.Progress.class))
                    .extracting(effect -> Math.round(((SessionEffect.Progress) effect).fraction() * 255))
                    .isEqualTo(progress(vector));
        }
    }

    private static List<Long> progress(JsonObject vector) {
        return ((JsonArray) member(vector, "progress255"))
                .stream()
                        .map(value -> (long) ((JsonNumber) value).value())
                        .filter(value -> value > 0) // Nobody is told of nothing.
                        .toList();
    }

    private static void assertSame(Payload actual, Payload expected, String what) {
        if (expected instanceof Payload.Binary binary) {
            assertThat(actual)
                    .as(what)
                    .isInstanceOfSatisfying(
                            Payload.Binary.class,
                            found -> assertThat(found.bytes()).isEqualTo(binary.bytes()));
        } else {
            assertThat(actual).as(what).isEqualTo(expected);
        }
    }

    @TestFactory
    Stream<DynamicTest> talksAsTheOriginalDoes() {
        return list(vectors, "conversations").stream()
                .flatMap(conversation -> Stream.of("a", "b")
                        .map(role -> DynamicTest.dynamicTest(
                                text(conversation, "what") + ", as " + role, () -> talk(conversation, role))));
    }

    private void talk(JsonObject conversation, String role) {
        String other = role.equals("a") ? "b" : "a";
        RoomSecret own = secret(conversation, role);
        RoomSecret theirs = secret(conversation, other);
        var page = new Page(own, role, other);
        String asked = "";
        for (JsonObject frame : list(conversation, "frames")) {
            byte[] bytes = HEX.parseHex(text(frame, "hex"));
            if (text(frame, "from").equals(other)) {
                String answer = content(bytes, "h");
                if (!answer.isEmpty()) {
                    assertThat(answer).isEqualTo(theirs.answer(asked));
                    bytes = page.withAnswer(bytes, answer, theirs);
                }
                page.receive(bytes);
            } else {
                page.act(bytes);
                byte[] sent = page.nextSent();
                String challenge = content(bytes, "c");
                if (challenge.isEmpty()) {
                    assertThat(HEX.formatHex(withoutNonce(sent))).isEqualTo(HEX.formatHex(withoutNonce(bytes)));
                } else {
                    asked = challenge;
                    page.asked = content(sent, "c");
                    assertThat(page.asked).hasSameSizeAs(challenge);
                }
            }
        }
        page.assertNothingElseSent();
        List<String> events = texts((JsonArray) member(conversation, "eventsOf" + role.toUpperCase(Locale.ROOT)))
                .toList();
        boolean active = !events.isEmpty() && events.get(events.size() - 1).equals("join");
        assertThat(page.session.isActive()).isEqualTo(active);
        assertThat(page.effects().stream().anyMatch(SessionEffect.Failed.class::isInstance))
                .isEqualTo(events.stream().anyMatch(event -> event.contains("incorrect password")));
    }

    private RoomSecret secret(JsonObject conversation, String role) {
        String password = text(conversation, role.equals("a") ? "passwordOfA" : "passwordOfB");
        return new RoomSecret(password, open.appId(), open.roomId());
    }

    /** A session in the place of one of the original's. */
    private static final class Page {
        private final RoomSession session;
        private final List<byte[]> sent = new ArrayList<>();
        private final List<SessionEffect> others = new ArrayList<>();
        private String asked = "";
        private boolean opened;
        private boolean left;
        private long now = 1000;

        Page(RoomSecret secret, String self, String peer) {
            session = new RoomSession(
                    secret,
                    self,
                    peer,
                    PeerHello.NONE,
                    SessionLimits.DEFAULTS,
                    new ReassemblyBudget(Long.MAX_VALUE),
                    new Random(1));
        }

        void becomeActive() {
            open();
            receive(parts(new MessageEncoder(new RoomSecret("", "genosdb", "test").token())
                            .message(Actions.READY, new Payload.Text(""), null))
                    .get(0));
            effects();
            assertThat(session.isActive()).isTrue();
        }

        private void open() {
            opened = true;
            session.opened(now);
        }

        void receive(byte[] message) {
            if (!opened) {
                open();
            }
            session.received(message.clone(), now);
            drain();
        }

        /** Does what leads to what is about to be sent. */
        void act(byte[] frame) {
            if (!opened) {
                open();
            } else if (frame[0] == 2 && frame[1] == 0) {
                now += 99;
                session.tick(now);
            } else if (frame[0] == 2 && left) {
                session.rejoin(now);
            } else if (frame[0] == 1 && type(frame).equals(Actions.LEAVE)) {
                session.leave(now);
                left = true;
            } else if (frame[0] == 1 && type(frame).equals(Actions.PING)) {
                session.ping(1, now);
            }
            drain();
        }

        byte[] nextSent() {
            assertThat(sent).isNotEmpty();
            return sent.remove(0);
        }

        void assertNothingElseSent() {
            assertThat(sent).isEmpty();
        }

        byte[] withAnswer(byte[] frame, String recorded, RoomSecret theirs) {
            String text = new String(frame, StandardCharsets.ISO_8859_1);
            return text.replace(recorded, theirs.answer(asked)).getBytes(StandardCharsets.ISO_8859_1);
        }

        private void drain() {
            for (SessionEffect effect : session.effects()) {
                if (!(effect instanceof SessionEffect.Send send)) {
                    others.add(effect);
                } else if (send.message()[0] != 1 || !type(send.message()).equals(Actions.HELLO)) {
                    sent.add(send.message());
                }
            }
        }

        List<SessionEffect> effects() {
            drain();
            List<SessionEffect> drained = List.copyOf(others);
            others.clear();
            return drained;
        }
    }

    private static List<byte[]> parts(OutgoingMessage message) {
        var parts = new ArrayList<byte[]>();
        message.transmission().forEachRemaining(parts::add);
        return parts;
    }

    private static String type(byte[] frame) {
        return ActionHeader.read(frame, RoomFrames.HEADER_BYTES).type();
    }

    private static String content(byte[] frame, String name) {
        if (frame[0] != 1 || !type(frame).equals(Actions.HANDSHAKE)) {
            return "";
        }
        var body = new String(
                frame,
                MessageEncoder.SYNC_OVERHEAD,
                frame.length - MessageEncoder.SYNC_OVERHEAD,
                StandardCharsets.UTF_8);
        return JsonObject.parse(body).get(name) instanceof JsonString text ? text.value() : "";
    }

    private static byte[] withoutNonce(byte[] frame) {
        byte[] copy = frame.clone();
        if (copy[0] == 1) {
            copy[RoomFrames.HEADER_BYTES + ActionHeader.TYPE_BYTES] = 0;
            copy[RoomFrames.HEADER_BYTES + ActionHeader.TYPE_BYTES + 1] = 0;
        }
        return copy;
    }

    private static Payload payload(JsonObject vector) {
        JsonValue content = member(vector, "content");
        return switch (text(vector, "kind")) {
            case "text" -> new Payload.Text(((JsonString) content).value());
            case "utf16" -> {
                var text = new StringBuilder();
                ((JsonArray) content).forEach(unit -> text.append((char) ((JsonNumber) unit).value()));
                yield new Payload.Text(text.toString());
            }
            case "json" -> new Payload.Json(content);
            default -> {
                var bytes = new byte[number(vector, "content")];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) (i * 31 + (i >> 8));
                }
                yield new Payload.Binary(bytes);
            }
        };
    }

    private static Payload expected(JsonObject vector) {
        Payload sent = payload(vector);
        return text(vector, "kind").equals("utf16")
                ? new Payload.Text(((Payload.Text) sent).text().replace('\ud83d', '\ufffd'))
                : sent;
    }

    private static List<JsonObject> list(JsonObject object, String name) {
        return ((JsonArray) member(object, name))
                .stream().map(JsonObject.class::cast).toList();
    }

    private static Stream<String> texts(JsonArray array) {
        return array.stream().map(value -> ((JsonString) value).value());
    }

    private static JsonValue member(JsonObject object, String name) {
        return Objects.requireNonNull(object.get(name), name);
    }

    private static String text(JsonObject object, String name) {
        return ((JsonString) member(object, name)).value();
    }

    private static int number(JsonObject object, String name) {
        return (int) ((JsonNumber) member(object, name)).value();
    }
}
