package io.genosdb.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.testing.Property;
import io.genosdb.testing.RandomJson;
import io.genosdb.value.InvalidValueException;
import io.genosdb.value.JsonNull;
import io.genosdb.value.JsonObject;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class EntryCodecTest {

    private static final EntryFactory FACTORY = new EntryFactory("test", Limits.DEFAULTS);
    private static final EntryCodec CODEC = new EntryCodec(FACTORY);

    @Test
    void readsWhatItWrote() throws MalformedEntryException {
        Property.forAll(3_000, random -> {
            var key = new EntryKey(
                    "n" + RandomJson.string(random).replaceAll("\\p{Cntrl}", "_"),
                    new Slot.Field(RandomJson.string(random)));
            var signature = new byte[random.nextInt(70)];
            random.nextBytes(signature);
            Entry entry = FACTORY.create(
                    key,
                    new Version(random.nextLong(Long.MAX_VALUE), RandomJson.string(random)),
                    random.nextInt(5) == 0 ? null : RandomJson.value(random, 3),
                    RandomJson.string(random),
                    signature);
            Entry again = CODEC.decode(CODEC.encode(entry));
            assertThat(again).isEqualTo(entry);
            assertThat(again.key()).isEqualTo(key);
            assertThat(again.version()).isEqualTo(entry.version());
            assertThat(again.payload()).isEqualTo(entry.payload());
            assertThat(again.author()).isEqualTo(entry.author());
            assertThat(again.signature()).isEqualTo(signature);
        });
        Entry tombstone = FACTORY.create(new EntryKey("n", Slot.TOMBSTONE), new Version(1, "o"), null);
        assertThat(CODEC.decode(CODEC.encode(tombstone))).isEqualTo(tombstone);
    }

    /** Mutated bytes give an entry or the documented error, and never a large allocation. */
    @Test
    void survivesMutatedBytes() {
        Property.forAll(50_000, random -> {
            Entry entry = RandomEntries.some(random).get(0);
            byte[] bytes = CODEC.encode(entry);
            int changes = random.nextInt(4);
            for (int i = 0; i < changes; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            if (random.nextInt(3) == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 5));
            }
            try {
                Entry read = CODEC.decode(bytes);
                assertThat(CODEC.decode(CODEC.encode(read))).isEqualTo(read);
            } catch (MalformedEntryException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        });
    }

    @Test
    void refusesClaimedLengthsThatAreNotThere() {
        // An array of 7 whose first string claims 2 GiB, and one whose binary does.
        for (String hex : new String[] {"97db7fffffff61", "97a161a576616c756501a16fc67fffffff00"}) {
            assertThatThrownBy(() -> CODEC.decode(HexFormat.of().parseHex(hex)))
                    .isInstanceOf(MalformedEntryException.class);
        }
    }

    @Test
    void holdsStrangersToTheLimits() {
        var generous = new EntryCodec(new EntryFactory("test", new Limits(1 << 22, 200, 5_000, 10)));
        Entry large = new EntryFactory("test", new Limits(1 << 22, 200, 5_000, 10))
                .create(new EntryKey("n".repeat(4_000), Slot.VALUE), new Version(1, "o"), JsonObject.empty());
        assertThatThrownBy(() -> CODEC.decode(generous.encode(large)))
                .isInstanceOf(MalformedEntryException.class)
                .hasMessageContaining("max-id-length");
    }

    @Test
    void payloadsFitTheirSlots() {
        var version = new Version(1, "o");
        assertThatThrownBy(() -> FACTORY.create(new EntryKey("n", Slot.VALUE), version, null))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> FACTORY.create(new EntryKey("n", Slot.TOMBSTONE), version, JsonNull.NULL))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> FACTORY.create(new EntryKey("n", new Slot.Edge("m")), version, JsonNull.NULL))
                .isInstanceOf(InvalidValueException.class);
    }

    /** The example of docs/data-model.md: whoever writes another implementation starts here. */
    @Test
    void hashesAsDocumented() {
        Entry entry = FACTORY.create(
                new EntryKey("alice", Slot.VALUE),
                new Version(
                        io.genosdb.clock.HybridTimestamp.of(1_700_000_000_000L, 3)
                                .packed(),
                        "aaaaaaaaaaaaaaaaaaaa"),
                JsonObject.parse("{\"name\":\"Alice\",\"age\":30}"));
        assertThat(entry.hash().toString())
                .isEqualTo("6079fc2581c650097e955d6b1d13a3aa0e6c9e998d23db45800c611ff24981f3");
    }

    @Test
    void aSecondSignatureIsNotASecondEntry() {
        var key = new EntryKey("n", Slot.VALUE);
        var version = new Version(1, "o");
        Entry one = FACTORY.create(key, version, JsonObject.empty(), "0xa", new byte[] {1});
        Entry two = FACTORY.create(key, version, JsonObject.empty(), "0xa", new byte[] {2});
        Entry other = FACTORY.create(key, version, JsonObject.empty(), "0xb", new byte[] {1});
        assertThat(one.compareTo(two)).isZero();
        assertThat(one.compareTo(other)).isNotZero();
        assertThat(new EntryFactory("other", Limits.DEFAULTS)
                        .create(key, version, JsonObject.empty())
                        .hash())
                .isNotEqualTo(FACTORY.create(key, version, JsonObject.empty()).hash());
    }
}
