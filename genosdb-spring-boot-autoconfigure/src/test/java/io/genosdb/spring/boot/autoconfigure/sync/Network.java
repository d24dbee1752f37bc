package io.genosdb.spring.boot.autoconfigure.sync;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Two network namespaces with a virtual link between them, which can be slow, lose packets, or swallow them without a word. Needs
 * the rights of root and {@code ip netns}, slowness and loss also {@code tc netem}, or {@code python3} and
 * {@code /dev/net/tun}.
 */
final class Network implements AutoCloseable {

    static final List<String> ADDRESSES = List.of("10.217.43.1", "10.217.43.2");

    /** Of the first side, at which no connection between peers can be made, as it is none of the link's. */
    static final String RELAY = "10.217.44.1";

    private static final String OTHER_ADDRESS = "10.217.43.3";

    /** Is not there. */
    private static final String NOWHERE = "10.217.43.6";

    private static final String MASK = "/29";

    /** Nobody's: what is sent to it arrives nowhere, and nobody says so. */
    private static final String NOBODY = "02:00:00:00:00:99";

    /** Which packets are lost, where it is ours to say. */
    private static final int SEED = 20_260;

    private final String prefix = "genosdb" + ProcessHandle.current().pid();
    private @Nullable Process carrier;

    private Network() {}

    /**
     * Makes both namespaces and the link.
     *
     * @throws IOException if this host does not let us; nothing is left behind then
     */
    static Network create() throws IOException {
        var network = new Network();
        try {
            network.build();
            return network;
        } catch (IOException e) {
            network.close();
            throw e;
        }
    }

    private void build() throws IOException {
        run("ip", "netns", "add", namespace(0));
        run("ip", "netns", "add", namespace(1));
        run(
                "ip",
                "link",
                "add",
                "link0",
                "netns",
                namespace(0),
                "type",
                "veth",
                "peer",
                "name",
                "link1",
                "netns",
                namespace(1));
        for (int side = 0; side < 2; side++) {
            // What swallows packets knows IPv4 only.
            run("ip", "-n", namespace(side), "link", "set", "link" + side, "addrgenmode", "none");
            run("ip", "-n", namespace(side), "addr", "add", ADDRESSES.get(side) + MASK, "dev", "link" + side);
            run("ip", "-n", namespace(side), "link", "set", "link" + side, "up");
            run("ip", "-n", namespace(side), "link", "set", "lo", "up");
        }
        run("ip", "-n", namespace(0), "addr", "add", RELAY + "/32", "dev", "lo");
        unhideRelay();
    }

    private String namespace(int side) {
        return prefix + "-" + side;
    }

    /** The command, in the namespace of one side. */
    List<String> within(int side, List<String> command) {
        var all = new ArrayList<>(List.of("ip", "netns", "exec", namespace(side)));
        all.addAll(command);
        return all;
    }

    /**
     * Makes the link slow and bad: by the kernel's {@code netem}, or where it has none by a program that carries the packets.
     *
     * @param delayMillis how much later a packet arrives, either way
     * @param lossPercent how many of a hundred packets never arrive, either way
     * @throws IOException if this host can do neither
     */
    void impair(int delayMillis, int lossPercent) throws IOException {
        try {
            impairByKernel(delayMillis, lossPercent);
        } catch (IOException e) {
            try {
                impairByCarrier(delayMillis, lossPercent);
            } catch (IOException f) {
                f.addSuppressed(e);
                throw f;
            }
        }
    }

    private void impairByKernel(int delayMillis, int lossPercent) throws IOException {
        for (int side = 0; side < 2; side++) {
            run(
                    "tc",
                    "-n",
                    namespace(side),
                    "qdisc",
                    "add",
                    "dev",
                    "link" + side,
                    "root",
                    "netem",
                    "limit",
                    "100000",
                    "delay",
                    delayMillis + "ms",
                    "loss",
                    lossPercent + "%");
        }
    }

    private void impairByCarrier(int delayMillis, int lossPercent) throws IOException {
        Process process = new ProcessBuilder(
                        "python3",
                        Path.of("src", "test", "python", "lossy_link.py").toString(),
                        namespace(0),
                        namespace(1),
                        Integer.toString(delayMillis),
                        Integer.toString(lossPercent),
                        Integer.toString(SEED))
                .redirectErrorStream(true)
                .start();
        carrier = process;
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String said = output.readLine();
        if (!"ready".equals(said)) {
            throw new IOException(
                    "lossy_link.py says: " + said + output.lines().collect(Collectors.joining("; ", "; ", "")));
        }
        for (int side = 0; side < 2; side++) {
            run("ip", "-n", namespace(side), "link", "set", "lossy" + side, "up");
            run(
                    "ip",
                    "-n",
                    namespace(side),
                    "route",
                    "add",
                    ADDRESSES.get(1 - side) + "/32",
                    "dev",
                    "lossy" + side,
                    "src",
                    ADDRESSES.get(side));
        }
    }

    /** From now on what the second side sends to the relay's address vanishes. */
    void hideRelay() throws IOException {
        vanish(1, NOWHERE);
        run("ip", "-n", namespace(1), "route", "replace", RELAY, "via", NOWHERE);
    }

    /** The second side reaches the relay again. */
    void unhideRelay() throws IOException {
        run("ip", "-n", namespace(1), "route", "replace", RELAY, "via", ADDRESSES.get(0));
    }

    /** The second side has another address from now on. */
    void readdress() throws IOException {
        run("ip", "-n", namespace(1), "addr", "flush", "dev", "link1");
        run("ip", "-n", namespace(1), "addr", "add", OTHER_ADDRESS + MASK, "dev", "link1");
        unhideRelay();
    }

    /** From now on what a side sends vanishes: no answer, no reset. */
    void swallow(int side) throws IOException {
        vanish(side, ADDRESSES.get(1 - side));
    }

    private void vanish(int side, String address) throws IOException {
        run(
                "ip",
                "-n",
                namespace(side),
                "neigh",
                "replace",
                address,
                "lladdr",
                NOBODY,
                "nud",
                "permanent",
                "dev",
                "link" + side);
    }

    /** What a side sends arrives again. */
    void deliver(int side) throws IOException {
        run("ip", "-n", namespace(side), "neigh", "del", ADDRESSES.get(1 - side), "dev", "link" + side);
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("'" + String.join(" ", command) + "' says: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        if (carrier != null) {
            carrier.destroyForcibly();
        }
        for (int side = 0; side < 2; side++) {
            try {
                run("ip", "netns", "del", namespace(side));
            } catch (IOException e) {
                // There was none.
            }
        }
    }
}
