package io.genosdb.benchmarks;

import io.genosdb.rtc.transport.IceCandidate;
import io.genosdb.rtc.transport.PeerChannel;
import io.genosdb.rtc.transport.PeerTransport;
import io.genosdb.rtc.transport.WebRtcOptions;
import io.genosdb.rtc.transport.WebRtcTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * A bare WebRTC data channel between two processes. Descriptions and candidates go over files of a folder that both know.
 */
final class RawChannel implements PeerChannel.Events {

    private static final String END = "end";
    private static final long GATHERING_NANOS = 500_000_000;
    private static final long LOOK_NANOS = 5_000_000;

    private final BareWire.Receiver receiver;
    private final CountDownLatch open = new CountDownLatch(1);
    private final CountDownLatch isDescribed = new CountDownLatch(1);
    private final Semaphore writable = new Semaphore(0);
    private final List<IceCandidate> candidates = new ArrayList<>();
    private volatile String description = "";

    private RawChannel(BareWire.Receiver receiver) {
        this.receiver = receiver;
    }

    /** The side that sends: writes its offer, and waits for the answer when it is asked for the sender. */
    static final class Offer {

        private final RawChannel events = new RawChannel((sentAt, bytes) -> {});
        private final PeerTransport transport = WebRtcTransport.open(WebRtcOptions.DEFAULTS);
        private final Path folder;
        private final PeerChannel channel;

        Offer(Path folder) throws IOException, InterruptedException {
            this.folder = folder;
            this.channel = transport.offer(events);
            events.write(folder.resolve("offer"));
        }

        BareWire.Sender sender() throws IOException, InterruptedException {
            List<String> answer = read(folder.resolve("answer"));
            channel.accept(answer.get(0));
            add(channel, answer);
            events.open.await();
            return message -> {
                byte[] bytes = new byte[message.remaining()];
                message.get(bytes);
                while (!channel.send(bytes)) {
                    events.writable.acquireUninterruptibly();
                }
            };
        }
    }

    /** The side that receives. */
    static void answer(Path folder, BareWire.Receiver receiver) throws IOException, InterruptedException {
        var events = new RawChannel(receiver);
        List<String> offer = read(folder.resolve("offer"));
        PeerTransport transport = WebRtcTransport.open(WebRtcOptions.DEFAULTS);
        PeerChannel channel = transport.answer(offer.get(0), events);
        add(channel, offer);
        events.write(folder.resolve("answer"));
    }

    private static void add(PeerChannel channel, List<String> described) {
        described.stream().skip(1).forEach(line -> channel.add(new IceCandidate(line, "0", 0, null)));
    }

    private void write(Path file) throws IOException, InterruptedException {
        isDescribed.await();
        LockSupport.parkNanos(GATHERING_NANOS);
        var text = new StringBuilder(description.replace("\r\n", "|")).append('\n');
        synchronized (candidates) {
            candidates.forEach(candidate -> text.append(candidate.candidate()).append('\n'));
        }
        Path half = file.resolveSibling(file.getFileName() + ".half");
        Files.writeString(half, text + END);
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> read(Path file) throws IOException {
        while (!Files.exists(file)) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        var lines = new ArrayList<>(Files.readAllLines(file, StandardCharsets.UTF_8));
        lines.remove(END);
        lines.set(0, lines.get(0).replace("|", "\r\n"));
        return lines;
    }

    @Override
    public void described(PeerChannel channel, String sdp) {
        description = sdp;
        isDescribed.countDown();
    }

    @Override
    public void gathered(PeerChannel channel, IceCandidate candidate) {
        synchronized (candidates) {
            candidates.add(candidate);
        }
    }

    @Override
    public void opened(PeerChannel channel) {
        open.countDown();
    }

    @Override
    public void received(PeerChannel channel, byte[] message) {
        receiver.received(ByteBuffer.wrap(message).getLong(), message.length);
    }

    @Override
    public void writable(PeerChannel channel) {
        writable.release();
    }

    @Override
    public void worn(PeerChannel channel) {}

    @Override
    public void closed(PeerChannel channel, String reason) {
        System.err.println("a bare channel ended: " + reason);
        writable.release();
    }
}
