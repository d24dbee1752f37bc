package io.genosdb.spring.boot.autoconfigure.sync;

import static io.genosdb.spring.boot.autoconfigure.sync.TwoPeers.WRITES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two applications over a real, bad network. Skipped where there is none to be had. The link that is cut is cut for
 * {@code -Dgenosdb.network.cut-seconds=N}.
 */
@Timeout(180)
class NetworkFaultTest {

    private static final int CUT_SECONDS = Integer.getInteger("genosdb.network.cut-seconds", 40);

    private TwoPeers peers;

    @BeforeEach
    void start() throws IOException {
        peers = TwoPeers.start(
                TwoPeers.virtualNetwork(),
                WebSocketSyncTest.Application.class,
                List.of(),
                List.of("genosdb.sync.peers=ws://" + Network.ADDRESSES.get(0) + ":8080/genosdb/peer"));
    }

    @AfterEach
    void stop() {
        if (peers != null) {
            peers.close();
        }
    }

    @Test
    void aSlowLinkThatLosesPacketsIsGoodEnough() throws IOException {
        peers.impair(100, 5);
        peers.writeOnBothSides("slow");
        peers.awaitEqual(2 * WRITES);
    }

    @Test
    void aLinkThatIsCutInTheMiddleOfWritesHeals() throws IOException {
        peers.writeOnBothSides("before");
        peers.awaitEqual(2 * WRITES);
        peers.writeOnBothSides("cut");
        peers.swallow();
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(CUT_SECONDS));
        assertThat(peers.isEqual(4 * WRITES)).isFalse();
        peers.deliver();
        peers.awaitEqual(4 * WRITES);
    }
}
