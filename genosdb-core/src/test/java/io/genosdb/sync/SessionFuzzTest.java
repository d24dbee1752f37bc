package io.genosdb.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.graph.Limits;
import io.genosdb.sync.wire.ErrorCode;
import io.genosdb.sync.wire.FrameReader;
import io.genosdb.sync.wire.FrameWriter;
import io.genosdb.sync.wire.MalformedMessageException;
import io.genosdb.sync.wire.Message;
import io.genosdb.sync.wire.WireLimits;
import io.genosdb.value.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Honest sessions, recorded and played again with mistakes in them: nothing but a session's proper end may come of it. More
 * by {@code -Dgenosdb.fuzz.sessions=N -Dgenosdb.fuzz.first-seed=S}; a failure names its seed.
 */
class SessionFuzzTest {

    private static final int SESSIONS = Integer.getInteger("genosdb.fuzz.sessions", 2_000);
    private static final long FIRST_SEED = Long.getLong("genosdb.fuzz.first-seed", 1);
    private static final int SESSIONS_PER_VICTIM = 500;

    /** What one side said, from its greeting on. */
    private record Recording(boolean isInitiator, List<byte[]> messages) {}

    private final AtomicLong millis = new AtomicLong(1_000_000);

    private GenosDatabase open() {
        return GenosDatabase.builder("test")
                .sync(SyncOptions.DEFAULTS.withOpLogSize(50))
                .ticker(millis::get)
                .open();
    }

    private static void put(GenosDatabase database, String prefix, int from, int to) {
        for (int i = from; i < to; i++) {
            database.put(JsonObject.parse("{\"n\":" + i + ",\"text\":\"some text\"}"), prefix + i);
        }
    }

    @Test
    @Timeout(240)
    void nothingButAProperEndComesOfMistakes() throws MalformedMessageException {
        List<Recording> recordings = new ArrayList<>();
        recordings.addAll(record(250, 200));
        recordings.addAll(record(20, 30));
        recordings.addAll(record(1_300, 0));
        long seed = FIRST_SEED;
        for (int left = SESSIONS; left > 0; left -= SESSIONS_PER_VICTIM) {
            try (var victim = open();
                    var friend = open()) {
                put(victim, "v", 0, 300);
                var wire = new Wire(victim, friend);
                wire.settle(millis);
                for (int i = 0; i < Math.min(left, SESSIONS_PER_VICTIM); i++) {
                    play(victim, recordings, seed++);
                    wire.settle(millis);
                }
                put(friend, "last", 0, 10);
                wire.settle(millis);
                assertThat(friend.digest()).as("seeds to %d", seed).isEqualTo(victim.digest());
                assertThat(victim.sync().status().peers()).hasSize(1);
            }
        }
    }

    /** Both sides of a session of two that share some nodes, have some of their own, and write while they are connected. */
    private List<Recording> record(int left, int right) throws MalformedMessageException {
        try (var one = open();
                var other = open();
                var third = open()) {
            put(one, "both", 0, 100);
            try (var shared = new Wire(one, other)) {
                shared.settle(millis);
            }
            put(one, "left", 0, left);
            put(other, "right", 0, right);
            try (var wire = new Wire(one, other);
                    var neighbour = new Wire(one, third)) {
                wire.settle(millis);
                neighbour.settle(millis);
                for (int i = 0; i < 12; i++) {
                    put(one, "one", i, i + 1);
                    put(other, "other", i, i + 1);
                    other.remove("other" + i);
                    millis.addAndGet(i < 8 ? 1_000 : 12_000);
                    one.sync().tick();
                    other.sync().tick();
                    wire.settle(millis);
                }
                boolean isInitiator = one.origin().compareTo(other.origin()) < 0;
                return List.of(
                        new Recording(isInitiator, messages(wire.left().sent())),
                        new Recording(!isInitiator, messages(wire.right().sent())));
            }
        }
    }

    private static List<byte[]> messages(List<byte[]> frames) throws MalformedMessageException {
        var messages = new ArrayList<byte[]>();
        try (var reader = new FrameReader(WireLimits.maxMessageBytes(Limits.DEFAULTS))) {
            for (byte[] frame : frames) {
                byte[] message = reader.read(frame);
                if (message != null) {
                    messages.add(message);
                }
            }
        }
        return messages;
    }

    private void play(GenosDatabase victim, List<Recording> recordings, long seed) {
        var random = new Random(seed);
        try {
            Recording recording = recordings.get(random.nextInt(recordings.size()));
            List<byte[]> frames = withMistakes(recording, recordings, random);
            var stranger = new Stranger(victim);
            boolean listens = random.nextInt(4) > 0;
            for (byte[] frame : frames) {
                stranger.send(frame);
                if (listens) {
                    stranger.hear();
                }
                if (random.nextInt(10) == 0) {
                    millis.addAndGet(random.nextInt(300));
                    victim.sync().tick();
                }
            }
            stranger.hear();
            assertThat(stranger.connection().failure()).isNotEqualTo(ErrorCode.INTERNAL);
            stranger.leave();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("-Dgenosdb.fuzz.sessions=1 -Dgenosdb.fuzz.first-seed=" + seed, e);
        }
    }

    private static List<byte[]> withMistakes(Recording recording, List<Recording> others, RandomGenerator random) {
        var messages = new ArrayList<>(recording.messages());
        String origin = recording.isInitiator() ? Stranger.INITIATOR : Stranger.RESPONDER;
        messages.set(0, Stranger.CODEC.encode(Stranger.greeting(origin)));
        int from = random.nextInt(12) == 0 ? 0 : 2;
        for (int mistakes = 1 + random.nextInt(3); mistakes > 0; mistakes--) {
            mistake(messages, Math.min(from, messages.size() - 1), others, random);
        }
        var frames = new ArrayList<byte[]>();
        try (var writer = new FrameWriter(random.nextBoolean() ? 1 << 20 : 700, random.nextBoolean())) {
            messages.forEach(message -> frames.addAll(writer.write(message)));
        }
        if (random.nextInt(4) == 0) {
            mistake(frames, Math.min(from, frames.size() - 1), others, random);
        }
        return frames;
    }

    private static void mistake(List<byte[]> list, int from, List<Recording> others, RandomGenerator random) {
        // Half of the mistakes are made early, since few sessions outlive one.
        int bound = random.nextBoolean() ? Math.min(list.size(), from + 8) : list.size();
        int at = random.nextInt(from, bound);
        byte[] bytes = list.get(at).clone();
        switch (random.nextInt(8)) {
            case 0 -> list.remove(at);
            case 1 -> list.add(random.nextInt(from, list.size()), bytes);
            case 2 -> list.add(at, list.remove(random.nextInt(from, list.size())));
            case 3 -> list.set(at, Arrays.copyOf(bytes, 1 + random.nextInt(2 * bytes.length)));
            case 4 -> {
                List<byte[]> other = others.get(random.nextInt(others.size())).messages();
                list.add(at, other.get(random.nextInt(other.size())));
            }
            case 5 -> {
                Message ping = new Message.Ping(random.nextLong());
                list.addAll(at, Collections.nCopies(random.nextInt(100), Stranger.CODEC.encode(ping)));
            }
            default -> {
                for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                    bytes[random.nextInt(Math.min(bytes.length, random.nextBoolean() ? 12 : bytes.length))] =
                            (byte) random.nextInt();
                }
                list.set(at, bytes);
            }
        }
        if (list.isEmpty()) {
            list.add(bytes);
        }
    }
}
