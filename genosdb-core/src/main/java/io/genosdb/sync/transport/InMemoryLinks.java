package io.genosdb.sync.transport;

import io.genosdb.sync.Link;
import io.genosdb.sync.PeerConnection;
import io.genosdb.sync.SyncEngine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Links between databases of one JVM, for tests and for applications that hold several replicas. Frames are handed over as
 * they are: a receiver that merges slows its sender down, as with any other transport. Thread-safe.
 *
 * @since 0.1
 */
public final class InMemoryLinks {

    private static final int MAX_FRAME_BYTES = 1 << 20;
    private static final CompletableFuture<?> DELIVERED = CompletableFuture.completedFuture(null);

    private final Executor executor;

    /**
     * Makes links that share an executor.
     *
     * @param executor hands frames over; has two tasks a link at most, which may take the time of a merge, and must not run
     *     them on the thread that submits them
     */
    public InMemoryLinks(Executor executor) {
        this.executor = executor;
    }

    /** A link between two databases. */
    public interface Connection extends AutoCloseable {

        /**
         * Whether it has ended.
         *
         * @return true when it has, on both sides
         */
        boolean isClosed();

        /**
         * Waits until it has ended, on both sides.
         *
         * @throws InterruptedException if the thread is interrupted meanwhile
         */
        void awaitClosed() throws InterruptedException;

        /** Cuts the link: what is on its way is lost, and nobody says goodbye. Idempotent. */
        @Override
        void close();
    }

    /**
     * Links two databases.
     *
     * @param dialler the one that counts as having dialled
     * @param other the other one
     * @return the link, which ends by itself when one of the two ends the session
     * @throws IllegalStateException if one of them is closed
     */
    public Connection connect(SyncEngine dialler, SyncEngine other) {
        var pair = new Pair();
        pair.open(dialler, other);
        return pair;
    }

    private final class Pair implements Connection {

        private final End dialling = new End(this, true);
        private final End dialled = new End(this, false);
        private final AtomicBoolean ending = new AtomicBoolean();
        private final CountDownLatch ended = new CountDownLatch(1);

        void open(SyncEngine dialler, SyncEngine other) {
            dialling.connection = dialler.connect(dialling);
            try {
                dialled.connection = other.connect(dialled);
            } catch (RuntimeException e) {
                end("the other database is closed");
                throw e;
            }
            dialling.start(dialled);
            dialled.start(dialling);
        }

        void end(String reason) {
            if (ending.compareAndSet(false, true)) {
                dialling.end(reason);
                dialled.end(reason);
                ended.countDown();
            }
        }

        @Override
        public boolean isClosed() {
            return ended.getCount() == 0;
        }

        @Override
        public void awaitClosed() throws InterruptedException {
            ended.await();
        }

        @Override
        public void close() {
            end("the link was cut");
        }
    }

    private final class End implements Link, FramePump.Sink {

        private final Pair pair;
        private final boolean outgoing;
        private final FramePump pump = new FramePump(this, executor);
        private volatile @Nullable PeerConnection connection;
        private volatile @Nullable End other;

        End(Pair pair, boolean outgoing) {
            this.pair = pair;
            this.outgoing = outgoing;
        }

        void start(End receiver) {
            other = receiver;
            PeerConnection source = connection;
            if (source != null) {
                pump.start(source::nextFrame);
            }
        }

        void end(String reason) {
            pump.stop();
            PeerConnection ended = connection;
            if (ended != null) {
                ended.closed(reason);
            }
        }

        @Override
        public String transport() {
            return "memory";
        }

        @Override
        public String remote() {
            return outgoing ? "a database of this JVM, dialled" : "a database of this JVM";
        }

        @Override
        public boolean isOutgoing() {
            return outgoing;
        }

        @Override
        public int maxFrameBytes() {
            return MAX_FRAME_BYTES;
        }

        @Override
        public boolean isCompressed() {
            return false;
        }

        @Override
        public void wake() {
            pump.wake();
        }

        @Override
        public void close() {
            pump.finish();
        }

        @Override
        public CompletableFuture<?> send(byte[] frame) {
            End receiver = other;
            PeerConnection receiving = receiver == null ? null : receiver.connection;
            if (receiving != null) {
                receiving.receive(frame);
            }
            return DELIVERED;
        }

        @Override
        public void finished() {
            pair.end("closed");
        }

        @Override
        public void failed(Throwable cause) {
            pair.end("failed: " + cause);
        }
    }
}
