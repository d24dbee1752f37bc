package io.genosdb.security.testing;

import io.genosdb.GenosDatabase;
import io.genosdb.sync.Link;
import io.genosdb.sync.PeerConnection;
import java.util.ArrayList;
import java.util.List;

/** A link between two databases that carries frames when the test says so, on the test's thread. */
public final class Cable {

    private final End left;
    private final End right;
    private boolean cut;

    public Cable(GenosDatabase dialler, GenosDatabase other) {
        left = new End(dialler, true);
        right = new End(other, false);
    }

    /** Carries frames one way; returns whether there were any. */
    public boolean carry(boolean toRight, int mostFrames) {
        if (cut) {
            return false;
        }
        End from = toRight ? left : right;
        End to = toRight ? right : left;
        int carried = 0;
        for (byte[] frame = from.next(); frame != null; frame = carried < mostFrames ? from.next() : null) {
            carried++;
            to.connection.receive(frame);
        }
        if (carried == 0 && from.closed) {
            cut();
        }
        return carried > 0;
    }

    /** Carries all there is both ways, until both are silent. */
    public void settle() {
        boolean isBusy = true;
        while (isBusy && !cut) {
            boolean isHeard = carry(true, Integer.MAX_VALUE);
            isBusy = carry(false, Integer.MAX_VALUE) || isHeard;
        }
    }

    /** Breaks; what is on the way is lost. */
    public void cut() {
        cut = true;
        left.connection.closed("the cable is cut");
        right.connection.closed("the cable is cut");
    }

    public boolean isCut() {
        return cut;
    }

    public PeerConnection left() {
        return left.connection;
    }

    public PeerConnection right() {
        return right.connection;
    }

    /** All frames that went from the right end to the left one. */
    public List<byte[]> sentByRight() {
        return right.sent;
    }

    private static final class End implements Link {

        private final boolean isOutgoing;
        private final List<byte[]> sent = new ArrayList<>();
        private final PeerConnection connection;
        private boolean closed;

        private End(GenosDatabase database, boolean isOutgoing) {
            this.isOutgoing = isOutgoing;
            this.connection = database.sync().connect(this);
        }

        private byte[] next() {
            byte[] frame = connection.nextFrame();
            if (frame != null) {
                sent.add(frame);
            }
            return frame;
        }

        @Override
        public String transport() {
            return "cable";
        }

        @Override
        public String remote() {
            return "cable";
        }

        @Override
        public boolean isOutgoing() {
            return isOutgoing;
        }

        @Override
        public int maxFrameBytes() {
            return 64 << 10;
        }

        @Override
        public boolean isCompressed() {
            return false;
        }

        @Override
        public void wake() {}

        @Override
        public void close() {
            closed = true;
        }
    }
}
