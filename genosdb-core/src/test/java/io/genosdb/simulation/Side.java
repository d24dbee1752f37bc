package io.genosdb.simulation;

import io.genosdb.sync.Link;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** One end of a connection: its host's link, the frames on their way to the other end, and those that wait here to be read. */
final class Side implements Link {

    private static final long CLOSE_TIMEOUT_MICROS = 5_000_000;

    private enum State {
        OPEN,
        CLOSING,
        CLOSED
    }

    /** A frame on its way, or the end of the stream where there is no frame. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares packets.
    private record Packet(byte @Nullable [] frame, long arrivesAt) {
        int size() {
            return frame == null ? 0 : frame.length;
        }
    }

    private final Network network;
    private final int connection;
    private final Host host;
    private final boolean outgoing;
    private final Consumer<Long> ended;
    private final long opened;
    private final Deque<Packet> transit = new ArrayDeque<>();
    private final Deque<Packet> inbox = new ArrayDeque<>();
    private @Nullable Side other;
    private @Nullable Endpoint endpoint;
    private State state = State.OPEN;
    private boolean pumping;
    private boolean delivering;
    private boolean reading;
    private boolean dead;
    private boolean finished;
    private int transitBytes;
    private int inboxBytes;
    private long lastArrival;
    private long framesSent;
    private long bytesSent;
    private final Wiretap wiretap = new Wiretap();

    Side(Network network, int connection, Host host, boolean outgoing, Consumer<Long> ended) {
        this.network = network;
        this.connection = connection;
        this.host = host;
        this.outgoing = outgoing;
        this.ended = ended;
        this.opened = network.timeline.micros();
    }

    void join(Side far) {
        other = far;
        far.other = this;
    }

    /** The host hears of the connection. */
    void begin() {
        if (state == State.OPEN) {
            endpoint = host.connect(this);
            wake();
            read(host.readMicros());
        }
    }

    Host host() {
        return host;
    }

    Side other() {
        if (other == null) {
            throw new IllegalStateException("not joined");
        }
        return other;
    }

    Wire wire() {
        return network.wire(host, other().host);
    }

    long framesSent() {
        return framesSent;
    }

    long bytesSent() {
        return bytesSent;
    }

    /** How many messages of each kind were sent. */
    Map<String, Integer> messages() {
        return wiretap.counts();
    }

    /** From now on nothing that is sent here arrives, and nobody says so. */
    void die() {
        dead = true;
    }

    boolean isDead() {
        return dead;
    }

    @Override
    public String transport() {
        return "simulated";
    }

    @Override
    public String remote() {
        return "r" + other().host.number();
    }

    @Override
    public boolean isOutgoing() {
        return outgoing;
    }

    @Override
    public int maxFrameBytes() {
        return network.maxFrameBytes();
    }

    @Override
    public boolean isCompressed() {
        return network.isCompressed();
    }

    @Override
    public void wake() {
        if (!pumping && state != State.CLOSED) {
            pumping = true;
            network.timeline.after(0, this::pump);
        }
    }

    @Override
    public void close() {
        if (state == State.OPEN) {
            state = State.CLOSING;
            wake();
            network.timeline.after(CLOSE_TIMEOUT_MICROS, () -> end("closed, with something unsent"));
        }
    }

    /** Takes the next frame, as a writer does that is free. */
    private void pump() {
        pumping = false;
        if (state == State.CLOSED || endpoint == null || transitBytes + other().inboxBytes >= Network.BUFFER_BYTES) {
            return;
        }
        byte[] frame = endpoint.nextFrame();
        if (frame == null) {
            if (state == State.CLOSING) {
                end("closed here");
            }
            return;
        }
        if (frame.length > maxFrameBytes()) {
            throw new AssertionError(this + " was given a frame of " + frame.length + " bytes");
        }
        framesSent++;
        bytesSent += frame.length;
        String message = network.isTapped() ? wiretap.read(frame) : "";
        network.trace.add(this + " sends " + frame.length + " bytes " + checksum(frame) + " " + message);
        long onLine = frame.length * 1_000_000L / wire().bytesPerSecond();
        send(frame, onLine);
        pumping = true;
        network.timeline.after(onLine, this::pump);
    }

