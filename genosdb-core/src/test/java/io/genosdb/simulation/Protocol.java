package io.genosdb.simulation;

import io.genosdb.GenosDatabase;
import io.genosdb.sync.Link;
import io.genosdb.sync.PeerConnection;
import org.jspecify.annotations.Nullable;

/** How replicas sync: the engine, or something simpler by which the simulator itself is tried. */
@FunctionalInterface
interface Protocol {

    /** Gets the links of one life of a replica. */
    @FunctionalInterface
    interface Peer {
        Endpoint connect(Link link);
    }

    Protocol ENGINE = database -> link -> new EngineEndpoint(database.sync().connect(link));

    /** A database was opened. */
    Peer begin(GenosDatabase database);

    /** A connection of the engine. */
    record EngineEndpoint(PeerConnection connection) implements Endpoint {
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
    }
}
