package io.genosdb.sync.wire;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.Limits;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.sync.wire.Message.Purpose;
import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonBoolean;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The test vectors of {@code docs/protocol-vectors.json}, as objects. Another program made the bytes in them. */
final class Vectors {

    private static final Path FILE = Path.of("..", "docs", "protocol-vectors.json");

    private final JsonObject all;
    private final EntryFactory factory;

    Vectors() {
        try {
            all = JsonObject.parse(Files.readString(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        factory = new EntryFactory(text(all, "database"), Limits.DEFAULTS);
    }

    MessageCodec codec() {
        return new MessageCodec(factory);
    }

    Stream<JsonObject> section(String name) {
        return list(all, name).map(JsonObject.class::cast);
    }

    Message message(JsonObject json) {
        return switch (text(json, "kind")) {
            case "Greeting" ->
                new Message.Greeting(
                        (int) number(json, "version"),
                        text(json, "database"),
                        text(json, "origin"),
                        hash(json, "nonce"),
                        number(json, "horizonDay"));
            case "Proof" -> new Message.Proof(hash(json, "proof"));
            case "Identity" -> new Message.Identity(hash(json, "policy"), text(json, "address"), bytes(json, "proof"));
            case "Hello" ->
                new Message.Hello(
                        number(json, "count"),
                        hash(json, "digest"),
                        number(json, "position"),
                        number(json, "cursor"),
                        number(json, "window"),
                        number(json, "lastEqual"));
            case "Entries" ->
                new Message.Entries(
                        purpose(json),
                        number(json, "position"),
                        list(json, "entries").map(e -> entry((JsonObject) e)).toList());
            case "End" -> new Message.End(purpose(json));
            case "Digest" ->
                new Message.Digest(
                        member(json, "answer") == JsonBoolean.TRUE,
                        number(json, "count"),
                        hash(json, "digest"),
                        number(json, "position"));
            case "Lagging" -> new Message.Lagging();
            case "Reconcile" -> new Message.Reconcile(bytes(json, "payload"));
            case "Want" -> new Message.Want(hashes(json));
            case "Ack" -> new Message.Ack(number(json, "bytes"));
            case "Neighbours" -> new Message.Neighbours(texts(json, "origins"));
            case "Ping" -> new Message.Ping(number(json, "number"));
            case "Pong" -> new Message.Pong(number(json, "number"));
            case "Goodbye" -> new Message.Goodbye();
            case "Failure" -> new Message.Failure(ErrorCode.valueOf(text(json, "code")), text(json, "text"));
            default -> throw new AssertionError("no such message: " + json);
        };
    }

    private Entry entry(JsonObject json) {
        Slot slot = Objects.requireNonNull(Slot.parse(text(json, "slot")));
        var timestamp = HybridTimestamp.of(number(json, "millis"), (int) number(json, "counter"));
        Entry entry = factory.create(
                new EntryKey(text(json, "node"), slot),
                new Version(timestamp.packed(), text(json, "origin")),
                json.get("payload"),
                text(json, "author"),
                bytes(json, "signature"));
        if (!entry.hash().equals(hash(json, "hash"))) {
            throw new AssertionError("another hash: " + json);
        }
        return entry;
    }

    private static Purpose purpose(JsonObject json) {
        return Purpose.valueOf(text(json, "purpose"));
    }

    static Message.Greeting greeting(JsonObject proof, String role) {
        var json = (JsonObject) member(proof, role);
        return new Message.Greeting(1, text(proof, "database"), text(json, "origin"), hash(json, "nonce"), 0);
    }

    static JsonObject object(JsonObject json, String name) {
        return (JsonObject) member(json, name);
    }

    static String text(JsonObject json, String name) {
        return ((JsonString) member(json, name)).value();
    }

    static List<String> texts(JsonObject json, String name) {
        return list(json, name).map(text -> ((JsonString) text).value()).toList();
    }

    static long number(JsonObject json, String name) {
        return (long) ((JsonNumber) member(json, name)).value();
    }

    static byte[] bytes(JsonObject json, String name) {
        return HexFormat.of().parseHex(text(json, name));
    }

    static List<byte[]> frames(JsonObject json) {
        return texts(json, "frames").stream().map(HexFormat.of()::parseHex).toList();
    }

    static Hash256 hash(JsonObject json, String name) {
        return Hash256.of(bytes(json, name));
    }

    static List<Hash256> hashes(JsonObject json) {
        return texts(json, "hashes").stream()
                .map(hex -> Hash256.of(HexFormat.of().parseHex(hex)))
                .toList();
    }

    private static Stream<JsonValue> list(JsonObject json, String name) {
        var array = (JsonArray) member(json, name);
        return IntStream.range(0, array.size()).mapToObj(array::get);
    }

    static JsonValue member(JsonObject json, String name) {
        return Objects.requireNonNull(json.get(name), name);
    }
}
