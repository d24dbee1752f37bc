package io.genosdb.spring.boot.autoconfigure.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
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
    private static final int WRITES = 2_000;

    private Network network;
    private ForkedPeer server;
    private ForkedPeer client;

    @BeforeEach
    void start() throws IOException {
        try {
            network = Network.create();
        } catch (IOException e) {
            abort("no virtual network on this host (it takes root and 'ip netns'): " + e.getMessage());
        }
        server = ForkedPeer.start(network, 0);
        client = ForkedPeer.start(
                network, 1, "genosdb.sync.peers=ws://" + Network.ADDRESSES.get(0) + ":8080/genosdb/peer");
        assertThat(server.answer()).isEqualTo("started");
        assertThat(client.answer()).isEqualTo("started");
    }

    @AfterEach
    void stop() {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
        if (network != null) {
            network.close();
        }
    }

    private void writeOnBothSides(String prefix) throws IOException {
        server.write(prefix + "-server-", WRITES);
        client.write(prefix + "-client-", WRITES);
    }

    private void awaitEqual(int nodes) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(75);
        long began = System.currentTimeMillis();
        while (!isEqual(nodes)) {
            assertThat(System.nanoTime()).as(this::describe).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        // Proved to both since then.
        while (server.sinceEqual() > System.currentTimeMillis() - began
                || client.sinceEqual() > System.currentTimeMillis() - began) {
            assertThat(System.nanoTime()).as(this::describe).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private boolean isEqual(int nodes) throws IOException {
        String state = server.state();
        return state.startsWith(nodes + " ") && state.equals(client.state());
    }

    private String describe() {
        try {
            return server.state() + "; " + client.state() + "\n" + server.log() + "\n" + client.log();
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void aSlowLinkThatLosesPacketsIsGoodEnough() throws IOException {
        try {
            network.impair(100, 5);
        } catch (IOException e) {
            abort("no bad network on this host (it takes netem, or python3 and /dev/net/tun): " + e.getMessage());
        }
        writeOnBothSides("slow");
        awaitEqual(2 * WRITES);
    }

    @Test
    void aLinkThatIsCutInTheMiddleOfWritesHeals() throws IOException {
        writeOnBothSides("before");
        awaitEqual(2 * WRITES);
        writeOnBothSides("cut");
        network.swallow(0);
        network.swallow(1);
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(CUT_SECONDS));
        assertThat(isEqual(4 * WRITES)).isFalse();
        network.deliver(0);
        network.deliver(1);
        awaitEqual(4 * WRITES);
    }
}
