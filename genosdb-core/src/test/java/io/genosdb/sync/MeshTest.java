package io.genosdb.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.storage.StorageOptions;
import io.genosdb.sync.SyncEvent.ProvedEqual;
import io.genosdb.sync.transport.InMemoryLinks;
import io.genosdb.sync.wire.ErrorCode;
import io.genosdb.value.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several databases, real threads, links that come and go. */
@Timeout(120)
class MeshTest {

    private static final SyncOptions QUICK =
            new SyncOptions(null, 200, 1 << 16, Duration.ofMillis(100), Duration.ofSeconds(30));

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "mesh");
        thread.setDaemon(true);
        return thread;
    });
    private final InMemoryLinks links = new InMemoryLinks(threads);
    private final List<Edge> edges = new ArrayList<>();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static GenosDatabase open() {
        return GenosDatabase.builder("test").sync(QUICK).open();
    }

    private static JsonObject value(int i) {
        return JsonObject.parse("{\"n\":" + i + ",\"text\":\"some text that takes some room\"}");
    }

    /** Two databases that are linked again whenever their link ends, as long as both are open. */
    private final class Edge implements Runnable {

        private final GenosDatabase one;
        private final GenosDatabase other;
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile InMemoryLinks.Connection link;
        private volatile boolean finished;

        Edge(GenosDatabase one, GenosDatabase other) {
            this.one = one;
            this.other = other;
            this.link = links.connect(one.sync(), other.sync());
            threads.execute(this);
        }

        @Override
        public void run() {
            try {
                while (!finished) {
                    link.awaitClosed();
                    link = links.connect(one.sync(), other.sync());
                }
            } catch (IllegalStateException e) {
                // One of the two is closed.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                ended.countDown();
            }
        }

        void cut() {
            link.close();
        }

        void finish() throws InterruptedException {
            finished = true;
            link.close();
            ended.await();
            link.close();
        }
    }

    private void link(List<GenosDatabase> databases, String shape) {
        int count = databases.size();
        for (int i = 0; i < count; i++) {
            for (int j = i + 1; j < count; j++) {
                boolean isNeighbour = j == i + 1 || shape.equals("ring") && i == 0 && j == count - 1;
                if (isNeighbour || shape.equals("mesh")) {
                    edges.add(new Edge(databases.get(i), databases.get(j)));
                }
            }
        }
    }

    /** Waits, as long as it takes, until both sides of all links have proved what one last write has changed. */
    private void awaitProvedEqual(List<GenosDatabase> databases) throws InterruptedException {
        var pairs = new HashSet<String>();
        for (Edge edge : edges) {
            pairs.add(edge.one.origin() + edge.other.origin());
            pairs.add(edge.other.origin() + edge.one.origin());
        }
        awaitProvedEqual(databases, pairs);
    }

    private static void awaitProvedEqual(List<GenosDatabase> databases, Set<String> pairs) throws InterruptedException {
        String last = databases.get(0).put(value(0));
        var proofs = new Semaphore(0);
        var proved = ConcurrentHashMap.<String>newKeySet();
        var registrations = new ArrayList<SyncEngine.Registration>();
        for (GenosDatabase database : databases) {
            registrations.add(database.sync().listen(event -> {
                // A proof before the write has come says nothing.
                if (event instanceof ProvedEqual && database.get(last) != null) {
                    proved.add(database.origin() + event.peer());
                    proofs.release();
                }
            }));
        }
        while (!areEqual(databases) || !proved.containsAll(pairs)) {
            proofs.acquire();
        }
        registrations.forEach(SyncEngine.Registration::close);
    }

    private void finish() throws InterruptedException {
        for (Edge edge : edges) {
            edge.finish();
        }
    }

    private static boolean areEqual(List<GenosDatabase> databases) {
        return databases.stream().map(GenosDatabase::digest).distinct().count() == 1;
    }

    private static void awaitAll(List<Future<?>> tasks) throws Exception {
        for (Future<?> task : tasks) {
            task.get(60, TimeUnit.SECONDS);
        }
    }

    private Future<?> write(GenosDatabase database, int number, int count, Runnable afterEach) {
        return threads.submit(() -> {
            for (int i = 0; i < count; i++) {
                database.put(value(i), "n" + number + "-" + i);
                if (i % 10 == 9) {
                    database.link("n" + number + "-" + i, "n" + number + "-" + (i - 1));
                    database.remove("n" + number + "-" + (i - 2));
                }
                database.put(value(number), "shared" + i % 50);
                afterEach.run();
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"line, 2", "line, 4", "ring, 5", "mesh, 5", "mesh, 8"})
    void whatIsWrittenWhileLinksAreCutIsEqualEverywhereInTheEnd(String shape, int count) throws Exception {
        var databases = IntStream.range(0, count).mapToObj(i -> open()).toList();
        int writes = 2_400 / count;
        var random = new Random(count);
        var sinceCut = new AtomicLong();
        link(databases, shape);
        var writers = new ArrayList<Future<?>>();
        for (int i = 0; i < count; i++) {
            writers.add(write(databases.get(i), i, writes, () -> {
                if (sinceCut.incrementAndGet() % 60 == 0) {
                    synchronized (random) {
                        edges.get(random.nextInt(edges.size())).cut();
                    }
                }
            }));
        }
        awaitAll(writers);
        awaitProvedEqual(databases);
        for (GenosDatabase database : databases) {
            // The digest follows each entry, readers see a batch when it is merged as a whole: not before its writer is
            // done.
            assertThat(database.entries()).isNotEmpty();
            assertThat(database.size()).isEqualTo(count * (writes - writes / 10) + 50 + 1L);
            assertThat(database.sync().status().peers()).hasSizeGreaterThanOrEqualTo(1);
        }
        finish();
        databases.forEach(GenosDatabase::close);
    }

    @Test
    void theOthersGoOnWhenDatabasesAreClosedInTheMiddle() throws Exception {
        var databases = IntStream.range(0, 6).mapToObj(i -> open()).toList();
        link(databases, "mesh");
        var leaving = databases.subList(4, 6);
        for (GenosDatabase database : leaving) {
            // Ends with the database.
            var unused = write(database, 9, Integer.MAX_VALUE, () -> {});
        }
        var writers = new ArrayList<Future<?>>();
        for (int i = 0; i < 4; i++) {
            var left = new AtomicLong(i == 0 ? 200 : Long.MAX_VALUE);
            writers.add(write(databases.get(i), i, 500, () -> {
                if (left.decrementAndGet() == 0) {
                    leaving.forEach(GenosDatabase::close);
                }
            }));
        }
        awaitAll(writers);
        var rest = databases.subList(0, 4);
        List<Edge> ended =
                edges.stream().filter(edge -> leaving.contains(edge.other)).toList();
        edges.removeAll(ended);
        awaitProvedEqual(rest);
        for (Edge edge : ended) {
            edge.link.awaitClosed();
        }
        for (GenosDatabase database : rest) {
            for (int i = 0; i < 4; i++) {
                assertThat(database.get("n" + i + "-499")).isNotNull();
            }
            assertThat(database.sync().status().peers()).hasSize(3);
        }
        finish();
        for (GenosDatabase database : databases) {
            database.close();
            assertThat(database.sync().status().peers()).isEmpty();
        }
    }

    // ---- duplicates

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void ofManyLinksBetweenTwoExactlyOneStays(int count) throws Exception {
        try (var one = open();
                var other = open()) {
            for (int round = 0; round < 20; round++) {
                var begin = new CyclicBarrier(count);
                var closed = new Semaphore(0);
                var dialled = new ArrayList<Future<InMemoryLinks.Connection>>();
                for (int i = 0; i < count; i++) {
                    boolean isForth = i % 2 == 0;
                    dialled.add(threads.submit(() -> {
                        begin.await();
                        var link = links.connect((isForth ? one : other).sync(), (isForth ? other : one).sync());
                        var unused = threads.submit(() -> {
                            link.awaitClosed();
                            closed.release();
                            return null;
                        });
                        return link;
                    }));
                }
                assertThat(closed.tryAcquire(count - 1, 30, TimeUnit.SECONDS))
                        .as("links that are left in round %d", round)
                        .isTrue();
                awaitProvedEqual(List.of(one, other), Set.of(one.origin() + other.origin()));
                assertThat(closed.availablePermits()).isZero();
                assertThat(one.sync().status().peers()).hasSize(1);
                assertThat(other.sync().status().peers()).hasSize(1);
                for (var link : dialled) {
                    link.get().close();
                }
            }
        }
    }

    /** The old link is one that nobody has noticed the end of. */
    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void aPeerThatWasStartedAnewReplacesItsOldLinkAtOnce(
            boolean isOldDialledByIt, boolean isNewDialledByIt, @TempDir Path directory) {
        var millis = new AtomicLong(1_000_000);
        var stored = GenosDatabase.builder("test")
                .storage(StorageOptions.in(directory))
                .ticker(millis::get);
        try (var other = GenosDatabase.builder("test").ticker(millis::get).open()) {
            Wire before;
            String origin;
            try (var database = stored.open()) {
                origin = database.origin();
                before = isOldDialledByIt ? new Wire(database, other) : new Wire(other, database);
                before.settle(millis);
            }
            Wire.End old = isOldDialledByIt ? before.right() : before.left();
            try (var database = stored.open()) {
                assertThat(database.origin()).isEqualTo(origin);
                var after = isNewDialledByIt ? new Wire(database, other) : new Wire(other, database);
                after.settle(millis);
                assertThat(old.isClosed()).isTrue();
                assertThat(old.connection().failure()).isEqualTo(ErrorCode.DUPLICATE);
                old.connection().closed("it was closed");
                database.put(value(1), "after");
                after.settle(millis);
                assertThat(other.get("after")).isNotNull();
                assertThat(other.sync().status().peers()).hasSize(1);
            }
        }
    }

    @Test
    void nothingIsForwardedTwiceInAFullMesh() {
        var millis = new AtomicLong(1_000_000);
        var databases = IntStream.range(0, 6)
                .mapToObj(i -> GenosDatabase.builder("test").ticker(millis::get).open())
                .toList();
        var wires = new ArrayList<Wire>();
        for (int i = 0; i < databases.size(); i++) {
            for (int j = i + 1; j < databases.size(); j++) {
                wires.add(new Wire(databases.get(i), databases.get(j)));
            }
        }
        for (int second = 0; second < 3; second++) {
            settle(wires, millis);
            millis.addAndGet(1_000);
            databases.forEach(database -> database.sync().tick());
        }
        settle(wires, millis);
        long before = entriesOut(databases);
        for (int i = 0; i < 300; i++) {
            databases.get(i % 2).put(value(i), "n" + i);
            if (i % 7 == 0) {
                settle(wires, millis);
            }
        }
        settle(wires, millis);
        assertThat(databases).allMatch(database -> database.size() == 300);
        assertThat(entriesOut(databases) - before).isEqualTo(300L * (databases.size() - 1));
        databases.forEach(GenosDatabase::close);
    }

    private static void settle(List<Wire> wires, AtomicLong millis) {
        for (int i = 0; i < 3; i++) {
            wires.forEach(wire -> wire.settle(millis));
        }
    }

    private static long entriesOut(List<GenosDatabase> databases) {
        return databases.stream()
                .flatMap(database -> database.sync().status().peers().stream())
                .mapToLong(PeerStatus::entriesOut)
                .sum();
    }
}
