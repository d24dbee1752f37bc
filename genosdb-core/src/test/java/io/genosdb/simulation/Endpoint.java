package io.genosdb.simulation;

import io.genosdb.sync.Link;
import org.jspecify.annotations.Nullable;

/** What a replica makes of a {@link Link}: the counterpart of the network. */
interface Endpoint {

    byte @Nullable [] nextFrame();

    void receive(byte[] frame);

    void closed(String reason);
}
