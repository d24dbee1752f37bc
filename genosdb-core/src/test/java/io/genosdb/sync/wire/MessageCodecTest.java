package io.genosdb.sync.wire;

import static io.genosdb.sync.wire.RandomMessages.CODEC;
import static io.genosdb.sync.wire.RandomMessages.FACTORY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryCodec;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.Limits;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.sync.wire.Message.Purpose;
import io.genosdb.testing.Property;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageCodecTest {

    @Test
    void readsWhatItWrote() {
        Property.forAll(5_000, random -> {
            Message message = RandomMessages.one(random);
            byte[] bytes = CODEC.encode(message);
            Message again = CODEC.decode(bytes);
            if (message instanceof Message.Reconcile || message instanceof Message.Identity) {
                assertThat(again).usingRecursiveComparison().isEqualTo(message);
            } else {
                assertThat(again).isEqualTo(message);
            }
            assertThat(CODEC.encode(again)).isEqualTo(bytes);
        });
    }

    @Test
    void aBatchAndTheLargestEntryFitIntoOneMessage() throws Exception {
        var entries = new ArrayList<Entry>();
        int bytes = 0;
        while (bytes < WireLimits.BATCH_BYTES) {
            Entry small = value("n" + entries.size(), 100);
            entries.add(small);
            bytes += new EntryCodec(FACTORY).encode(small).length;
        }
        entries.add(value("n".repeat(Limits.DEFAULTS.maxIdLength()), Limits.DEFAULTS.maxValueBytes()));
        var message = new Message.Entries(Purpose.DELTA, Long.MAX_VALUE, entries);
        assertThat(CODEC.decode(CODEC.encode(message))).isEqualTo(message);
    }

    /** The value has exactly so many bytes in canonical form. */
    private static Entry value(String id, int bytes) {
        var text = new JsonString("x".repeat(bytes - "{\"f\":\"\"}".length()));
        return FACTORY.create(new EntryKey(id, Slot.VALUE), new Version(1, "o"), JsonObject.of(Map.of("f", text)));
    }

    /** Otherwise an entry could be taken from one peer that could not be given to the next. */
    @Test
    void anEntryThatOnlyJustFitsIsRefused() {
        var generous = new EntryFactory("test", new Limits(1 << 22, 32, 256, 1 << 16));
        var field = new Slot.Field("f".repeat(WireLimits.maxEntryBytes(Limits.DEFAULTS)));
        Entry entry = generous.create(new EntryKey("n", field), new Version(1, "o"), null);
        var message = new Message.Entries(Purpose.LIVE, -1, List.of(entry));
        byte[] bytes = new MessageCodec(generous).encode(message);
        assertThat(bytes.length).isLessThan(WireLimits.maxMessageBytes(Limits.DEFAULTS));
        assertRefused(bytes, ErrorCode.LIMIT, "too long");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CODEC.encode(message))
                .withMessageContaining("genosdb.limits.max-value-size");
    }

    @Test
    void entriesBeyondTheLimitsAreRefused() {
        var generous = new EntryFactory("test", new Limits(1 << 22, 100, 5_000, 1 << 16));
        var codec = new MessageCodec(generous);
        var version = new Version(1, "o");
        var key = new EntryKey("n", Slot.TOMBSTONE);
        Entry longId = generous.create(new EntryKey("n".repeat(257), Slot.TOMBSTONE), version, null);
        Entry longOrigin = generous.create(key, new Version(1, "o".repeat(65)), null);
        Entry longAuthor = generous.create(key, version, null, "a".repeat(129), new byte[0]);
        Entry longSignature = generous.create(key, version, null, "a", new byte[1_025]);
        for (Entry entry : List.of(longId, longOrigin, longAuthor, longSignature)) {
            byte[] bytes = codec.encode(new Message.Entries(Purpose.LIVE, 1, List.of(entry)));
            assertRefused(bytes, ErrorCode.LIMIT, "entry 0");
        }
    }

    @Test
    void messagesBeyondTheLimitsAreRefused() {
        assertRefused(new byte[WireLimits.maxMessageBytes(Limits.DEFAULTS) + 1], ErrorCode.LIMIT, "bytes");
        Hash256 nonce = Hash256.ZERO;
        assertRefused(greeting("d".repeat(129), "o", nonce, 0), ErrorCode.LIMIT, "the database's name");
        assertRefused(greeting("d", "o".repeat(65), nonce, 0), ErrorCode.LIMIT, "identifier");
        for (String origin : List.of("", "a b", "a\nb", "\u00e4")) {
            assertRefused(greeting("d", origin, nonce, 0), ErrorCode.MALFORMED, "identifier");
        }
        assertRefused(greeting("d", "o", nonce, Long.MAX_VALUE), ErrorCode.MALFORMED, "horizon");
        assertRefused(hello(-1, 0, 1, 0), ErrorCode.MALFORMED, "a position");
        assertRefused(hello(0, -2, 1, 0), ErrorCode.MALFORMED, "a cursor");
        assertRefused(hello(0, -1, 0, 0), ErrorCode.MALFORMED, "a window");
        assertRefused(hello(0, -1, 1, -1), ErrorCode.MALFORMED, "a time");
        assertRefused(CODEC.encode(new Message.Digest(true, -1, nonce, 0)), ErrorCode.MALFORMED, "a count");
        assertRefused(CODEC.encode(new Message.Digest(true, 1, nonce, -1)), ErrorCode.MALFORMED, "a position");
        assertRefused(CODEC.encode(new Message.Ack(-1)), ErrorCode.MALFORMED, "bytes");
        assertRefused(CODEC.encode(new Message.End(Purpose.LIVE)), ErrorCode.MALFORMED, "a purpose");
        assertRefused(CODEC.encode(new Message.Entries(Purpose.LIVE, -2, List.of())), ErrorCode.MALFORMED, "position");
    }

    private static byte[] greeting(String database, String origin, Hash256 nonce, long horizon) {
        return CODEC.encode(new Message.Greeting(1, database, origin, nonce, horizon));
    }

    private static byte[] hello(long position, long cursor, long window, long lastEqual) {
        return CODEC.encode(new Message.Hello(0, Hash256.ZERO, position, cursor, window, lastEqual));
    }

    private static void assertRefused(byte[] bytes, ErrorCode code, String text) {
        assertThatThrownBy(() -> CODEC.decode(bytes))
                .isInstanceOfSatisfying(
                        MalformedMessageException.class,
                        e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(text);
    }

    @Test
    void whatNoPeerWouldTakeIsNotSent() {
        var hashes = Collections.nCopies(WireLimits.HASHES + 1, Hash256.ZERO);
        var origins = Collections.nCopies(WireLimits.ORIGINS + 1, "o");
        var payload = new byte[WireLimits.maxMessageBytes(Limits.DEFAULTS)];
        for (Message message :
                List.of(new Message.Want(hashes), new Message.Neighbours(origins), new Message.Reconcile(payload))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CODEC.encode(message))
                    .withMessageContaining("at most");
        }
    }

    @Test
    void theTextOfAFailureIsMadeToFit() throws MalformedMessageException {
        assertThat(sentText("a\r\nb\u0000c\ud800d")).isEqualTo("a  b c d");
        assertThat(sentText("x".repeat(5_000))).isEqualTo("x".repeat(WireLimits.TEXT_LENGTH));
        assertThat(sentText("x".repeat(WireLimits.TEXT_LENGTH - 1) + "\ud83d\ude00"))
                .isEqualTo("x".repeat(WireLimits.TEXT_LENGTH - 1) + " ");
    }

    private static String sentText(String text) throws MalformedMessageException {
        var failure = (Message.Failure) CODEC.decode(CODEC.encode(new Message.Failure(ErrorCode.INTERNAL, text)));
        return failure.text();
    }
}
