package io.genosdb.storage;

import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What is settled once for a store. Kept as a line of JSON and a line with its checksum, in a file beside the engine's
 * and, as a copy, inside the engine.
 *
 * @param engine which engine made the store
 * @param database the name of the database
 * @param origin the replica's identifier
 * @param created when
 * @param encryption how it is encrypted, or {@code null}
 */
record StoreHeader(
        StorageType engine,
        String database,
        String origin,
        Instant created,
        @Nullable Encryption encryption) {

    static final byte[] KEY = {'h'};

    private static final int FORMAT = 2;
    private static final int LARGEST = 64 * 1024;
    private static final int MOST_ITERATIONS = 10_000_000;

    /** How the key is made of the password, and what to recognize the right one by. */
    record Encryption(int iterations, String salt, String verifier) {}

    /** The content of the header file. */
    byte[] toBytes() {
        var members = new LinkedHashMap<String, JsonValue>();
        members.put("format", new JsonNumber(FORMAT));
        members.put("engine", new JsonString(engine.name()));
        members.put("database", new JsonString(database));
        members.put("origin", new JsonString(origin));
        members.put("created", new JsonString(created.toString()));
        if (encryption != null) {
            members.put(
                    "encryption",
                    JsonObject.of(Map.of(
                            "iterations", new JsonNumber(encryption.iterations()),
                            "salt", new JsonString(encryption.salt()),
                            "verifier", new JsonString(encryption.verifier()))));
        }
        String json = JsonObject.of(members).toJson();
        return (json + "\n" + checksum(json) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String checksum(String json) {
        var crc = new CRC32C();
        crc.update(json.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    byte[] toRecord() {
        return RecordFormat.wrap(RecordFormat.HEADER, KEY, toBytes());
    }

    static StoreHeader ofRecord(byte[] record) throws MalformedRecordException {
        if (RecordFormat.check(KEY, record) != RecordFormat.HEADER) {
            throw new MalformedRecordException("not the header of a store");
        }
        return of(Arrays.copyOfRange(record, RecordFormat.HEADER_BYTES, record.length));
    }

    /**
     * Reads a header.
     *
     * @throws MalformedRecordException if it is damaged, or something else
     * @throws UnsupportedFormatException if a release with another format wrote it
     */
    static StoreHeader of(byte[] bytes) throws MalformedRecordException {
        if (bytes.length > LARGEST) {
            throw new MalformedRecordException("too long for the header of a store");
        }
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
        if (lines.length != 3 || !lines[2].isEmpty() || !lines[1].equals(checksum(lines[0]))) {
            throw new MalformedRecordException("the header of the store does not match its checksum");
        }
        try {
            return of(JsonObject.parse(lines[0]));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new MalformedRecordException("the header of the store is incomplete: " + e.getMessage());
        }
    }

    private static StoreHeader of(JsonObject json) throws MalformedRecordException {
        int format = integer(json, "format");
        if (format != FORMAT) {
            throw new UnsupportedFormatException("the store has format " + format + "; this release reads format "
                    + FORMAT + ". Open it with the release that wrote it, or a newer one");
        }
        return new StoreHeader(
                StorageType.valueOf(text(json, "engine")),
                text(json, "database"),
                text(json, "origin"),
                Instant.parse(text(json, "created")),
                json.get("encryption") instanceof JsonObject encryption ? encryption(encryption) : null);
    }

    private static Encryption encryption(JsonObject json) throws MalformedRecordException {
        int iterations = integer(json, "iterations");
        if (iterations < 1 || iterations > MOST_ITERATIONS) {
            throw new MalformedRecordException("the header of the store asks for " + iterations + " iterations");
        }
        return new Encryption(iterations, text(json, "salt"), text(json, "verifier"));
    }

    private static int integer(JsonObject json, String name) throws MalformedRecordException {
        if (json.get(name) instanceof JsonNumber number) {
            return (int) number.value();
        }
        throw new MalformedRecordException("the header of the store has no number '" + name + "'");
    }

    private static String text(JsonObject json, String name) throws MalformedRecordException {
        if (json.get(name) instanceof JsonString string) {
            return string.value();
        }
        throw new MalformedRecordException("the header of the store has no text '" + name + "'");
    }
}
