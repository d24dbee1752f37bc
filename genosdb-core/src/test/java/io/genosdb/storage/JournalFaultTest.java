package io.genosdb.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Slot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the journal does with a disk that fails, and in which order things reach it. */
@Timeout(60)
class JournalFaultTest {

    @TempDir
    Path directory;

    private final FaultyEngine disk = new FaultyEngine();
    private final ManualScheduler scheduler = new ManualScheduler();

    private Journal open(StorageOptions options) {
        return Journals.open(options, scheduler, List.of(disk));
    }

    private StorageOptions options() {
        return StorageOptions.in(directory).withSaveDelay(Duration.ofMillis(100));
    }

    @Test
    void theLastChangeOfAKeyInABatchCounts() {
        try (Journal journal = open(options())) {
            disk.batches.clear();
            var a = new EntryKey("a", Slot.VALUE);
            var b = new EntryKey("b", Slot.VALUE);
            journal.append(List.of(Journals.value("a", 1)), List.of(), 1);
            journal.append(List.of(Journals.value("a", 2), Journals.value("b", 3)), List.of(), 3);
            journal.append(List.of(), List.of(a, b), 4);
            journal.append(List.of(Journals.value("a", 5)), List.of(), 5);
            journal.flush();
            // a, b and the state
            assertThat(disk.batches).containsExactly(3);
            Journals.Content content = Journals.load(journal);
            assertThat(content.number("a")).isEqualTo(5);
            assertThat(content.number("b")).isEqualTo(-1);
        }
    }

    @Test
    void aFailingDiskIsTriedAgainWithGrowingDelaysAndNothingIsLost() {
        try (Journal journal = open(options())) {
            disk.failures = 3;
            journal.append(List.of(Journals.value("a", 1)), List.of(), 1);
            scheduler.advance(Duration.ofMillis(100));
            StorageStatus status = journal.status();
            assertThat(status.pending()).isEqualTo(1);
            assertThat(status.failedFlushes()).isEqualTo(1);
            assertThat(status.error()).contains("No space left");
            assertThat(status.warnings()).singleElement().asString().contains("1 entries wait");
            journal.append(List.of(Journals.value("b", 2)), List.of(), 2);
            scheduler.advance(Duration.ofMillis(100));
            assertThat(journal.status().failedFlushes()).isEqualTo(2);
            scheduler.advance(Duration.ofMillis(199));
            assertThat(journal.status().failedFlushes()).isEqualTo(2);
            scheduler.advance(Duration.ofMillis(1));
            assertThat(journal.status().failedFlushes()).isEqualTo(3);
            scheduler.advance(Duration.ofMillis(400));
            assertThat(journal.status().pending()).isZero();
            assertThat(journal.status().error()).isNull();
            assertThat(journal.status().warnings()).isEmpty();
            assertThat(Journals.load(journal).entries()).hasSize(2);
        }
    }

    @Test
    void aSynchronousWriterHearsOfTheFailureAndOfTheSuccess() {
        try (Journal journal = open(options().withDurability(Durability.SYNC))) {
            disk.failures = 1;
            long ticket = journal.append(List.of(Journals.value("a", 1)), List.of(), 1);
            assertThatThrownBy(() -> journal.commit(ticket))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("not on disk yet")
                    .hasMessageContaining("No space left");
            journal.commit(ticket);
            assertThat(journal.status().pending()).isZero();
        }
    }

    @Test
    void aWriteThatFailedAfterItReachedTheDiskIsRepeatedHarmlessly() {
        try (Journal journal = open(options())) {
            disk.failures = 1;
            disk.failsTooLate = true;
            journal.append(List.of(Journals.value("a", 1)), List.of(), 1);
            assertThatThrownBy(journal::flush).isInstanceOf(StorageException.class);
            journal.append(List.of(), List.of(new EntryKey("a", Slot.VALUE)), 2);
            journal.flush();
            assertThat(Journals.load(journal).entries()).isEmpty();
        }
    }

    @Test
    void aFullQueueIsFlushedByTheWriterThatFindsItFull() {
        try (Journal journal = open(options().withMaxPending(10))) {
            for (int i = 0; i < 25; i++) {
                journal.awaitCapacity();
                journal.append(List.of(Journals.value("n" + i, i)), List.of(), i);
                assertThat(journal.status().pending()).isLessThanOrEqualTo(10);
            }
            assertThat(journal.status().flushes()).isEqualTo(2);
        }
    }

