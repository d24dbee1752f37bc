package io.genosdb.sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import io.genosdb.testing.Property;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What we say is, byte for byte, what others say. */
class NegentropyTranscriptTest {

    /** Above this the judge's numbers overflow. */
    private static final long TIMESTAMPS = (1L << 31) - 2;

    private static final byte[] NOTHING = {0x61};

    /** Two states and the limits of both sides' frames. */
    private record Meeting(List<Entry> left, List<Entry> right, int leftLimit, int rightLimit) {

        static Meeting random(RandomGenerator random) {
            var state = new RandomState(random, timestamps(random), 0.1);
            int most = random.nextInt(4) == 0 ? 20_000 : 2_000;
            List<Entry> left = new ArrayList<>();
            for (int i = random.nextInt(most + 1); i > 0; i--) {
                left.add(state.next());
            }
            double missing = random.nextInt(3) * random.nextDouble() * random.nextDouble() * 0.2;
            List<Entry> right = new ArrayList<>(left);
            left.removeIf(entry -> random.nextDouble() < missing);
            right.removeIf(entry -> random.nextDouble() < missing);
            for (int i = random.nextInt(3) * random.nextInt(400); i > 0; i--) {
                (random.nextBoolean() ? left : right).add(state.next());
            }
            return new Meeting(left, right, limit(random), limit(random));
        }

        private static long timestamps(RandomGenerator random) {
            return switch (random.nextInt(3)) {
                case 0 -> 1 + random.nextInt(4);
                case 1 -> 1 + random.nextInt(1_000);
                default -> TIMESTAMPS;
            };
        }

        private static int limit(RandomGenerator random) {
            return random.nextInt(3) == 0 ? 1 << 20 : 4_096 + random.nextInt(30_000);
        }
    }

    @Test
    void theInitiatorSaysWhatNostrToolsSays() throws IOException, InterruptedException {
        try (NostrTools judge = NostrTools.start()) {
            Property.forAll(40, random -> {
                Meeting meeting = Meeting.random(random);
                EntryIndex.View left = EntryIndex.of(meeting.left).since(0);
                EntryIndex.View right = EntryIndex.of(meeting.right).since(0);
                judge.load(meeting.left, meeting.leftLimit);
                Set<Entry> have = new HashSet<>();
                Set<Hash256> need = new HashSet<>();
                byte[] message = Negentropy.initiate(left);
                assertThat(message).isEqualTo(judge.initiate());
                while (message != null) {
                    byte[] answer = Negentropy.respond(right, message, meeting.rightLimit)
                            .next();
                    NostrTools.Round expected = judge.reconcile(answer);
                    Negentropy.Round round = Negentropy.reconcile(left, answer, meeting.leftLimit);
                    assertThat(round.next()).isEqualTo(expected.next());
                    assertThat(round.have()).extracting(Entry::hash).isEqualTo(expected.have());
                    assertThat(round.need()).isEqualTo(expected.need());
                    have.addAll(round.have());
                    need.addAll(round.need());
                    message = round.next();
                }
                assertThat(have).isEqualTo(without(meeting.left, meeting.right));
                assertThat(need).isEqualTo(hashes(without(meeting.right, meeting.left)));
            });
        }
    }

    /** Lists are left out of the questions, since the judge knows how to answer them only as an initiator. */
    @Test
    void theResponderSaysWhatNostrToolsSays() throws IOException, InterruptedException {
        try (NostrTools judge = NostrTools.start()) {
            Property.forAll(40, random -> {
                Meeting meeting = Meeting.random(random);
                EntryIndex.View left = EntryIndex.of(meeting.left).since(0);
                EntryIndex.View right = EntryIndex.of(meeting.right).since(0);
                judge.load(meeting.right, meeting.rightLimit);
                byte[] message = Negentropy.initiate(left);
                while (message != null) {
                    byte[] question = withoutLists(message);
                    byte[] expected = judge.reconcile(question).next();
                    assertThat(Negentropy.respond(right, question, meeting.rightLimit)
                                    .next())
                            .isEqualTo(expected == null ? NOTHING : expected);
                    byte[] answer = Negentropy.respond(right, message, meeting.rightLimit)
                            .next();
                    message = Negentropy.reconcile(left, answer, meeting.leftLimit)
                            .next();
                }
            });
        }
    }

