package io.genosdb.sync.transport;

import io.genosdb.sync.Link;
import io.genosdb.sync.PeerConnection;
import org.jspecify.annotations.Nullable;

/** What a link exchanges frames for: the {@link PeerConnection}, as far as a transport knows it. */
interface FrameExchange {

    /** Begins an exchange over a link. */
    @FunctionalInterface
    interface Opening {
        FrameExchange open(Link link);
    }

    byte @Nullable [] nextFrame();

    void receive(byte[] frame);

    void closed(String reason);

    static FrameExchange of(PeerConnection connection) {
        return new FrameExchange() {
            @Override
            public byte @Nullable [] nextFrame() {
                return connection.nextFrame();
            }

            @Override
            public void receive(byte[] frame) {
                connection.receive(frame);
            }

            @Override
            public void closed(String reason) {
                connection.closed(reason);
            }
        };
    }
}
