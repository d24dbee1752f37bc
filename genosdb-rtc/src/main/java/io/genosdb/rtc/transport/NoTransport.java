package io.genosdb.rtc.transport;

import java.util.concurrent.ForkJoinPool;

/** Stands for the transport where there can be none. */
record NoTransport(String problem) implements PeerTransport {

    @Override
    public PeerChannel offer(PeerChannel.Events events) {
        return ClosedChannel.tell(events, problem);
    }

    @Override
    public PeerChannel answer(String description, PeerChannel.Events events) {
        return ClosedChannel.tell(events, problem);
    }

    @Override
    public void close() {}

    /** A connection that never was. */
    static final class ClosedChannel implements PeerChannel {

        /** Not by the caller's own thread, which may not expect to hear of a connection that it has not got yet. */
        static PeerChannel tell(Events events, String reason) {
            ClosedChannel channel = new ClosedChannel();
            ForkJoinPool.commonPool().execute(() -> events.closed(channel, reason));
            return channel;
        }

        @Override
        public void accept(String description) {}

        @Override
        public void add(IceCandidate candidate) {}

        @Override
        public boolean send(byte[] message) {
            return false;
        }

        @Override
        public boolean isOpen() {
            return false;
        }

        @Override
        public void close(String reason) {}
    }
}