    /**
     * Both roles in whole conversations of the protocol's own implementation in JavaScript (github.com/hoytech/negentropy,
     * protocol v1) with itself, of which the file holds the SHA-256 of every message.
     */
    @Test
    void bothSidesSayWhatTheReferenceImplementationSays() throws IOException, MalformedNegentropyException {
        var transcript = new ArrayList<String>();
        for (Meeting meeting : referenceMeetings()) {
            EntryIndex.View left = EntryIndex.of(meeting.left).since(0);
            EntryIndex.View right = EntryIndex.of(meeting.right).since(0);
            byte[] message = Negentropy.initiate(left);
            while (message != null) {
                transcript.add("initiator " + message.length + " " + sha256(message));
                byte[] answer =
                        Negentropy.respond(right, message, meeting.rightLimit).next();
                transcript.add("responder " + answer.length + " " + sha256(answer));
                message = Negentropy.reconcile(left, answer, meeting.leftLimit).next();
            }
            transcript.add("done");
        }
        assertThat(transcript).containsExactlyElementsOf(lines("negentropy-reference.txt"));
    }

    private static List<Meeting> referenceMeetings() {
        var meetings = new ArrayList<Meeting>();
        int[] limits = {1 << 20, 4_096, 10_000};
        int[] sizes = {0, 1, 31, 33, 500, 5_000};
        long[] timestamps = {1, 7, 1_000, TIMESTAMPS};
        for (int i = 0; i < 24; i++) {
            meetings.add(referenceMeeting(
                    sizes[i % sizes.length], timestamps[i / 6], 1 + 7 * (i % 5), limits[i % 3], limits[i / 2 % 3]));
        }
        return meetings;
    }

    /** Every so many entries are missing left, every so many others right. */
    private static Meeting referenceMeeting(int size, long timestamps, int every, int leftLimit, int rightLimit) {
        var left = new ArrayList<Entry>();
        var right = new ArrayList<Entry>();
        for (int i = 0; i < size; i++) {
            Entry entry = RandomState.value("n" + i, i * 2_654_435_761L % timestamps);
            if (i % (5 * every) != 2) {
                left.add(entry);
            }
            if (i % (3 * every) != 1) {
                right.add(entry);
            }
        }
        return new Meeting(left, right, leftLimit, rightLimit);
    }

    private static List<String> lines(String resource) throws IOException {
        try (var reader = new BufferedReader(new InputStreamReader(
                NegentropyTranscriptTest.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }

    private static String sha256(byte[] message) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(message));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] withoutLists(byte[] message) throws MalformedNegentropyException {
        var input = new NegentropyReader(message);
        var output = new NegentropyWriter();
        output.writeByte(input.readByte());
        while (input.hasMore()) {
            output.writeBound(input.readBound());
            int mode = input.readByte();
            if (mode == 2) {
                input.readBytes(input.readCount() * Hash256.BYTES);
                output.writeByte(0);
            } else {
                output.writeByte(mode);
                output.writeBytes(input.readBytes(mode == 1 ? 16 : 0), mode == 1 ? 16 : 0);
            }
        }
        return output.toBytes();
    }

    private static Set<Entry> without(List<Entry> entries, List<Entry> others) {
        Set<Entry> rest = new HashSet<>(entries);
        rest.removeAll(new HashSet<>(others));
        return rest;
    }

    private static Set<Hash256> hashes(Set<Entry> entries) {
        Set<Hash256> hashes = new HashSet<>();
        entries.forEach(entry -> hashes.add(entry.hash()));
        return hashes;
    }
}
