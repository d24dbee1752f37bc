package io.genosdb.spring.boot.autoconfigure.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Two applications, each on one side of a network, which write and are to end equal. */
record TwoPeers(Network network, ForkedPeer server, ForkedPeer client) implements AutoCloseable {

    static final int WRITES = 2_000;

    /** Where no network can be had, the test is skipped. */
    static Network virtualNetwork() {
        try {
            return Network.create();
        } catch (IOException e) {
            return abort("no virtual network on this host (it takes root and 'ip netns'): " + e.getMessage());
        }
    }

    /** Starts both on a network that is closed with them. */
    static TwoPeers start(Network network, Class<?> application, List<String> ofServer, List<String> ofClient)
            throws IOException {
        var peers = new TwoPeers(
                network,
                ForkedPeer.start(network, 0, application, ofServer),
                ForkedPeer.start(network, 1, application, ofClient));
        try {
            assertThat(peers.server.answer()).isEqualTo("started");
            assertThat(peers.client.answer()).isEqualTo("started");
            return peers;
        } catch (Throwable e) {
            peers.close();
            throw e;
        }
    }

    /** Where the network can't be made worse, the test is skipped. */
    void impair(int delayMillis, int lossPercent) {
        try {
            network.impair(delayMillis, lossPercent);
        } catch (IOException e) {
            abort("no bad network on this host (it takes netem, or python3 and /dev/net/tun): " + e.getMessage());
        }
    }

    void writeOnBothSides(String prefix) throws IOException {
        server.write(prefix + "-server-", WRITES);
        client.write(prefix + "-client-", WRITES);
    }

    /** Waits until both have so many nodes, the same, and have proved to each other meanwhile that they are equal. */
    void awaitEqual(int nodes) throws IOException {
        long since = System.currentTimeMillis();
        await(() -> isEqual(nodes));
        await(() -> {
            long elapsed = System.currentTimeMillis() - since;
            return server.sinceEqual() <= elapsed && client.sinceEqual() <= elapsed;
        });
    }

    boolean isEqual(int nodes) throws IOException {
        String state = server.state();
        return state.startsWith(nodes + " ") && state.equals(client.state());
    }

    interface Condition {
        boolean holds() throws IOException;
    }

    void await(Condition condition) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(75);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as(this::describe).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    /** Cuts the network both ways. */
    void swallow() throws IOException {
        network.swallow(0);
        network.swallow(1);
    }

    void deliver() throws IOException {
        network.deliver(0);
        network.deliver(1);
    }

    private String describe() {
        try {
            return server.state() + "; " + client.state() + "\n" + server.log() + "\n" + client.log();
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
        network.close();
    }
}
