package io.genosdb.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** The network between the replicas: connections that are reliable ordered streams, as WebSockets are, until it is told otherwise. */
final class Network {

    /** How bytes of one connection, sent and not yet read, fit into the network and the systems at its ends. */
    static final int BUFFER_BYTES = 64 * 1024;

    private static final int CONNECT_TIMEOUT_MICROS = 2_000_000;
    private static final int RETRANSMIT_MICROS = 400_000;

    final Timeline timeline;
    final Trace trace;
    final RandomGenerator random;

    private final Map<Integer, Wire> wires = new TreeMap<>();
    private final List<Side> sides = new ArrayList<>();
    private double disorder;
    private int maxFrameBytes = 16 * 1024;
    private boolean compressed = true;
    private int connections;
    private boolean tapped = true;
    private long frames;
    private long bytes;
    private final Map<String, Integer> messages = new TreeMap<>();

    Network(Timeline timeline, Trace trace, RandomGenerator random) {
        this.timeline = timeline;
        this.trace = trace;
        this.random = random;
    }

    Wire wire(int a, int b) {
        return wires.computeIfAbsent(Math.min(a, b) * 1000 + Math.max(a, b), key -> new Wire());
    }

    Wire wire(Host a, Host b) {
        return wire(a.number(), b.number());
    }

    void frames(int maxBytes, boolean isCompressed) {
        maxFrameBytes = maxBytes;
        compressed = isCompressed;
    }

    int maxFrameBytes() {
        return maxFrameBytes;
    }

    boolean isCompressed() {
        return compressed;
    }

    /** Whether messages are read on their way, for the trace and the counts; without it large simulations are faster. */
    void tap(boolean on) {
        tapped = on;
    }

    boolean isTapped() {
        return tapped;
    }

    /** How many frames were ever sent. */
    long frames() {
        return frames + sides.stream().mapToLong(Side::framesSent).sum();
    }

    /** How many bytes were ever sent. */
    long bytes() {
        return bytes + sides.stream().mapToLong(Side::bytesSent).sum();
    }

    /** How many messages of each kind were ever sent. */
    Map<String, Integer> messages() {
        var sum = new TreeMap<>(messages);
        sides.forEach(side -> side.messages().forEach((kind, count) -> sum.merge(kind, count, Integer::sum)));
        return sum;
    }

    /** How probable it is that a frame is lost, doubled or overtaken: what no transport does that keeps the contract. */
    void disorder(double probability) {
        disorder = probability;
    }

    double disorder() {
        return disorder;
    }

    void cut(Host a, Host b) {
        wire(a, b).setCut(true);
    }

    /** What was on its way during the cut arrives after all. */
    void heal(Host a, Host b) {
        Wire wire = wire(a, b);
        if (wire.isCut()) {
            wire.setCut(false);
            for (Side side : List.copyOf(sides)) {
                if (side.wire() == wire) {
                    side.resume(random.nextInt(RETRANSMIT_MICROS));
                }
            }
        }
    }

    /**
     * Connects two hosts.
     *
     * @param ended hears how many microseconds the connection lasted, 0 where there was none
     */
    void dial(Host from, Host to, Consumer<Long> ended) {
        Wire wire = wire(from, to);
        int fromLife = from.life();
        int toLife = to.life();
        if (wire.isCut() || toLife == 0) {
            timeline.after(wire.isCut() ? CONNECT_TIMEOUT_MICROS : 2 * wire.latencyMicros(), () -> ended.accept(0L));
            return;
        }
        timeline.after(wire.latencyMicros(), () -> {
            if (wire.isCut() || to.life() != toLife || from.life() != fromLife) {
                ended.accept(0L);
                return;
            }
            var near = new Side(this, ++connections, from, true, ended);
            var far = new Side(this, connections, to, false, lasted -> {});
            near.join(far);
            sides.add(near);
            sides.add(far);
            trace.add(near + " connected");
            far.begin();
            timeline.after(wire.latencyMicros(), () -> {
                if (from.life() == fromLife) {
                    near.begin();
                }
            });
        });
    }

    void forget(Side side) {
        if (sides.remove(side)) {
            side.messages().forEach((kind, count) -> messages.merge(kind, count, Integer::sum));
            frames += side.framesSent();
            bytes += side.bytesSent();
        }
    }

    /** The ends of connections that a host has, closed ones excluded. */
    List<Side> sidesOf(Host host) {
        return sides.stream().filter(side -> side.host() == host).toList();
    }

    List<Side> sides() {
        return List.copyOf(sides);
    }

    boolean isConnected(Host from, Host to) {
        return sides.stream()
                .anyMatch(side -> side.host() == from && side.other().host() == to);
    }
}
