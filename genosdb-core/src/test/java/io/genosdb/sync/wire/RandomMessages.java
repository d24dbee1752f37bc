package io.genosdb.sync.wire;

import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.Limits;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.sync.wire.Message.Purpose;
import io.genosdb.testing.RandomJson;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Random messages of every kind, with a taste for the corners. */
final class RandomMessages {

    static final EntryFactory FACTORY = new EntryFactory("test", Limits.DEFAULTS);
    static final MessageCodec CODEC = new MessageCodec(FACTORY);

    private static final long[] CORNERS = {0, 1, 127, 128, 255, 256, 65_535, 1L << 32, Long.MAX_VALUE};

    private RandomMessages() {}

    static Message one(RandomGenerator random) {
        return switch (random.nextInt(16)) {
            case 0 -> greeting(random);
            case 15 ->
                new Message.Identity(
                        hash(random), line(RandomJson.string(random)), bytes(random, random.nextInt(1_024)));
            case 14 -> new Message.Proof(hash(random));
            case 1 ->
                new Message.Hello(
                        number(random),
                        hash(random),
                        number(random),
                        random.nextInt(3) == 0 ? -1 : number(random),
                        1 + random.nextLong(1L << 40),
                        number(random));
            case 2 -> entries(random, random.nextInt(20));
            case 3 -> new Message.End(oneOf(random, List.of(Purpose.DELTA, Purpose.RECONCILE, Purpose.FULL)));
            case 4 -> new Message.Digest(random.nextBoolean(), number(random), hash(random), number(random));
            case 5 -> new Message.Lagging();
            case 6 -> new Message.Reconcile(bytes(random, random.nextInt(3_000)));
            case 7 ->
                new Message.Want(
                        Stream.generate(() -> hash(random)).limit(size(random)).toList());
            case 8 -> new Message.Ack(number(random));
            case 9 ->
                new Message.Neighbours(Stream.generate(() -> origin(random))
                        .limit(size(random))
                        .toList());
            case 10 -> new Message.Ping(random.nextLong());
            case 11 -> new Message.Pong(random.nextLong());
            case 12 -> new Message.Goodbye();
            default -> new Message.Failure(oneOf(random, List.of(ErrorCode.values())), line(RandomJson.string(random)));
        };
    }

    static Message.Greeting greeting(RandomGenerator random) {
        return new Message.Greeting(
                random.nextInt(Integer.MAX_VALUE),
                line("d" + RandomJson.string(random)),
                origin(random),
                hash(random),
                random.nextInt(-100_000, 100_000));
    }

    static Message.Entries entries(RandomGenerator random, int count) {
        return new Message.Entries(
                oneOf(random, List.of(Purpose.values())),
                random.nextInt(3) == 0 ? -1 : number(random),
                Stream.generate(() -> entry(random)).limit(count).toList());
    }

    static Entry entry(RandomGenerator random) {
        String id = line("n" + RandomJson.string(random));
        var version = new Version(number(random), origin(random));
        return switch (random.nextInt(4)) {
            case 0 -> FACTORY.create(new EntryKey(id, Slot.TOMBSTONE), version, null);
            case 1 -> FACTORY.create(new EntryKey(id, new Slot.Edge("m")), version, null);
            case 2 ->
                FACTORY.create(
                        new EntryKey(id, new Slot.Field(RandomJson.string(random))),
                        version,
                        RandomJson.value(random, 2),
                        RandomJson.string(random),
                        bytes(random, random.nextInt(70)));
            default -> FACTORY.create(new EntryKey(id, Slot.VALUE), version, RandomJson.object(random, 3));
        };
    }

    static Hash256 hash(RandomGenerator random) {
        return Hash256.of(bytes(random, Hash256.BYTES));
    }

    static byte[] bytes(RandomGenerator random, int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String origin(RandomGenerator random) {
        return "o" + Long.toString(random.nextLong(), 36);
    }

    private static long number(RandomGenerator random) {
        return random.nextBoolean() ? CORNERS[random.nextInt(CORNERS.length)] : random.nextLong(Long.MAX_VALUE);
    }

    static <T> T oneOf(RandomGenerator random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static int size(RandomGenerator random) {
        return random.nextInt(random.nextInt(10) == 0 ? WireLimits.ORIGINS : 5);
    }

    private static String line(String text) {
        return text.replaceAll("\\p{Cntrl}|[\\x80-\\x9f]", "_");
    }
}
