package io.genosdb.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.testing.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class VertexSetTest {

    @Test
    void behavesAsASortedSet() {
        Property.forAll(300, random -> {
            var set = new VertexSet();
            var model = new TreeMap<Long, Vertex>();
            int range = 1 + random.nextInt(3_000);
            int steps = random.nextInt(4_000);
            double removals = random.nextDouble();
            for (int i = 0; i < steps; i++) {
                long arrival = random.nextInt(4) == 0 && !model.isEmpty() ? model.lastKey() + 1 : random.nextInt(range);
                Vertex vertex = model.getOrDefault(arrival, vertex(arrival));
                if (random.nextDouble() < removals) {
                    assertThat(set.remove(vertex)).isEqualTo(model.remove(arrival) != null);
                } else {
                    assertThat(set.add(vertex)).isEqualTo(model.putIfAbsent(arrival, vertex) == null);
                }
                assertThat(set.size()).isEqualTo(model.size());
                assertThat(set.contains(vertex)).isEqualTo(model.containsKey(arrival));
            }
            assertThat(contents(set, -1)).isEqualTo(List.copyOf(model.values()));
            long after = random.nextInt(range);
            assertThat(contents(set, after))
                    .isEqualTo(List.copyOf(model.tailMap(after, false).values()));
        });
    }

    @Test
    void visitorsStopWhenTheyHaveEnough() {
        var set = new VertexSet();
        for (int i = 0; i < 1_000; i++) {
            set.add(vertex(i));
        }
        var seen = new ArrayList<Vertex>();
        assertThat(set.forEach(vertex -> seen.add(vertex) && seen.size() < 300)).isFalse();
        assertThat(seen).hasSize(300);
    }

    /** Vertices that are there all the time are seen exactly once, in order, whatever happens between them. */
    @Test
    void readersSeeWhatStaysExactlyOnceWhileAWriterWorks() throws InterruptedException, ExecutionException {
        var set = new VertexSet();
        for (int i = 0; i < 2_000; i += 2) {
            set.add(vertex(i));
        }
        var running = new AtomicBoolean(true);
        var pool = Executors.newFixedThreadPool(2);
        try {
            var reader = pool.submit(() -> {
                for (int round = 0; round < 2_000; round++) {
                    assertThat(evenArrivals(set)).isEqualTo(1_000);
                }
                running.set(false);
            });
            RandomGenerator random = Property.generator(1);
            var odd = new TreeMap<Integer, Vertex>();
            while (running.get() && !reader.isDone()) {
                int arrival = 1 + 2 * random.nextInt(1_000);
                Vertex present = odd.remove(arrival);
                if (present != null) {
                    set.remove(present);
                } else {
                    Vertex vertex = vertex(arrival);
                    odd.put(arrival, vertex);
                    set.add(vertex);
                }
            }
            reader.get();
        } finally {
            pool.shutdownNow();
        }
    }

    private static int evenArrivals(VertexSet set) {
        long[] last = {-1};
        int[] even = {0};
        set.forEach(vertex -> {
            assertThat(vertex.arrival()).isGreaterThan(last[0]);
            last[0] = vertex.arrival();
            even[0] += vertex.arrival() % 2 == 0 ? 1 : 0;
            return true;
        });
        return even[0];
    }

    private static List<Vertex> contents(VertexSet set, long after) {
        var contents = new ArrayList<Vertex>();
        set.forEachAfter(after, contents::add);
        return contents;
    }

    private static Vertex vertex(long arrival) {
        var vertex = new Vertex("v" + arrival);
        vertex.arrive(arrival);
        return vertex;
    }
}
