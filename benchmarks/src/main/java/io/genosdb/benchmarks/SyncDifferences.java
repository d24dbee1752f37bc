package io.genosdb.benchmarks;

import io.genosdb.GenosDatabase;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryCodec;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.Limits;
import io.genosdb.sync.Link;
import io.genosdb.sync.PeerConnection;
import io.genosdb.sync.SyncEvent;
import io.genosdb.value.JsonString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What it takes two replicas to find out what they lack: bytes and round trips, counted on a link that carries the frames of
 * both sides at once, so that they do not depend on the machine.
 */
final class SyncDifferences {

    private static final int NODES = 100_000;
    private static final int MANY = 1_000;
    private static final String NAME = "benchmark";

    private final List<Entry> state;
    private final EntryCodec codec = new EntryCodec(new EntryFactory(NAME, Limits.DEFAULTS));

    private SyncDifferences(List<Entry> state) {
        this.state = state;
    }

    static void measure() {
        List<User> users = User.generate(NODES, LoadedUsers.SEED);
        try (var source = GenosDatabase.inMemory(NAME)) {
            users.forEach(user -> source.put(user.toJson(), user.id()));
            var state = new ArrayList<>(source.entries());
            state.sort((one, other) -> Long.compare(one.timestamp(), other.timestamp()));
            var differences = new SyncDifferences(state);
            differences.withoutLog();
            differences.overwritten(source, users);
            differences.withLog(users, 0);
            differences.withLog(users, 1);
            differences.withLog(users, MANY);
        }
    }

    private void withoutLog() {
        for (int count : new int[] {1, MANY}) {
            List<Entry> scattered = new ArrayList<>(state);
            Collections.shuffle(scattered, new Random(1));
            scattered = scattered.subList(0, count);
            List<Entry> last = state.subList(NODES - count, NODES);
            lacking(count + " scattered, one side lacks them", List.of(), scattered);
            lacking(count + " scattered, the other side lacks them", scattered, List.of());
            lacking(count + " written last, one side lacks them", List.of(), last);
            lacking(count + " written last, the other side lacks them", last, List.of());
            if (count > 1) {
                lacking(
                        count + " scattered, each side lacks half",
                        scattered.subList(0, count / 2),
                        scattered.subList(count / 2, count));
            }
        }
    }

    /** The first replica has the smaller origin: it asks. */
    private void lacking(String title, List<Entry> firstLacks, List<Entry> secondLacks) {
        withPair((first, second) -> {
            first.merge(without(state, firstLacks));
            second.merge(without(state, secondLacks));
            report("no log, " + title, first, second, bytes(firstLacks) + bytes(secondLacks));
        });
    }

    /** Nodes that were changed have a new entry at the end, and a place in the middle where the old one is no more. */
    private void overwritten(GenosDatabase source, List<User> users) {
        var chosen = new ArrayList<>(users);
        Collections.shuffle(chosen, new Random(2));
        for (User user : chosen.subList(0, MANY)) {
            source.put(user.toJson().with("name", new JsonString(user.name() + " changed")), user.id());
        }
        List<Entry> changed = new ArrayList<>(source.entries());
        changed.removeAll(new java.util.HashSet<>(state));
        for (boolean swapped : new boolean[] {false, true}) {
            withPair((first, second) -> {
                first.merge(swapped ? state : source.entries());
                second.merge(swapped ? source.entries() : state);
                report("no log, " + MANY + " overwritten, scattered", first, second, bytes(changed));
            });
        }
    }

    private void withLog(List<User> users, int count) {
        withPair((first, second) -> {
            first.merge(state);
            second.merge(state);
            new SteppedWire(first, second).run();
            var written = new ArrayList<Entry>();
            try (var listening = first.onMerge((result, source) -> written.addAll(result.accepted()))) {
                for (User user : users.subList(0, count)) {
                    first.put(user.toJson(), user.id());
                }
            }
            report("with log, " + count + " overwritten", first, second, bytes(written));
        });
    }

