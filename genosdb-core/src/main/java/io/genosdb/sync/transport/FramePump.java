package io.genosdb.sync.transport;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a connection has to send over a transport whose sends are answered later: one frame at a time, taken when the one
 * before has gone, by a thread of an executor and only while there is something to do. So nothing queues, and a peer that
 * reads slowly holds no thread. Thread-safe.
 *
 * @since 0.1
 */
public final class FramePump {

    /** After so many frames that went at once, other tasks of the executor have their turn. */
    private static final int FRAMES_PER_TURN = 32;

    /** Where frames go. */
    public interface Sink {

        /**
         * Begins to send a frame. Not called again before the answer is complete.
         *
         * @param frame the bytes, which the sink may keep
         * @return completes when the transport takes the next one
         */
        CompletableFuture<?> send(byte[] frame);

        /** All is sent, after {@link FramePump#finish}. Nothing is sent any more. */
        void finished();

        /**
         * A frame could not be sent, or there was none to be had. Nothing is sent any more.
         *
         * @param cause why
         */
        void failed(Throwable cause);
    }

    private enum State {
        IDLE,
        RUNNING,
        SIGNALLED,
        STOPPED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private final Sink sink;
    private final Executor executor;
    private volatile @Nullable Supplier<byte @Nullable []> frames;
    private volatile boolean finishing;

    /**
     * Makes a pump that rests until it is {@linkplain #start started}.
     *
     * @param sink where frames go
     * @param executor takes frames and begins to send them
     */
    public FramePump(Sink sink, Executor executor) {
        this.sink = sink;
        this.executor = executor;
    }

    /**
     * Begins, once. What was signalled before is not forgotten.
     *
     * @param source the next frame to send, or {@code null} where there is none now
     */
    public void start(Supplier<byte @Nullable []> source) {
        this.frames = source;
        submit();
    }

    /** There may be frames. Never waits, calls neither the source nor the sink. */
    public void wake() {
        State before = state.getAndUpdate(now -> switch (now) {
            case IDLE -> State.RUNNING;
            case RUNNING, SIGNALLED -> State.SIGNALLED;
            case STOPPED -> State.STOPPED;
        });
        if (before == State.IDLE) {
            submit();
        }
    }

    /** Sends what the source still has and no more. Idempotent; never waits. */
    public void finish() {
        finishing = true;
        wake();
    }

    /** Sends nothing any more. Idempotent; never waits. */
    public void stop() {
        state.set(State.STOPPED);
    }

    private void submit() {
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException e) {
            // The threads were closed first: whoever did that ends the connection too.
            stop();
        }
    }

    private void run() {
        try {
            Supplier<byte @Nullable []> source = frames;
            for (int turn = 0; source != null && turn < FRAMES_PER_TURN; turn++) {
                if (!step(source)) {
                    return;
                }
            }
            submit();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** Whether to go on at once. */
    private boolean step(Supplier<byte @Nullable []> source) {
        if (state.get() == State.STOPPED) {
            return false;
        }
        state.compareAndSet(State.SIGNALLED, State.RUNNING);
        // Before the source is asked: what is said last is there when this is set.
        boolean isLast = finishing;
        byte[] frame = source.get();
        if (frame != null) {
            return isSent(sink.send(frame));
        }
        if (!isLast) {
            return !state.compareAndSet(State.RUNNING, State.IDLE);
        }
        if (state.getAndSet(State.STOPPED) != State.STOPPED) {
            sink.finished();
        }
        return false;
    }

    private boolean isSent(CompletableFuture<?> sending) {
        if (sending.isDone() && !sending.isCompletedExceptionally()) {
            return true;
        }
        var unused = sending.whenComplete((nothing, failure) -> {
            if (failure == null) {
                submit();
            } else {
                fail(failure);
            }
        });
        return false;
    }

    private void fail(Throwable cause) {
        if (state.getAndSet(State.STOPPED) != State.STOPPED) {
            sink.failed(cause);
        }
    }
}
