package io.genosdb.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Graph;
import io.genosdb.graph.Node;
import io.genosdb.guard.NotPermittedException;
import io.genosdb.security.policy.Oracle;
import io.genosdb.security.policy.RandomEntries;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever arrives, in whatever order, as often as it may: all replicas end with the same state, and it is the merge of what the law
 * allows.
 */
class CourtroomSeedsTest {

    private static final long SEEDS = Long.getLong("genosdb.security.seeds", 1000);
    private static final long FIRST_SEED = Long.getLong("genosdb.security.first-seed", 1);

    @Test
    void allReplicasEndWithWhatTheLawAllows() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            check(seed);
        }
    }

    private static void check(long seed) {
        var random = new Random(seed);
        List<Entry> entries = new RandomEntries(seed).some(5 + random.nextInt(50));
        List<Entry> wellFormed = entries.stream().filter(Replica::isWellFormed).toList();
        var oracle = new Oracle(RandomEntries.POLICY, wellFormed);
        var lawful = new Graph();
        lawful.merge(wellFormed.stream().filter(oracle::isLawful).toList());
        for (int i = 0; i < 3; i++) {
            var replica = new Replica(RandomEntries.POLICY);
            for (List<Entry> batch : shuffled(entries, random)) {
                writeOrReceive(replica, batch, random);
            }
            assertThat(replica.graph().digest())
                    .as(() -> "seed " + seed + ": -Dgenosdb.security.seeds=1 -Dgenosdb.security.first-seed=" + seed
                            + "\nstate  " + replica.state() + "\nlawful " + Replica.state(lawful))
                    .isEqualTo(lawful.digest());
            for (String id : RandomEntries.NODES) {
                Node node = replica.graph().node(id);
                assertThat(node).as("node %s, seed %s", id, seed).isEqualTo(lawful.node(id));
                if (node != null) {
                    assertThat(node.access())
                            .as("list of %s, seed %s", id, seed)
                            .isEqualTo(replica.judge().access(id));
                }
            }
        }
    }

    /** What is refused to who writes here leaves no trace; it may arrive from elsewhere all the same. */
    private static void writeOrReceive(Replica replica, List<Entry> batch, Random random) {
        if (random.nextBoolean()) {
            replica.receive(batch);
            return;
        }
        List<Entry> before = replica.state();
        long parked = replica.parked();
        try {
            replica.write(batch.toArray(new Entry[0]));
        } catch (NotPermittedException e) {
            assertThat(replica.state()).isEqualTo(before);
            assertThat(replica.parked()).isEqualTo(parked);
            replica.receive(batch);
        }
    }

    /** Any order, split and repetition. */
    private static List<List<Entry>> shuffled(List<Entry> entries, Random random) {
        var all = new ArrayList<>(entries);
        for (int i = random.nextInt(entries.size()); i > 0; i--) {
            all.add(entries.get(random.nextInt(entries.size())));
        }
        Collections.shuffle(all, random);
        var batches = new ArrayList<List<Entry>>();
        while (!all.isEmpty()) {
            List<Entry> head = all.subList(0, 1 + random.nextInt(Math.min(all.size(), 8)));
            batches.add(List.copyOf(head));
            head.clear();
        }
        return batches;
    }
}
