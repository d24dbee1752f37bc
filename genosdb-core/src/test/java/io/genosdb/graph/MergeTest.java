package io.genosdb.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.testing.Property;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class MergeTest {

    @Test
    void anyOrderRepetitionAndSplitGivesTheStateOfTheModel() {
        Property.forAll(4_000, random -> {
            List<Entry> entries = RandomEntries.some(random);
            var model = new GraphModel(entries);
            for (int replica = 0; replica < 4; replica++) {
                var graph = new Graph();
                for (List<Entry> batch : batches(shuffledWithRepetitions(entries, random), random)) {
                    graph.merge(batch);
                    assertConsistent(graph);
                }
                assertThat(graph.digest()).isEqualTo(model.digest());
                assertThat(GraphModel.nodesOf(graph)).isEqualTo(model.nodes());
            }
        });
    }

    /** What arrives at one replica and is passed on gives the other one the same, whatever it had before. */
    @Test
    void exchangedStatesConverge() {
        Property.forAll(2_000, random -> {
            List<Entry> entries = RandomEntries.some(random);
            List<Graph> replicas = List.of(new Graph(), new Graph(), new Graph());
            for (Entry entry : entries) {
                replicas.get(random.nextInt(3)).merge(List.of(entry));
            }
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < 3; i++) {
                    replicas.get((i + 1) % 3).merge(entriesOf(replicas.get(i)));
                }
            }
            var model = new GraphModel(entries);
            for (Graph replica : replicas) {
                assertThat(replica.digest()).isEqualTo(model.digest());
                assertThat(GraphModel.nodesOf(replica)).isEqualTo(model.nodes());
            }
        });
    }

    /** The changes of every merge, applied to what was visible before, give what is visible after. */
    @Test
    void changesTellExactlyWhatBecameVisible() {
        Property.forAll(3_000, random -> {
            var graph = new Graph();
            var seen = new HashMap<String, Node>();
            for (List<Entry> batch : batches(RandomEntries.some(random), random)) {
                MergeResult result = graph.merge(batch);
                var changed = new HashSet<String>();
                for (NodeChange change : result.changes()) {
                    assertThat(changed.add(change.id())).as("one change a node").isTrue();
                    assertThat(change.before()).isEqualTo(seen.get(change.id()));
                    assertThat(change.after()).isNotSameAs(change.before());
                    if (change.after() == null) {
                        seen.remove(change.id());
                    } else {
                        seen.put(change.id(), change.after());
                    }
                }
                var visible = new HashMap<String, Node>();
                graph.vertices().forEach(vertex -> visible.put(vertex.id(), vertex.node()) == null);
                assertThat(visible).isEqualTo(seen);
            }
        });
    }

    /** The state afterwards is the state before, with what was accepted, without what was superseded. */
    @Test
    void acceptedAndSupersededTellExactlyWhatBecameOfTheState() {
        Property.forAll(3_000, random -> {
            var graph = new Graph();
            var state = new ArrayList<Entry>();
            var store = new HashMap<EntryKey, Entry>();
            var batches = new ArrayList<>(batches(RandomEntries.some(random), random));
            batches.add(List.of());
            for (List<Entry> batch : batches) {
                long nextSequence = graph.nextSequence();
                MergeResult result = batch.isEmpty() ? graph.purge(1) : graph.merge(batch);
                state.addAll(result.accepted());
                for (Entry entry : result.superseded()) {
                    assertThat(state.remove(entry))
                            .as("superseded only what was there")
                            .isTrue();
                }
                assertThat(state).containsExactlyInAnyOrderElementsOf(entriesOf(graph));
                assertThat(result.firstSequence()).isEqualTo(nextSequence);
                assertThat(graph.nextSequence())
                        .isEqualTo(nextSequence + result.accepted().size());
                for (StoredEntry stored : result.stored()) {
                    int place = (int) (stored.sequence() - result.firstSequence());
                    assertThat(result.accepted().get(place)).isSameAs(stored.entry());
                    store.put(stored.entry().key(), stored.entry());
                }
                result.forgotten().forEach(store::remove);
                assertThat(store.values()).containsExactlyInAnyOrderElementsOf(state);
            }
        });
    }

    /** A node that dies and comes back within one batch is another vertex, and edges must lead to the new one. */
    @Test
    void edgesLeadToTheLifeThatIsThere() {
        Property.forAll(3_000, random -> {
            var graph = new Graph();
            for (List<Entry> batch : batches(RandomEntries.some(random), random)) {
                graph.merge(batch);
                graph.vertices().forEach(vertex -> {
                    Node node = vertex.node();
                    for (int i = 0; i < node.degree(); i++) {
                        assertThat(node.target(i).node())
                                .isSameAs(graph.node(node.target(i).id()));
                    }
                    return true;
                });
            }
        });
    }

    /** What a store is told to keep restores the same state, in the same order of arrival. */
    @Test
    void restoresFromWhatWasStored() {
        Property.forAll(3_000, random -> {
            var graph = new Graph();
            Map<EntryKey, StoredEntry> store = new HashMap<>();
            for (List<Entry> batch : batches(RandomEntries.some(random), random)) {
                MergeResult result = graph.merge(batch);
                result.stored().forEach(stored -> store.put(stored.entry().key(), stored));
                result.forgotten().forEach(store::remove);
            }
            var records = new ArrayList<>(store.values());
            Collections.shuffle(records, new Random(random.nextLong()));
            var restored = new Graph();
            restored.restore(records);
            assertThat(restored.digest()).isEqualTo(graph.digest());
            assertThat(order(restored)).isEqualTo(order(graph));
            assertThat(GraphModel.nodesOf(restored)).isEqualTo(GraphModel.nodesOf(graph));
            MergeResult more = restored.merge(RandomEntries.some(random));
            assertConsistent(restored);
            assertThat(more).isNotNull();
        });
    }

    /** As a takeover of a store leaves them that was interrupted: some nodes have places of the one replica, some of the other. */
    @Test
    void restoresNodesThatArrivedAtTheSamePlace() {
        Property.forAll(1_000, random -> {
            var graph = new Graph();
            Map<EntryKey, StoredEntry> store = new HashMap<>();
            for (Entry entry : RandomEntries.some(random)) {
                MergeResult result = graph.merge(List.of(entry));
                for (StoredEntry stored : result.stored()) {
                    long arrival = stored.arrival() < 0 ? stored.arrival() : stored.arrival() / 3;
                    store.put(entry.key(), new StoredEntry(entry, arrival, stored.sequence()));
                }
                result.forgotten().forEach(store::remove);
            }
            var records = new ArrayList<>(store.values());
            var restored = new Graph();
            restored.restore(records);
            Collections.shuffle(records, new Random(random.nextLong()));
            var again = new Graph();
            again.restore(records);
            assertConsistent(restored);
            assertThat(GraphModel.nodesOf(restored)).isEqualTo(GraphModel.nodesOf(graph));
            assertThat(order(again)).isEqualTo(order(restored));
            restored.merge(RandomEntries.some(random));
            assertConsistent(restored);
        });
    }

    @Test
    void whatIsAcceptedAfterARestartComesBehindWhatWasAcceptedBefore() {
        var entries = RandomEntries.some(Property.generator(1));
        var graph = new Graph();
        MergeResult before = graph.merge(entries);
        var restored = new Graph();
        restored.restore(before.stored());
        assertThat(restored.nextSequence()).isGreaterThan(graph.nextSequence() + Integer.MAX_VALUE);
        assertThat(new Graph().nextSequence()).isEqualTo(1);
    }

    @Test
    void purgingForgetsOldTombstonesAndCutEdgesOnly() {
        Property.forAll(2_000, random -> {
            var graph = new Graph();
            graph.merge(RandomEntries.some(random));
            List<Entry> kept =
                    entriesOf(graph).stream().filter(entry -> !entry.expires()).toList();
            Hash256 digestSinceTomorrow = graph.digestSince(1);
            graph.purge(1);
            assertConsistent(graph);
            assertThat(graph.digest()).isEqualTo(digestSinceTomorrow);
            assertThat(entriesOf(graph)).containsExactlyInAnyOrderElementsOf(kept);
            assertThat(GraphModel.nodesOf(graph)).isEqualTo(new GraphModel(kept).nodes());
        });
    }

    private static void assertConsistent(Graph graph) {
        Hash256 recomputed = entriesOf(graph).stream().map(Entry::hash).reduce(Hash256.ZERO, Hash256::plus);
        assertThat(graph.digest()).isEqualTo(recomputed);
        assertThat(graph.entryCount()).isEqualTo(entriesOf(graph).size());
        assertThat(graph.vertices().size()).isEqualTo(order(graph).size());
        for (String id : order(graph)) {
            assertThat(graph.node(id)).isNotNull();
        }
    }

    private static List<String> order(Graph graph) {
        var order = new ArrayList<String>();
        graph.vertices().forEach(vertex -> order.add(vertex.id()));
        return order;
    }

    private static List<Entry> entriesOf(Graph graph) {
        var entries = new ArrayList<Entry>();
        graph.forEachEntry(entries::add);
        return entries;
    }

    private static List<Entry> shuffledWithRepetitions(List<Entry> entries, RandomGenerator random) {
        var more = new ArrayList<>(entries);
        for (int i = 0; i < entries.size() / 3; i++) {
            more.add(entries.get(random.nextInt(entries.size())));
        }
        Collections.shuffle(more, new Random(random.nextLong()));
        return more;
    }

    private static List<List<Entry>> batches(List<Entry> entries, RandomGenerator random) {
        var batches = new ArrayList<List<Entry>>();
        int from = 0;
        while (from < entries.size()) {
            int to = Math.min(entries.size(), from + 1 + random.nextInt(random.nextBoolean() ? 1 : 12));
            batches.add(entries.subList(from, to));
            from = to;
        }
        return batches;
    }
}
