package io.genosdb.rtc.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Notes what happens to a connection, and carries its signals to another one. */
final class Recorder implements PeerChannel.Events {

    final CompletableFuture<String> described = new CompletableFuture<>();
    final CompletableFuture<PeerChannel> opened = new CompletableFuture<>();
    final CompletableFuture<String> closed = new CompletableFuture<>();
    final CompletableFuture<PeerChannel> worn = new CompletableFuture<>();
    final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
    final BlockingQueue<PeerChannel> writable = new LinkedBlockingQueue<>();
    final BlockingQueue<IceCandidate> gathered = new LinkedBlockingQueue<>();
    final List<String> order = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<PeerChannel> other = new CompletableFuture<>();

    /** Two connections of two transports (or of one), open to each other. */
    record Pair(PeerChannel offering, Recorder offerer, PeerChannel answering, Recorder answerer) {

        static Pair connected(PeerTransport from, PeerTransport to) {
            Pair pair = begun(from, to);
            pair.offerer.open();
            pair.answerer.open();
            return pair;
        }

        static Pair begun(PeerTransport from, PeerTransport to) {
            Recorder offerer = new Recorder();
            Recorder answerer = new Recorder();
            PeerChannel offering = from.offer(offerer);
            PeerChannel answering = to.answer(within(offerer.described), answerer);
            offerer.signalTo(answering);
            var unused = answerer.described.thenAccept(offering::accept);
            answerer.signalTo(offering);
            return new Pair(offering, offerer, answering, answerer);
        }
    }

    void signalTo(PeerChannel channel) {
        other.complete(channel);
    }

    PeerChannel open() {
        return within(opened);
    }

    String end() {
        return within(closed);
    }

    byte[] message() throws InterruptedException {
        byte[] message = received.poll(20, TimeUnit.SECONDS);
        assertThat(message).as("a message").isNotNull();
        return message;
    }

    /** Far longer than anything takes: only a failure waits so long. */
    static <T> T within(CompletableFuture<T> future) {
        return future.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Override
    public void described(PeerChannel channel, String description) {
        order.add("described");
        described.complete(description);
    }

    @Override
    public void gathered(PeerChannel channel, IceCandidate candidate) {
        gathered.add(candidate);
        var unused = other.thenAccept(peer -> peer.add(candidate));
    }

    @Override
    public void opened(PeerChannel channel) {
        order.add("opened");
        opened.complete(channel);
    }

    @Override
    public void received(PeerChannel channel, byte[] message) {
        order.add("received");
        received.add(message);
    }

    @Override
    public void writable(PeerChannel channel) {
        order.add("writable");
        writable.add(channel);
    }

    @Override
    public void worn(PeerChannel channel) {
        order.add("worn");
        worn.complete(channel);
    }

    @Override
    public void closed(PeerChannel channel, String reason) {
        order.add("closed");
        closed.complete(reason);
    }
}
