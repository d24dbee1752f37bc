package io.genosdb.sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import io.genosdb.testing.Property;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
            assertThat(talk.need)
                    .containsExactlyInAnyOrderElementsOf(
                            pair.onlyRight().stream().map(Entry::hash).toList());
            assertThat(talk.offered).containsAll(talk.need);
        });
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