    private static String checksum(byte[] frame) {
        var crc = new CRC32C();
        crc.update(frame);
        return Long.toHexString(crc.getValue());
    }

    private void send(byte[] frame, long onLine) {
        if (network.disorder() > 0 && network.random.nextDouble() < network.disorder()) {
            sendInDisorder(frame, onLine);
        } else {
            enqueue(frame, onLine);
        }
    }

    private void sendInDisorder(byte[] frame, long onLine) {
        int fate = network.random.nextInt(3);
        network.trace.add(this + " " + (fate == 0 ? "loses" : fate == 1 ? "doubles" : "swaps") + " a frame");
        if (fate == 1) {
            enqueue(frame, onLine);
            enqueue(frame.clone(), onLine);
        } else if (fate == 2) {
            Packet last = transit.pollLast();
            enqueue(frame, onLine);
            if (last != null) {
                transit.addLast(new Packet(last.frame(), lastArrival));
            }
        }
    }

    private void enqueue(byte @Nullable [] frame, long onLine) {
        Wire wire = wire();
        long jitter = wire.jitterMicros() == 0 ? 0 : network.random.nextLong(wire.jitterMicros());
        lastArrival = Math.max(lastArrival, network.timeline.micros() + onLine + wire.latencyMicros() + jitter);
        var packet = new Packet(frame, lastArrival);
        transit.addLast(packet);
        transitBytes += packet.size();
        deliver(0);
    }

    /** Goes on with what a cut has held up. */
    void resume(long delayMicros) {
        deliver(delayMicros);
    }

    private void deliver(long leastMicros) {
        Packet first = transit.peekFirst();
        if (!delivering && first != null) {
            delivering = true;
            long delay = Math.max(leastMicros, first.arrivesAt() - network.timeline.micros());
            network.timeline.after(delay, this::arrive);
        }
    }

    private void arrive() {
        delivering = false;
        if (wire().isCut() || dead || transit.isEmpty()) {
            return;
        }
        Packet packet = transit.removeFirst();
        transitBytes -= packet.size();
        other().take(packet);
        wake();
        deliver(0);
    }

    private void take(Packet packet) {
        if (state == State.CLOSED) {
            reset();
            return;
        }
        inbox.addLast(packet);
        inboxBytes += packet.size();
        read(host.readMicros());
    }

    /** Answers, as the system does for a socket that is not there any more. */
    private void reset() {
        if (!finished && host.life() > 0) {
            finished = true;
            enqueue(null, 0);
        }
    }

    private void read(long delayMicros) {
        if (!reading && !inbox.isEmpty() && endpoint != null) {
            reading = true;
            network.timeline.after(delayMicros, this::readOne);
        }
    }

    private void readOne() {
        reading = false;
        Packet packet = inbox.pollFirst();
        if (state == State.CLOSED || packet == null || endpoint == null) {
            return;
        }
        inboxBytes -= packet.size();
        if (packet.frame() == null) {
            finished = true;
            end("closed by the peer");
            return;
        }
        endpoint.receive(packet.frame());
        other().wake();
        read(host.readMicros());
    }

    /** Ends this side, and lets the other one know as far as the network allows. */
    void end(String reason) {
        if (state == State.CLOSED) {
            return;
        }
        leave(reason, true);
        if (endpoint != null) {
            endpoint.closed(reason);
        }
        ended.accept(network.timeline.micros() - opened);
    }

    /** The host is gone, and nobody is told here. */
    void vanish(boolean silently) {
        if (state != State.CLOSED) {
            leave("crash", !silently);
            if (silently) {
                other().dead = true;
            }
        }
    }

    private void leave(String reason, boolean tellsOther) {
        network.trace.add(this + " ends: " + reason);
        state = State.CLOSED;
        inbox.clear();
        inboxBytes = 0;
        wiretap.close();
        network.forget(this);
        if (tellsOther && !finished) {
            finished = true;
            enqueue(null, 0);
        }
    }

    @Override
    public String toString() {
        return "#" + connection + " r" + host.number() + (outgoing ? "=>" : "->") + "r"
                + other().host.number();
    }
}