    private interface Pair {
        void of(GenosDatabase first, GenosDatabase second);
    }

    private static void withPair(Pair task) {
        try (var one = GenosDatabase.inMemory(NAME);
                var other = GenosDatabase.inMemory(NAME)) {
            boolean isFirst = one.origin().compareTo(other.origin()) < 0;
            task.of(isFirst ? one : other, isFirst ? other : one);
        }
    }

    private static List<Entry> without(List<Entry> all, List<Entry> some) {
        var left = new java.util.LinkedHashSet<>(all);
        some.forEach(left::remove);
        return List.copyOf(left);
    }

    private long bytes(Collection<Entry> entries) {
        return entries.stream().mapToLong(entry -> codec.encode(entry).length).sum();
    }

    private static void report(String title, GenosDatabase first, GenosDatabase second, long entryBytes) {
        var wire = new SteppedWire(first, second);
        wire.run();
        System.out.printf(
                Locale.ROOT,
                "%s: %.1f round trips, %,d bytes, %,d of entries (%.2f), equal %s, %d ms, %s, %s%n",
                title,
                wire.turns / 2.0,
                wire.bytes,
                entryBytes,
                (double) wire.bytes / Math.max(1, entryBytes),
                first.digest().equals(second.digest()),
                wire.millis,
                wire.purposes,
                wire.byTurn);
    }

    /** Carries frames on this thread: in each turn all that both sides have to send. */
    private static final class SteppedWire {
        private final GenosDatabase first;
        private final GenosDatabase second;
        private final List<String> purposes = new ArrayList<>();
        private final Map<Integer, String> byTurn = new LinkedHashMap<>();
        private boolean proved;
        private int turns;
        private long bytes;
        private long millis;

        private SteppedWire(GenosDatabase first, GenosDatabase second) {
            this.first = first;
            this.second = second;
        }

        /** Until both have proved that they are equal. */
        private void run() {
            long start = System.nanoTime();
            int[] equal = {0};
            try (var one = first.sync().listen(event -> heard(event, equal));
                    var other = second.sync().listen(event -> heard(event, equal))) {
                PeerConnection left = first.sync().connect(new SteppedLink(true));
                PeerConnection right = second.sync().connect(new SteppedLink(false));
                while (equal[0] < 2) {
                    turn(left, right);
                }
                millis = (System.nanoTime() - start) / 1_000_000;
                left.closed("measured");
                right.closed("measured");
            }
        }

        private void heard(SyncEvent event, int[] equal) {
            if (event instanceof SyncEvent.ProvedEqual) {
                equal[0]++;
            } else if (event instanceof SyncEvent.CaughtUp caught) {
                purposes.add(caught.purpose() + " " + caught.roundTrips());
            }
        }

        private void turn(PeerConnection left, PeerConnection right) {
            List<byte[]> toRight = take(left);
            List<byte[]> toLeft = take(right);
            if (!toRight.isEmpty() || !toLeft.isEmpty()) {
                turns++;
                byTurn.put(turns, length(toRight) + "/" + length(toLeft));
            }
            toRight.forEach(right::receive);
            toLeft.forEach(left::receive);
        }

        private List<byte[]> take(PeerConnection from) {
            var frames = new ArrayList<byte[]>();
            for (byte[] frame = from.nextFrame(); frame != null; frame = from.nextFrame()) {
                frames.add(frame);
                bytes += frame.length;
            }
            return frames;
        }

        private static int length(List<byte[]> frames) {
            return frames.stream().collect(Collectors.summingInt(frame -> frame.length));
        }
    }

    private record SteppedLink(boolean isOutgoing) implements Link {

        @Override
        public String transport() {
            return "stepped";
        }

        @Override
        public String remote() {
            return "stepped";
        }

        @Override
        public int maxFrameBytes() {
            return 64 << 10;
        }

        @Override
        public boolean isCompressed() {
            return true;
        }

        @Override
        public void wake() {}

        @Override
        public void close() {}
    }
}
