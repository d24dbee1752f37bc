package io.genosdb.sync.wire;

import static io.genosdb.sync.wire.RandomMessages.CODEC;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.testing.Property;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes as a message gives one or the documented refusal, and takes memory only for what is there. */
class MessageFuzzTest {

    /** What parsers take for themselves, and how much more than its bytes a value or an exception may take. */
    private static final long FIXED_BYTES = 256 * 1024;

    private static final long BYTES_PER_BYTE = 64;

    private static final List<byte[]> POOL = pool();

    /** Heads of things that are longer than any message: texts, binaries, arrays, maps, extensions. */
    private static final List<byte[]> GIANTS = Stream.of(
                    "dbffffffff",
                    "db7fffffff",
                    "daffff",
                    "c6ffffffff",
                    "c67fffffff",
                    "c5ffff",
                    "ddffffffff",
                    "dd7fffffff",
                    "dcffff",
                    "dfffffffff",
                    "de7fff",
                    "c9ffffffff00",
                    "cfffffffffffffffff",
                    "d38000000000000000",
                    "c1")
            .map(HexFormat.of()::parseHex)
            .toList();

    private static List<byte[]> pool() {
        RandomGenerator random = Property.generator(4);
        return Stream.generate(() -> CODEC.encode(RandomMessages.one(random)))
                .limit(500)
                .toList();
    }

    @Test
    void mutatedMessagesAreReadOrRefused() {
        Property.forAll(200_000, random -> {
            byte[] bytes = mutated(RandomMessages.oneOf(random, POOL), random);
            var message = new AtomicReference<Message>();
            assertBounded(bytes.length, () -> message.set(CODEC.decode(bytes)));
            if (message.get() != null) {
                byte[] again = CODEC.encode(message.get());
                assertThat(CODEC.encode(CODEC.decode(again))).isEqualTo(again);
            }
        });
    }

    @Test
    void noiseIsReadOrRefused() {
        Property.forAll(100_000, random -> {
            byte[] bytes = RandomMessages.bytes(random, random.nextInt(200));
            if (bytes.length > 1 && random.nextBoolean()) {
                bytes[0] = (byte) (0x91 + random.nextInt(8));
                bytes[1] = (byte) random.nextInt(15);
            }
            assertBounded(bytes.length, () -> CODEC.decode(bytes));
        });
    }

    /** What is beyond the bound is tried again: the first time may have loaded classes. */
    private static void assertBounded(int bytes, Allocation.Action action) {
        long bound = FIXED_BYTES + BYTES_PER_BYTE * bytes;
        if (Allocation.of(action) > bound) {
            assertThat(Allocation.of(action)).isLessThan(bound);
        }
    }

    private static byte[] mutated(byte[] message, RandomGenerator random) {
        byte[] bytes = message.clone();
        for (int i = random.nextInt(3); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        int place = random.nextInt(bytes.length);
        return switch (random.nextInt(5)) {
            case 0 -> Arrays.copyOf(bytes, place);
            case 1 -> Arrays.copyOf(bytes, bytes.length + random.nextInt(4));
            case 2 -> spliced(bytes, place, RandomMessages.oneOf(random, GIANTS), place + random.nextInt(2));
            case 3 -> {
                byte[] other = RandomMessages.oneOf(random, POOL);
                yield spliced(bytes, place, other, bytes.length);
            }
            default -> bytes;
        };
    }

    private static byte[] spliced(byte[] bytes, int place, byte[] inserted, int from) {
        return ByteBuffer.allocate(place + inserted.length + bytes.length - from)
                .put(bytes, 0, place)
                .put(inserted)
                .put(bytes, from, bytes.length - from)
                .array();
    }

    @Test
    void everythingCutOffIsRefused() {
        for (byte[] message : POOL) {
            for (int length = 0; length < Math.min(message.length, 400); length++) {
                byte[] cut = Arrays.copyOf(message, length);
                assertThatThrownBy(() -> CODEC.decode(cut)).isInstanceOf(MalformedMessageException.class);
            }
        }
    }

    /** A few bytes that claim to be gigabytes, in every place where a length or a count can be. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "dd7fffffff",
                "dd7fffffff00",
                "97dbffffffff00",
                "9700db7fffffff67",
                "9700a767656e6f73646201db7fffffff",
                "9700a767656e6f73646201a164db7fffffff",
                "9700a767656e6f73646201a164a16fc67fffffff",
                "9201c67fffffff",
                "970200c67fffffff",
                "940300ffdd7fffffff",
                "940300ffdd00010000",
                "940300ff9197db7fffffff61",
                "940300ff9197a161a576616c756501a16fc67fffffff7b7d",
                "940300ff91dd7fffffff",
                "9207c67fffffff",
                "9208c67fffffe0",
                "920add7fffffff",
                "920add00000400",
                "930e01db7fffffff",
            })
    void claimedLengthsTakeNoMemory(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> CODEC.decode(bytes)).isInstanceOf(MalformedMessageException.class);
        assertThat(Allocation.of(() -> CODEC.decode(bytes))).isLessThan(16 * 1024);
    }

    /** Arrays in arrays and JSON in JSON, as deep as a message is long. */
    @Test
    void depthTakesNoStack() {
        var arrays = new byte[WireLimits.maxMessageBytes(RandomMessages.FACTORY.limits())];
        Arrays.fill(arrays, (byte) 0x91);
        assertThatThrownBy(() -> CODEC.decode(arrays)).isInstanceOf(MalformedMessageException.class);
        byte[] head = HexFormat.of().parseHex("940300ff9197a161a576616c756501a16fc6000f0000");
        byte[] json = spliced(head, head.length, "[".repeat(0xF0000).getBytes(US_ASCII), head.length);
        byte[] message = spliced(json, json.length, HexFormat.of().parseHex("a0c400"), json.length);
        assertThatThrownBy(() -> CODEC.decode(message)).isInstanceOf(MalformedMessageException.class);
    }
}
