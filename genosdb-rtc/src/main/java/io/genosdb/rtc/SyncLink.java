package io.genosdb.rtc;

import io.genosdb.sync.Link;
import io.genosdb.sync.PeerConnection;
import io.genosdb.sync.SyncEngine;
import io.genosdb.sync.transport.FramePump;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One session of the sync engine over a room: frames leave when the connection takes them, and are merged one after the other,
 * away from the thread of the room.
 */
final class SyncLink implements Link, FramePump.Sink {

    /** What the sync engine may have in flight is a few megabytes; beyond this a peer is flooding. */
    private static final long MOST_WAITING_BYTES = 32 << 20;

    /** Where a link's frames go, and what hears of its end. */
    interface Carrier {

        /** Sends a frame; completes when it is handed to the network. */
        CompletableFuture<?> send(SyncLink link, byte[] frame);

        /** The session is over, and its last frames have gone. */
        void finished(SyncLink link);
    }

    /** What a frame that waits takes besides its bytes. */
    private static final int FRAME_OVERHEAD = 128;

    private final String remote;
    private final boolean outgoing;
    private final int maxFrameBytes;
    private final byte[] binding;
    private final Carrier carrier;
    private final FramePump pump;
    private final SerialTasks incoming;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile @Nullable PeerConnection connection;

    /** Makes the link and begins the session. */
    SyncLink(
            String remote,
            boolean outgoing,
            int maxFrameBytes,
            byte[] binding,
            SyncEngine engine,
            Carrier carrier,
            Executor workers) {
        this.remote = remote;
        this.outgoing = outgoing;
        this.maxFrameBytes = maxFrameBytes;
        this.binding = binding;
        this.carrier = carrier;
        this.pump = new FramePump(this, workers);
        this.incoming = new SerialTasks(workers, MOST_WAITING_BYTES);
        PeerConnection connected = engine.connect(this);
        this.connection = connected;
        pump.start(connected::nextFrame);
    }

    @Override
    public String transport() {
        return "webrtc";
    }

    @Override
    public String remote() {
        return remote;
    }

    @Override
    public boolean isOutgoing() {
        return outgoing;
    }

    @Override
    public int maxFrameBytes() {
        return maxFrameBytes;
    }

    @Override
    public byte[] binding() {
        return binding.clone();
    }

    @Override
    public boolean isCompressed() {
        return true;
    }

    @Override
    public void wake() {
        pump.wake();
    }

    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            pump.finish();
        }
    }

    @Override
    public CompletableFuture<?> send(byte[] frame) {
        return carrier.send(this, frame);
    }

    @Override
    public void finished() {
        carrier.finished(this);
    }

    @Override
    public void failed(Throwable cause) {
        carrier.finished(this);
    }

    /**
     * Takes a frame.
     *
     * @return false where the peer has sent more than it may
     */
    boolean receive(byte[] frame) {
        return incoming.offer(FRAME_OVERHEAD + frame.length, () -> with(open -> open.receive(frame)));
    }

    /** The link is no more: after the frames that came. */
    void ended(String reason) {
        pump.stop();
        var unused = incoming.offer(0, () -> with(open -> open.closed(reason)));
    }

    private void with(Consumer<PeerConnection> action) {
        PeerConnection open = connection;
        if (open != null) {
            action.accept(open);
        }
    }

    /** The session. */
    PeerConnection session() {
        PeerConnection open = connection;
        if (open == null) {
            throw new IllegalStateException("the session has not begun");
        }
        return open;
    }
}
