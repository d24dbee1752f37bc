package io.genosdb.sync;

import io.genosdb.GenosDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A link between two databases that carries frames when the test says so, on the test's thread. */
final class Wire implements AutoCloseable {

    /** One end. */
    static final class End implements Link {
        private final boolean outgoing;
        private final PeerConnection connection;
        private final List<byte[]> sent = new ArrayList<>();
        private long bytes;
        private boolean closed;

        private End(GenosDatabase database, boolean outgoing) {
            this.outgoing = outgoing;
            this.connection = database.sync().connect(this);
        }

        @Override
        public String transport() {
            return "test";
        }

        @Override
        public String remote() {
            return "test";
        }

        @Override
        public boolean isOutgoing() {
            return outgoing;
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
        public void close() {
            closed = true;
        }

        PeerConnection connection() {
            return connection;
        }

        long bytes() {
            return bytes;
        }

        /** All frames that this side ever sent. */
        List<byte[]> sent() {
            return sent;
        }

        boolean isClosed() {
            return closed;
        }
    }

    private final End left;
    private final End right;
    private int turns;

    Wire(GenosDatabase dialler, GenosDatabase other) {
        left = new End(dialler, true);
        right = new End(other, false);
    }

    End left() {
        return left;
    }

    End right() {
        return right;
    }

    long bytes() {
        return left.bytes + right.bytes;
    }

    /** How many times frames went one way and then the other. */
    int turns() {
        return turns;
    }

    /** Carries everything there is, both ways, until both are silent; each turn takes a millisecond. */
    void settle(AtomicLong millis) {
        for (int silent = 0; silent < 2; ) {
            List<byte[]> toRight = take(left);
            List<byte[]> toLeft = take(right);
            silent = toRight.isEmpty() && toLeft.isEmpty() ? silent + 1 : 0;
            toRight.forEach(right.connection::receive);
            toLeft.forEach(left.connection::receive);
            turns += toRight.isEmpty() && toLeft.isEmpty() ? 0 : 1;
            millis.incrementAndGet();
        }
        closeIfEnded(left, right);
        closeIfEnded(right, left);
    }

    private static void closeIfEnded(End one, End other) {
        if (one.closed) {
            one.connection.closed("closed");
            other.connection.closed("closed by the other side");
            other.closed = true;
        }
    }

    private static List<byte[]> take(End end) {
        var frames = new ArrayList<byte[]>();
        byte @Nullable [] frame = end.connection.nextFrame();
        while (frame != null) {
            end.bytes += frame.length;
            frames.add(frame);
            end.sent.add(frame);
            frame = end.connection.nextFrame();
        }
        return frames;
    }

    @Override
    public void close() {
        left.connection.closed("the test ends it");
        right.connection.closed("the test ends it");
    }
}
