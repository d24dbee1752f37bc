package io.genosdb.sync.transport;

import io.genosdb.sync.Link;
import io.genosdb.sync.PeerConnection;
import io.genosdb.sync.SyncEngine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A connection between two databases of one JVM. Each side hands its frames to the other one directly, so nothing waits in
 * between: a side that takes long slows the other down.
 *
 * <p>Thread-safe.
 *
 * @since 0.1
 */
public final class InMemoryLink implements AutoCloseable {

    private static final int MAX_FRAME_BYTES = 1 << 18;

    private final Side first;
    private final Side second;

    private InMemoryLink(Side first, Side second) {
        this.first = first;
        this.second = second;
    }

    /**
     * Connects two databases.
     *
     * @param dialling the sync of the one
     * @param accepting the sync of the other
     * @param executor carries the frames, by up to two tasks at a time, each of which ends when there is nothing to carry
     * @return closes the connection
     * @throws IllegalStateException if one of the databases is closed
     */
    public static InMemoryLink connect(SyncEngine dialling, SyncEngine accepting, Executor executor) {
        var first = new Side(true, executor);
        var second = new Side(false, executor);
        PeerConnection one = dialling.connect(first);
        PeerConnection other;
        try {
            other = accepting.connect(second);
        } catch (RuntimeException e) {
            one.closed("the other database is closed");
            throw e;
        }
        first.begin(one, second);
        second.begin(other, first);
        return new InMemoryLink(first, second);
    }

    /** Ends the connection. Idempotent. */
    @Override
    public void close() {
        first.end("the link was closed");
        second.end("the link was closed");
    }

    private static final class Side implements Link, FramePump.Sink {
        private static final CompletableFuture<?> TAKEN = CompletableFuture.completedFuture(true);

        private final boolean outgoing;
        private final FramePump pump;
        private volatile @Nullable PeerConnection connection;
        private volatile @Nullable Side other;

        private Side(boolean outgoing, Executor executor) {
            this.outgoing = outgoing;
            this.pump = new FramePump(this, executor);
        }

        private void begin(PeerConnection own, Side peer) {
            connection = own;
            other = peer;
            pump.start(own::nextFrame);
        }

        @Override
        public CompletableFuture<?> send(byte[] frame) {
            Side peer = other;
            PeerConnection receiver = peer == null ? null : peer.connection;
            if (receiver != null) {
                receiver.receive(frame);
            }
            return TAKEN;
        }

        @Override
        public void finished() {
            endBoth("the peer closed the link");
        }

        @Override
        public void failed(Throwable cause) {
            endBoth("the link failed: " + cause);
        }

        private void endBoth(String reason) {
            end(reason);
            Side peer = other;
            if (peer != null) {
                peer.end(reason);
            }
        }

        private void end(String reason) {
            pump.stop();
            PeerConnection own = connection;
            if (own != null) {
                own.closed(reason);
            }
        }

        @Override
        public String transport() {
            return "memory";
        }

        @Override
        public String remote() {
            return "this JVM";
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
    }
}
