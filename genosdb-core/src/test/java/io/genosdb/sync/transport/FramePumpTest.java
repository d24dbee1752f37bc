package io.genosdb.sync.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class FramePumpTest {

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Queue<byte[]> frames = new ArrayDeque<>();
    private final List<CompletableFuture<Void>> sent = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private boolean slow;

    private final FramePump pump = new FramePump(
            new FramePump.Sink() {

                @Override
                public CompletableFuture<?> send(byte[] frame) {
                    var answer = new CompletableFuture<Void>();
                    if (!slow) {
                        answer.complete(null);
                    }
                    sent.add(answer);
                    return answer;
                }

                @Override
                public void finished() {
                    ends.add("finished");
                }

                @Override
                public void failed(Throwable cause) {
                    ends.add("failed: " + cause.getMessage());
                }
            },
            tasks::add);

    private void offer(int count) {
        for (int i = 0; i < count; i++) {
            frames.add(new byte[0]);
        }
    }

    private void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Test
    void sendsAllThereIsAndRests() {
        offer(100);
        pump.start(frames::poll);
        runAll();
        assertThat(sent).hasSize(100);

        pump.wake();
        runAll();
        offer(2);
        pump.wake();
        pump.wake();
        assertThat(tasks).hasSize(1);
        runAll();
        assertThat(sent).hasSize(102);
        assertThat(ends).isEmpty();
    }

    @Test
    void doesNotForgetWhatWasSignalledBeforeTheStart() {
        pump.wake();
        assertThat(tasks).isEmpty();
        offer(1);
        pump.start(frames::poll);
        runAll();
        assertThat(sent).hasSize(1);
    }

    @Test
    void takesAFrameOnlyWhenTheOneBeforeHasGone() {
        slow = true;
        offer(2);
        pump.start(frames::poll);
        runAll();
        pump.wake();
        runAll();
        assertThat(sent).hasSize(1);
        assertThat(frames).hasSize(1);

        sent.get(0).complete(null);
        runAll();
        assertThat(sent).hasSize(2);
    }

    @Test
    void missesNoSignalThatComesWhileItLooks() {
        var looks = new ArrayList<String>();
        pump.start(() -> {
            looks.add("look");
            if (looks.size() == 1) {
                frames.add(new byte[0]);
                pump.wake();
                return null;
            }
            return frames.poll();
        });
        runAll();
        assertThat(sent).hasSize(1);
    }

    @Test
    void finishesAfterWhatIsStillThere() {
        slow = true;
        offer(2);
        pump.start(frames::poll);
        runAll();
        pump.finish();
        pump.finish();
        sent.get(0).complete(null);
        runAll();
        assertThat(ends).isEmpty();
        sent.get(1).complete(null);
        runAll();
        assertThat(ends).containsExactly("finished");

        offer(1);
        pump.wake();
        runAll();
        assertThat(sent).hasSize(2);
    }

    @Test
    void stopsWhereASendOrTheSourceFails() {
        slow = true;
        offer(2);
        pump.start(frames::poll);
        runAll();
        sent.get(0).completeExceptionally(new IllegalStateException("broken"));
        pump.wake();
        runAll();
        assertThat(sent).hasSize(1);
        assertThat(ends).containsExactly("failed: broken");
    }

    @Test
    void stopsWhereTheSourceFails() {
        pump.start(() -> {
            throw new IllegalStateException("closed");
        });
        runAll();
        assertThat(ends).containsExactly("failed: closed");
    }

    @Test
    void sendsNothingAfterAStop() {
        slow = true;
        offer(2);
        pump.start(frames::poll);
        runAll();
        pump.stop();
        sent.get(0).complete(null);
        runAll();
        assertThat(sent).hasSize(1);
        assertThat(ends).isEmpty();
    }

    @Test
    void leavesTurnsToOthers() {
        pump.start(() -> new byte[0]);
        tasks.remove().run();
        assertThat(sent).hasSizeBetween(2, 1_000);
        assertThat(tasks).hasSize(1);
    }

    @Test
    void doesNotThrowAtWhoSignalsWhenTheThreadsAreClosed() {
        var closed = new FramePump(
                new FramePump.Sink() {
                    @Override
                    public CompletableFuture<?> send(byte[] frame) {
                        throw new AssertionError();
                    }

                    @Override
                    public void finished() {}

                    @Override
                    public void failed(Throwable cause) {}
                },
                task -> {
                    throw new RejectedExecutionException();
                });
        closed.start(frames::poll);
        closed.wake();
        assertThat(tasks).isEmpty();
    }
}
