package io.genosdb.sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import io.genosdb.testing.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class EntryIndexTest {

    private static final Comparator<Entry> ORDER =
            Comparator.comparingLong(Entry::timestamp).thenComparing(Entry::hash);

    private static final long DAYS = 12;

    @Test
    void behavesAsASortedListWhateverComesAndGoes() {
        Property.forAll(120, random -> {
            var model = new TreeSet<>(ORDER);
            var state = new RandomState(random, timestamps(random), random.nextInt(3) * 0.3);
            for (int i = random.nextInt(2) * random.nextInt(3_000); i > 0; i--) {
                model.add(state.next());
            }
            EntryIndex index = EntryIndex.of(model);
            EntryIndex.View early = index.since(1 + random.nextLong(DAYS));
            for (int phase = 1 + random.nextInt(5); phase > 0; phase--) {
                change(random, index, model, state);
                checkStructure(index);
                checkView(random, index.since(0), List.copyOf(model));
                long horizon = random.nextLong(DAYS + 2);
                checkView(random, index.since(horizon), inView(model, horizon));
            }
            assertThat(early.digest()).isEqualTo(sum(contents(early)));
            emptyOut(random, index, model);
            assertThat(index.since(0).digest()).isEqualTo(Hash256.ZERO);
            assertThat(early.size()).isZero();
        });
    }

    /** Few timestamps make masses of equal ones, as a batch of writes does; the others are spread over days. */
    private static long timestamps(RandomGenerator random) {
        return random.nextInt(3) == 0 ? 1 + random.nextInt(5) : RandomState.day(DAYS);
    }

    private static void change(RandomGenerator random, EntryIndex index, NavigableSet<Entry> model, RandomState state) {
        double removals = random.nextDouble();
        boolean appends = random.nextBoolean();
        long end = model.isEmpty() ? 0 : model.last().timestamp();
        for (int i = random.nextInt(4_000); i > 0; i--) {
            if (!model.isEmpty() && random.nextDouble() < removals) {
                Entry entry = near(model, state.next());
                model.remove(entry);
                index.remove(entry);
            } else {
                Entry entry = appends ? state.at(end + i % 2) : state.next();
                model.add(entry);
                index.add(entry);
            }
            assertThat(index.size()).isEqualTo(model.size());
        }
    }

    private static Entry near(NavigableSet<Entry> model, Entry place) {
        Entry entry = model.ceiling(place);
        return entry == null ? model.last() : entry;
    }

    private static void emptyOut(RandomGenerator random, EntryIndex index, NavigableSet<Entry> model) {
        boolean fromTheEnd = random.nextBoolean();
        while (!model.isEmpty()) {
            Entry entry = fromTheEnd ? model.last() : model.first();
            model.remove(entry);
            index.remove(entry);
        }
        checkStructure(index);
    }

    private static List<Entry> inView(NavigableSet<Entry> model, long horizon) {
        return model.stream()
                .filter(entry -> !entry.expires() || HybridTimestamp.day(entry.timestamp()) >= horizon)
                .toList();
    }

    private static void checkView(RandomGenerator random, EntryIndex.View view, List<Entry> model) {
        assertThat(view.size()).isEqualTo(model.size());
        assertThat(view.digest()).isEqualTo(sum(model));
        assertThat(contents(view)).isEqualTo(model);
        for (int i = 0; i < 20; i++) {
            int to = random.nextInt(model.size() + 1);
            int from = random.nextInt(to + 1);
            assertThat(view.sum(from, to)).isEqualTo(sum(model.subList(from, to)));
            if (from < to) {
                assertThat(view.get(from)).isSameAs(model.get(from));
                checkBounds(random, view, model, model.get(from));
            }
        }
    }

    private static void checkBounds(RandomGenerator random, EntryIndex.View view, List<Entry> model, Entry near) {
        byte[] prefix = Arrays.copyOf(near.hash().toBytes(), random.nextInt(33));
        long timestamp = near.timestamp() + random.nextInt(3) - 1;
        Hash256 hash = Hash256.of(Arrays.copyOf(prefix, 32));
        long below = model.stream()
                .filter(entry -> Long.compareUnsigned(entry.timestamp(), timestamp) < 0
                        || (entry.timestamp() == timestamp && entry.hash().compareTo(hash) < 0))
                .count();
        assertThat(view.lowerBound(timestamp, prefix)).isEqualTo(below);
        int limit = random.nextInt(300);
        assertThat(view.page(near.timestamp(), near.hash(), limit))
                .isEqualTo(model.stream()
                        .filter(entry -> ORDER.compare(entry, near) > 0)
                        .limit(limit)
                        .toList());
        assertThat(view.page(near.timestamp(), null, limit))
                .isEqualTo(model.stream()
                        .filter(entry -> entry.timestamp() >= near.timestamp())
                        .limit(limit)
                        .toList());
    }

    private static List<Entry> contents(EntryIndex.View view) {
        return view.page(0, null, Integer.MAX_VALUE);
    }

    private static Hash256 sum(List<Entry> entries) {
        Hash256 sum = Hash256.ZERO;
        for (Entry entry : entries) {
            sum = sum.plus(entry.hash());
        }
        return sum;
    }

    /** All leaves are equally deep, no node is empty but the root, and two neighbours are not both nearly empty. */
    private static void checkStructure(EntryIndex index) {
        if (index.size() > 0) {
            checkNode(index.root());
        }
    }

    private static int checkNode(IndexNode node) {
        assertThat(node.size).isBetween(1, node.capacity());
        if (!(node instanceof IndexNode.Inner inner)) {
            return 0;
        }
        var depths = new ArrayList<Integer>();
        IndexNode left = null;
        for (IndexNode child : inner.children()) {
            depths.add(checkNode(child));
            // Only the last child is allowed to be young.
            if (left != null && left.isNearlyEmpty()) {
                assertThat(left.size + child.size).isGreaterThan(child.capacity() / 2);
            }
            left = child;
        }
        assertThat(depths).containsOnly(depths.get(0));
        return depths.get(0) + 1;
    }

    @Test
    void entriesThatComeTwiceOrWereNeverThereAreRefusedAndChangeNothing() {
        var random = Property.generator(1);
        var state = new RandomState(random, 50, 0.5);
        var model = new TreeSet<>(ORDER);
        for (int i = 0; i < 5_000; i++) {
            model.add(state.next());
        }
        EntryIndex index = EntryIndex.of(model);
        for (int i = 0; i < 200; i++) {
            Entry present = near(model, state.next());
            assertThatIllegalStateException()
                    .isThrownBy(() -> index.add(present))
                    .withMessageContaining("in the index already: " + present);
            Entry absent = state.next();
            assertThatIllegalStateException()
                    .isThrownBy(() -> index.remove(absent))
                    .withMessageContaining("not in the index: " + absent);
        }
        checkView(random, index.since(0), List.copyOf(model));
        Entry entry = state.next();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntryIndex.of(List.of(entry, state.next(), entry)))
                .withMessageContaining("given twice: " + entry);
    }

    @Test
    void newEntriesFillLeavesToTheBrim() {
        var state = new RandomState(Property.generator(1), 1, 0);
        var index = new EntryIndex();
        for (int i = 0; i < 128 * 64 + 1; i++) {
            index.add(state.at(i));
        }
        IndexNode.Inner root = (IndexNode.Inner) index.root();
        assertThat(root.children()).hasSize(2);
        assertThat(((IndexNode.Inner) root.children()[0]).children())
                .hasSize(64)
                .allMatch(leaf -> leaf.size == 128);
    }

    @Test
    void aViewBeyondAllTimeHoldsWhatLastsForEver() {
        var state = new RandomState(Property.generator(1), RandomState.day(DAYS), 0.5);
        var index = new EntryIndex();
        var lasting = new TreeSet<>(ORDER);
        for (int i = 0; i < 1_000; i++) {
            Entry entry = i % 100 == 0 ? state.at(Long.MAX_VALUE) : state.next();
            index.add(entry);
            if (!entry.expires()) {
                lasting.add(entry);
            }
        }
        assertThat(contents(index.since(Long.MAX_VALUE))).containsExactlyElementsOf(lasting);
        assertThat(index.since(Long.MIN_VALUE).size()).isEqualTo(1_000);
    }

    @Test
    void placesThatAreNotThereAreRefused() {
        var index = new EntryIndex();
        index.add(new RandomState(Property.generator(1), 1, 0).next());
        EntryIndex.View view = index.since(0);
        assertThatThrownBy(() -> view.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> view.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> view.sum(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> view.lowerBound(0, new byte[33]));
        assertThatIllegalArgumentException().isThrownBy(() -> view.page(0, null, -1));
    }
}