    @Test
    void aFullQueueRefusesWhileTheDiskFails() {
        Journal journal = open(options().withMaxPending(2));
        disk.failures = Integer.MAX_VALUE;
        journal.append(List.of(Journals.value("a", 1), Journals.value("b", 2)), List.of(), 2);
        assertThatThrownBy(journal::flush).isInstanceOf(StorageException.class);
        assertThatThrownBy(journal::awaitCapacity)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("no more writes")
                .hasMessageContaining("No space left");
        disk.failures = 0;
        scheduler.advance(Duration.ofSeconds(10));
        journal.awaitCapacity();
        journal.close();
        assertThat(journal.status().pending()).isZero();
    }

    @Test
    void closingSaysWhatCouldNotBeWritten() {
        Journal journal = open(options());
        disk.failures = Integer.MAX_VALUE;
        long ticket = journal.append(List.of(Journals.value("a", 1)), List.of(), 1);
        assertThatThrownBy(journal::close)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("without 1 entries");
        journal.close();
        assertThat(journal.status().closed()).isTrue();
        assertThat(journal.status().pending()).isEqualTo(1);
        assertThatThrownBy(() -> journal.awaitDurable(ticket)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> journal.append(List.of(Journals.value("b", 1)), List.of(), 1))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void closingSurvivesOneFailure() {
        Journal journal = open(options());
        disk.failures = 1;
        journal.append(List.of(Journals.value("a", 1)), List.of(), 1);
        journal.close();
        assertThat(journal.status().pending()).isZero();
        assertThat(scheduler.waiting()).isLessThanOrEqualTo(2);
        scheduler.advance(Duration.ofSeconds(60));
    }

    @Test
    void anExecutorThatIsShutDownLosesNothing() {
        Journal journal = open(options());
        scheduler.shutdown();
        journal.append(List.of(Journals.value("a", 1)), List.of(), 1);
        journal.close();
        try (Journal again = open(options())) {
            assertThat(Journals.load(again).number("a")).isEqualTo(1);
        }
    }

    @Test
    void anInterruptedWriterIsServedAndStaysInterrupted() {
        try (Journal journal = open(options())) {
            long ticket = journal.append(List.of(Journals.value("a", 1)), List.of(), 1);
            Thread.currentThread().interrupt();
            journal.awaitDurable(ticket);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(journal.status().error()).isNull();
        }
    }

    @Test
    void writersThatWaitShareOneForcedWrite() throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        try (Journal journal = open(options().withDurability(Durability.SYNC))) {
            disk.batches.clear();
            disk.begun = new CountDownLatch(1);
            disk.release = new CountDownLatch(1);
            long first = journal.append(List.of(Journals.value("first", 1)), List.of(), 1);
            Future<?> leader = threads.submit(() -> journal.commit(first));
            disk.begun.await();
            var followers = new ArrayList<Future<?>>();
            for (int i = 0; i < 7; i++) {
                long ticket = journal.append(List.of(Journals.value("n" + i, i)), List.of(), i);
                followers.add(threads.submit(() -> journal.commit(ticket)));
            }
            disk.release.countDown();
            leader.get();
            for (Future<?> follower : followers) {
                follower.get();
            }
            // Each with the state.
            assertThat(disk.batches).containsExactly(2, 8);
        } finally {
            threads.shutdown();
            assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void statusAndAppendDoNotWaitForTheDisk() throws Exception {
        var thread = Executors.newSingleThreadExecutor();
        try (Journal journal = open(options())) {
            disk.begun = new CountDownLatch(1);
            disk.release = new CountDownLatch(1);
            journal.append(List.of(Journals.value("a", 1)), List.of(), 1);
            Future<?> flush = thread.submit(journal::flush);
            disk.begun.await();
            journal.append(List.of(Journals.value("b", 2)), List.of(), 2);
            assertThat(journal.status().pending()).isEqualTo(2);
            disk.release.countDown();
            flush.get();
        } finally {
            thread.shutdown();
        }
    }
}
