package io.genosdb.sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import io.genosdb.testing.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class NegentropyTest {

    @Test
    void theInitiatorLearnsExactlyWhatDiffers() {
        Property.forAll(200, random -> {
            var pair = Pair.random(random);
            var talk = new Talk(pair.left(), pair.right(), limit(random), limit(random));
            talk.run();
            assertThat(talk.have).containsExactlyInAnyOrderElementsOf(pair.onlyLeft());
            assertThat(talk.need).isEqualTo(hashes(pair.onlyRight()));
            assertThat(talk.offered).containsAll(talk.need);
        });
    }

    @Test
    void peersThatDivideOtherwiseAreUnderstood() {
        Property.forAll(60, random -> {
            var pair = Pair.random(random);
            EntryIndex.View left = pair.left().since(0);
            EntryIndex.View right = pair.right().since(0);
            int buckets = 2 + random.nextInt(40);
            var have = new HashSet<Entry>();
            var need = new HashSet<Hash256>();
            byte[] message = Negentropy.initiate(left, buckets);
            while (message != null) {
                byte[] answer = Negentropy.respond(right, message, 1 << 20).next();
                Negentropy.Round round = Negentropy.reconcile(left, answer, buckets, 1 << 20);
                have.addAll(round.have());
                need.addAll(round.need());
                message = round.next();
            }
            assertThat(have).containsExactlyInAnyOrderElementsOf(pair.onlyLeft());
            assertThat(need).isEqualTo(hashes(pair.onlyRight()));
        });
    }

    /** With what each message told sent at once, as a session does, while others write too. */
    @Test
    void statesThatChangeInBetweenComeTogether() {
        Property.forAll(100, random -> {
            var pair = Pair.random(random);
            var state = new RandomState(random, Long.MAX_VALUE, 0.2);
            var left = new Replica(pair.left());
            var right = new Replica(pair.right());
            for (int attempt = 0; !left.digest().equals(right.digest()); attempt++) {
                assertThat(attempt).isLessThan(5);
                byte[] message = Negentropy.initiate(left.view());
                while (message != null) {
                    Negentropy.Round answer = Negentropy.respond(right.view(), message, limit(random));
                    Negentropy.Round round = Negentropy.reconcile(left.view(), answer.next(), limit(random));
                    right.addAll(round.have());
                    left.addAll(answer.offered().stream()
                            .filter(entry -> round.need().contains(entry.hash()))
                            .toList());
                    if (attempt == 0) {
                        (random.nextBoolean() ? left : right).addAll(List.of(state.next()));
                    }
                    message = round.next();
                }
            }
            assertThat(left.view().size()).isEqualTo(right.view().size());
        });
    }

    private record Replica(EntryIndex index, Set<Entry> entries) {

        Replica(EntryIndex index) {
            this(index, new HashSet<>(index.since(0).page(0, null, Integer.MAX_VALUE)));
        }

        void addAll(List<Entry> more) {
            for (Entry entry : more) {
                if (entries.add(entry)) {
                    index.add(entry);
                }
            }
        }

        EntryIndex.View view() {
            return index.since(0);
        }

        Hash256 digest() {
            return view().digest();
        }
    }

    @Test
    void equalStatesTakeOneRoundTrip() throws MalformedNegentropyException {
        for (int size : new int[] {0, 1, 31, 32, 10_000}) {
            var index = index(size);
            var talk = new Talk(index, index, 4096, 4096);
            talk.run();
            assertThat(talk.roundTrips).isEqualTo(1);
            assertThat(talk.bytes).isLessThan(2_100);
            assertThat(talk.have).isEmpty();
            assertThat(talk.need).isEmpty();
        }
    }

    @Test
    void oneDifferenceInManyIsFoundInFewBytes() throws MalformedNegentropyException {
        var left = index(20_000);
        var right = EntryIndex.of(left.since(0).page(0, null, Integer.MAX_VALUE));
        Entry one = left.since(0).get(7_777);
        right.remove(one);
        var talk = new Talk(left, right, 1 << 20, 1 << 20);
        talk.run();
        assertThat(talk.have).containsExactly(one);
        assertThat(talk.roundTrips).isEqualTo(2);
        assertThat(talk.bytes).isLessThan(3_000);
    }

    private static EntryIndex index(int size) {
        return EntryIndex.of(Pair.some(new RandomState(Property.generator(size), Long.MAX_VALUE, 0.2), size));
    }

    @Test
    void garbageIsRefusedWithNothingButTheOneException() {
        EntryIndex.View view = index(3_000).since(0);
        Property.forAll(20_000, random -> {
            var message = new byte[random.nextInt(200)];
            random.nextBytes(message);
            if (random.nextInt(10) > 0 && message.length > 0) {
                message[0] = 0x61;
            }
            receive(view, message);
        });
    }

    @Test
    void damagedMessagesAreRefusedOrAnswered() {
        EntryIndex.View left = index(3_000).since(0);
        EntryIndex.View right = index(2_000).since(0);
        Property.forAll(5_000, random -> {
            byte[] message = Negentropy.initiate(left);
            if (random.nextBoolean()) {
                message = Negentropy.respond(right, message, 1 << 20).next();
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                message[random.nextInt(message.length)] = (byte) random.nextInt();
            }
            receive(left, Arrays.copyOf(message, message.length - random.nextInt(2) * random.nextInt(message.length)));
        });
    }

    /** Both roles either refuse a message, or answer it within the limit. */
    private static void receive(EntryIndex.View view, byte[] message) {
        try {
            assertThat(Negentropy.respond(view, message, 4096).next()).hasSizeBetween(1, 4096);
            Negentropy.Round round = Negentropy.reconcile(view, message, 4096);
            assertThat(round.next() == null ? 0 : round.next().length).isLessThanOrEqualTo(4096);
            assertThat(round.have()).hasSizeLessThanOrEqualTo((int) view.size());
            assertThat(round.need()).hasSizeLessThanOrEqualTo(message.length / 32);
        } catch (MalformedNegentropyException e) {
            assertThat(e).hasMessageStartingWith("not a message of negentropy v1: ");
        }
    }

    /** Each of these once made an implementation of something like this allocate, loop or overflow. */
    @Test
    void hostileNumbersAreRefused() {
        EntryIndex.View view = index(100).since(0);
        String most64Bits = "81" + "ff".repeat(8) + "7f";
        Map.of(
                        "",
                        "it ends too early, at byte 0 of 0",
                        "71",
                        "the version byte is 113, not 97",
                        "610000",
                        "it ends too early",
                        "61000003",
                        "a range of the unknown mode 3",
                        "61000002" + most64Bits,
                        "a list of 18446744073709551615 hashes",
                        "6100000201" + "00".repeat(31),
                        "a list of 1 hashes in a message that ends before",
                        "6100" + most64Bits,
                        "a bound with 18446744073709551615 bytes of a hash",
                        "610021" + "00".repeat(40),
                        "a bound with 33 bytes of a hash",
                        "61" + "ff".repeat(30),
                        "a number of more than 64 bits",
                        "61" + "050000" + most64Bits,
                        "a timestamp of more than 64 bits")
                .forEach((hex, complaint) -> {
                    byte[] message = HexFormat.of().parseHex(hex);
                    assertThatExceptionOfType(MalformedNegentropyException.class)
                            .isThrownBy(() -> Negentropy.respond(view, message, 4096))
                            .withMessageContaining(complaint);
                    assertThatExceptionOfType(MalformedNegentropyException.class)
                            .isThrownBy(() -> Negentropy.reconcile(view, message, 4096))
                            .withMessageContaining(complaint);
                });
    }

    @Test
    void boundsThatDoNotRiseAreRefused() {
        EntryIndex.View view = index(100).since(0);
        for (String bounds : List.of("010000", "060000" + "010000", "06012000" + "01012000", "06012000" + "01011f00")) {
            assertThatExceptionOfType(MalformedNegentropyException.class)
                    .isThrownBy(() -> Negentropy.respond(view, HexFormat.of().parseHex("61" + bounds), 4096))
                    .withMessageContaining("a bound that is not above the one before");
        }
    }

    /** The reference implementation ends an answer that was just filled by a list twice. */
    @Test
    void theEndMayBeSaidTwice() throws MalformedNegentropyException {
        EntryIndex.View empty = new EntryIndex().since(0);
        Negentropy.Round round =
                Negentropy.reconcile(empty, HexFormat.of().parseHex("61" + "00000200" + "000000"), 4096);
        assertThat(round.next()).isNull();
    }

    @Test
    void aRangeOfEverythingIsListedOnlyUpToTheLimit() throws MalformedNegentropyException {
        EntryIndex.View view = index(3_000).since(0);
        byte[] nothingAtAll = HexFormat.of().parseHex("61" + "00000200");
        Negentropy.Round round = Negentropy.respond(view, nothingAtAll, 4096);
        assertThat(round.next()).hasSizeBetween(3_900, 4096);
        assertThat(round.offered()).hasSize(122).isEqualTo(view.page(0, null, 122));
    }

    @Test
    void anUnknownVersionIsAnsweredWithTheKnownOne() throws MalformedNegentropyException {
        EntryIndex.View view = index(100).since(0);
        byte[] version2 = HexFormat.of().parseHex("62" + "0000");
        assertThat(Negentropy.respond(view, version2, 4096).next()).containsExactly(0x61);
        assertThatExceptionOfType(MalformedNegentropyException.class)
                .isThrownBy(() -> Negentropy.reconcile(view, version2, 4096))
                .withMessageContaining("the version byte is 98, not 97");
    }

    @Test
    void aLimitThatLeavesNoRoomIsRefused() {
        EntryIndex.View view = index(1).since(0);
        byte[] message = Negentropy.initiate(view);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Negentropy.respond(view, message, 4095))
                .withMessageContaining("at least 4096 bytes, not 4095");
    }

    private static Set<Hash256> hashes(List<Entry> entries) {
        var hashes = new HashSet<Hash256>();
        entries.forEach(entry -> hashes.add(entry.hash()));
        return hashes;
    }

    private static int limit(RandomGenerator random) {
        return random.nextBoolean() ? 1 << 20 : 4096 + random.nextInt(20_000);
    }

    /** Two states: what both have, and what only one has. */
    record Pair(EntryIndex left, EntryIndex right, List<Entry> onlyLeft, List<Entry> onlyRight) {

        static Pair random(RandomGenerator random) {
            long timestamps = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : Long.MAX_VALUE;
            var state = new RandomState(random, timestamps, 0.2);
            var both = some(state, random.nextInt(5) * random.nextInt(1_000));
            var onlyLeft = some(state, random.nextInt(3) * random.nextInt(300));
            var onlyRight = some(state, random.nextInt(3) * random.nextInt(300));
            return new Pair(index(both, onlyLeft), index(both, onlyRight), onlyLeft, onlyRight);
        }

        private static List<Entry> some(RandomState state, int count) {
            var entries = new ArrayList<Entry>();
            for (int i = 0; i < count; i++) {
                entries.add(state.next());
            }
            return entries;
        }

        private static EntryIndex index(List<Entry> both, List<Entry> more) {
            var all = new ArrayList<>(both);
            all.addAll(more);
            return EntryIndex.of(all);
        }
    }

    /** A whole reconciliation. */
    static final class Talk {

        final EntryIndex.View initiator;
        final EntryIndex.View responder;
        final int initiatorLimit;
        final int responderLimit;
        final Set<Entry> have = new HashSet<>();
        final Set<Hash256> need = new HashSet<>();
        final Set<Hash256> offered = new HashSet<>();
        int roundTrips;
        long bytes;

        Talk(EntryIndex initiator, EntryIndex responder, int initiatorLimit, int responderLimit) {
            this.initiator = initiator.since(0);
            this.responder = responder.since(0);
            this.initiatorLimit = initiatorLimit;
            this.responderLimit = responderLimit;
        }

        void run() throws MalformedNegentropyException {
            byte[] message = Negentropy.initiate(initiator);
            while (message != null) {
                assertThat(message).hasSizeLessThanOrEqualTo(initiatorLimit);
                Negentropy.Round answer = Negentropy.respond(responder, message, responderLimit);
                assertThat(answer.next()).hasSizeLessThanOrEqualTo(responderLimit);
                assertThat(answer.have()).isEmpty();
                assertThat(answer.need()).isEmpty();
                answer.offered().forEach(entry -> offered.add(entry.hash()));
                bytes += message.length + answer.next().length;
                roundTrips++;
                Negentropy.Round result = Negentropy.reconcile(initiator, answer.next(), initiatorLimit);
                assertThat(result.offered()).isEmpty();
                have.addAll(result.have());
                need.addAll(result.need());
                message = result.next();
                assertThat(roundTrips).isLessThan(1_000);
            }
        }
    }
}
