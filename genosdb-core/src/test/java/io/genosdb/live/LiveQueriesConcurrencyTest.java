package io.genosdb.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.query.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several writers, several subscribers and a real pool: nothing is lost, nothing comes twice or at once. */
@Timeout(60)
class LiveQueriesConcurrencyTest {

    private static final long SEED = Long.getLong("genosdb.test.seed", 1);
    private static final int WRITERS = 3;
    private static final int WRITES = 3_000;
    private static final int NODES = 40;
    private static final List<String> QUERIES = List.of(
            "{}",
            "{ query: { type: 'a' } }",
            "{ query: { type: 'b', age: { $gt: 3 } } }",
            "{ query: { age: { $lt: 5 } } }",
            "{ query: { type: 'a' }, field: 'age', $limit: 3 }",
            "{ field: 'timestamp', order: 'desc', $limit: 5 }",
            "{ field: 'age', $after: 'n1', $limit: 4, missingCursor: 'empty' }",
            "{ query: { type: 'a', $edge: { type: 'b' } } }",
            "{ query: { $and: [{ type: 'b' }, { $edge: { age: 1 } }] }, $limit: 4 }");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountingExecutor executor = new CountingExecutor(Executors.newFixedThreadPool(3));
    private final Database db = new Database(executor);

    @AfterEach
    void stop() {
        threads.shutdownNow();
        executor.shutdown();
    }

    /** A replay that notices when two threads call it at once. */
    private static final class SerialReplay implements MapListener {
        private final Replay replay = new Replay();
        private final AtomicBoolean busy = new AtomicBoolean();

        @Override
        public void onEvent(MapEvent event) {
            assertThat(busy.getAndSet(true)).as("called by two threads at once").isFalse();
            replay.onEvent(event);
            busy.set(false);
        }
    }

    private record Watch(Query query, SerialReplay client, Subscription subscription) {}

    @Test
    void eventsAddUpToTheResult() throws Exception {
        var watches = new ArrayList<Watch>();
        subscribeAll(watches);
        var work = new ArrayList<Future<?>>();
        for (int writer = 0; writer < WRITERS; writer++) {
            var random = new SplittableRandom(SEED + writer);
            work.add(threads.submit(() -> write(random)));
        }
        Future<List<Watch>> others = threads.submit((Callable<List<Watch>>) this::comeAndGo);
        for (Future<?> writer : work) {
            writer.get();
        }
        watches.addAll(others.get());
        executor.awaitQuiet();
        for (Watch watch : watches) {
            watch.client().replay.assertShows(db.run(watch.query()));
        }
        assertThat(db.live.statistics().pending()).isZero();
        assertThat(db.live.statistics().failures()).isZero();
    }

    private void subscribeAll(List<Watch> watches) {
        for (String options : QUERIES) {
            var client = new SerialReplay();
            Query query = Query.parse(options);
            watches.add(new Watch(query, client, db.map(query, client)));
        }
    }

    private List<Watch> comeAndGo() {
        var staying = new ArrayList<Watch>();
        for (int i = 0; i < 20; i++) {
            var some = new ArrayList<Watch>();
            subscribeAll(some);
            if (i % 5 == 0) {
                staying.addAll(some);
            } else {
                some.forEach(watch -> watch.subscription().close());
            }
        }
        return staying;
    }

    private void write(SplittableRandom random) {
        for (int i = 0; i < WRITES; i++) {
            String id = "n" + random.nextInt(NODES);
            String other = "n" + random.nextInt(NODES);
            db.writerLock.lock();
            try {
                switch (random.nextInt(8)) {
                    case 0 -> db.remove(id);
                    case 1, 2 -> db.link(id, other);
                    case 3 -> db.unlink(id, other);
                    default ->
                        db.put(
                                id,
                                "{ type: '" + "ab".charAt(random.nextInt(2)) + "', age: " + random.nextInt(9) + " }");
                }
            } finally {
                db.writerLock.unlock();
            }
        }
    }

    /** Knows when nothing runs or waits any more, and what tasks have thrown. */
    private static final class CountingExecutor implements Executor {
        private final ExecutorService pool;
        private int tasks;
        private Throwable failure;

        private CountingExecutor(ExecutorService pool) {
            this.pool = pool;
        }

        @Override
        public void execute(Runnable task) {
            count(1, null);
            pool.execute(() -> {
                Throwable thrown = null;
                try {
                    task.run();
                } catch (Throwable e) {
                    thrown = e;
                } finally {
                    count(-1, thrown);
                }
            });
        }

        private synchronized void count(int more, Throwable thrown) {
            tasks += more;
            failure = failure == null ? thrown : failure;
            notifyAll();
        }

        synchronized void awaitQuiet() throws InterruptedException {
            while (tasks > 0) {
                TimeUnit.SECONDS.timedWait(this, 60);
            }
            assertThat(failure).isNull();
        }

        void shutdown() {
            pool.shutdownNow();
        }
    }
}
