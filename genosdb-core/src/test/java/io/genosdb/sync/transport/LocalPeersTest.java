package io.genosdb.sync.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.sync.Link;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPeersTest {

    private static final long PATIENCE_SECONDS = 20;

    @TempDir
    Path directory;

    private final BlockingQueue<Exchange> accepted = new LinkedBlockingQueue<>();
    private final BlockingQueue<Exchange> dialled = new LinkedBlockingQueue<>();
    private LocalPeers server;
    private LocalPeers client;

    /** What the engine is to a link: frames to send, and frames that came. */
    private static final class Exchange implements FrameExchange {
        private final Link link;
        private final Queue<byte[]> outbox = new ConcurrentLinkedQueue<>();
        private final BlockingQueue<byte[]> inbox = new LinkedBlockingQueue<>();
        private final CompletableFuture<String> closed = new CompletableFuture<>();
        private final AtomicInteger taken = new AtomicInteger();
        private final Semaphore mayReceive = new Semaphore(Integer.MAX_VALUE);

        private Exchange(Link link) {
            this.link = link;
        }

        private void send(byte[] frame) {
            outbox.add(frame);
            link.wake();
        }

        private byte[] take() throws InterruptedException {
            return inbox.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        private String reason() throws Exception {
            return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        @Override
        public byte @Nullable [] nextFrame() {
            byte[] frame = outbox.poll();
            if (frame != null) {
                taken.incrementAndGet();
            }
            return frame;
        }

        @Override
        public void receive(byte[] frame) {
            mayReceive.acquireUninterruptibly();
            inbox.add(frame);
        }

        @Override
        public void closed(String reason) {
            closed.complete(reason);
        }
    }

    private static Thread daemon(Runnable task) {
        var thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }

    private static LocalPeers peers(Queue<Exchange> exchanges) {
        return peers(exchanges, LocalPeersTest::daemon);
    }

    private static LocalPeers peers(Queue<Exchange> exchanges, ThreadFactory daemons) {
        return LocalPeers.exchanging(
                link -> {
                    var exchange = new Exchange(link);
                    exchanges.add(exchange);
                    return exchange;
                },
                daemons);
    }

    @BeforeEach
    void open() {
        server = peers(accepted);
        client = peers(dialled);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private Exchange next(BlockingQueue<Exchange> exchanges) throws InterruptedException {
        return exchanges.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private Path serve() throws IOException {
        return server.serve(directory.resolve("genosdb.sock"));
    }

    @Test
    void carriesFramesBothWaysInOrder() throws Exception {
        client.dial(serve(), () -> {});
        Exchange here = next(dialled);
        Exchange there = next(accepted);
        assertThat(here.link.isOutgoing()).isTrue();
        assertThat(there.link.isOutgoing()).isFalse();
        assertThat(here.link.transport()).isEqualTo("local");
        assertThat(here.link.maxFrameBytes()).isGreaterThanOrEqualTo(1024);
        var random = new Random(1);
        var sent = new ArrayList<byte[]>();
        for (int i = 0; i < 300; i++) {
            int length = i % 50 == 0 ? here.link.maxFrameBytes() : 1 + random.nextInt(i % 7 == 0 ? 100_000 : 100);
            var frame = new byte[length];
            random.nextBytes(frame);
            sent.add(frame);
            here.send(frame);
            there.send(frame);
        }
        for (byte[] frame : sent) {
            assertThat(there.take()).isEqualTo(frame);
            assertThat(here.take()).isEqualTo(frame);
        }
    }

    @Test
    void sendsTheLastFramesBeforeItCloses() throws Exception {
        var ended = new CountDownLatch(1);
        client.dial(serve(), ended::countDown);
        Exchange here = next(dialled);
        Exchange there = next(accepted);
        here.outbox.add(new byte[] {1, 2, 3});
        here.outbox.add(new byte[200_000]);
        here.link.close();
        assertThat(there.take()).containsExactly(1, 2, 3);
        assertThat(there.take()).hasSize(200_000);
        assertThat(there.reason()).contains("other side");
        assertThat(here.reason()).contains("this side");
        assertThat(ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void closingEndsTheLinksAndRemovesTheSocket() throws Exception {
        Path socket = serve();
        client.dial(socket, () -> {});
        Exchange here = next(dialled);
        Exchange there = next(accepted);
        server.close();
        assertThat(there.closed).isCompleted();
        assertThat(here.reason()).isNotBlank();
        assertThat(socket).doesNotExist();
        assertThatThrownBy(() -> client.dial(socket, () -> {})).isInstanceOf(IOException.class);
    }

    /** Otherwise a sender could fill the memory of a receiver whose disk is slow. */
    @Test
    void aSlowReceiverSlowsTheSenderDown() throws Exception {
        client.dial(serve(), () -> {});
        Exchange here = next(dialled);
        Exchange there = next(accepted);
        there.mayReceive.drainPermits();
        int frames = 400;
        for (int i = 0; i < frames; i++) {
            here.outbox.add(new byte[100_000]);
        }
        here.link.wake();
        there.mayReceive.release(3);
        assertThat(there.take()).hasSize(100_000);
        assertThat(here.taken.get()).isLessThan(frames / 2);
        there.mayReceive.release(frames);
        for (int i = 1; i < frames; i++) {
            assertThat(there.take()).hasSize(100_000);
        }
        assertThat(here.taken.get()).isEqualTo(frames);
    }

    @Test
    void closesALinkWithNonsenseAndGoesOnWithTheOthers() throws Exception {
        Path socket = serve();
        client.dial(socket, () -> {});
        Exchange good = next(accepted);
        for (int length : List.of(Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 0, UnixSocketLink.MAX_FRAME_BYTES + 1)) {
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                channel.write(ByteBuffer.allocate(8).putInt(length).putInt(7).flip());
                Exchange bad = next(accepted);
                assertThat(bad.reason()).contains("a frame has 1 to");
                assertThat(bad.inbox).isEmpty();
            }
        }
        for (int cut : List.of(1, 4, 9)) {
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                channel.write(ByteBuffer.allocate(12).putInt(100).flip().limit(cut));
            }
            assertThat(next(accepted).reason()).contains("cut off");
        }
        next(dialled).send(new byte[] {42});
        assertThat(good.take()).containsExactly(42);
    }

    /** As with an owner that is stopped: it accepts nobody, and those who may wait for it are full. */
    @Test
    void closingEndsADialThatHangs() throws Exception {
        var address = UnixDomainSocketAddress.of(directory.resolve("stopped.sock"));
        try (ServerSocketChannel stopped = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            stopped.bind(address, 1);
            var diallers = new ArrayList<Thread>();
            // As many as the system lets wait are connected, and one more hangs.
            while (diallers.stream().noneMatch(Thread::isAlive)) {
                assertThat(diallers).hasSizeLessThan(50);
                Thread dialler = daemon(() -> {
                    try {
                        client.dial(address.getPath(), () -> {});
                    } catch (IOException e) {
                        // That is how it ends.
                    }
                });
                dialler.start();
                dialler.join(200);
                diallers.add(dialler);
            }
            client.close();
            for (Thread dialler : diallers) {
                dialler.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
                assertThat(dialler.isAlive()).isFalse();
            }
        }
    }

    @Test
    void aLinkThatCannotStartIsClosedAndTheNextIsTaken() throws Exception {
        var made = new AtomicInteger();
        // The first takes connections; then come the reader and the writer of the first link.
        server = peers(
                accepted,
                task -> made.incrementAndGet() != 2
                        ? daemon(task)
                        : new Thread(task) {
                            @Override
                            public synchronized void start() {
                                throw new OutOfMemoryError("no more threads");
                            }
                        });
        Path socket = serve();
        client.dial(socket, () -> {});
        assertThat(next(accepted).reason()).contains("could not be started");
        assertThat(next(dialled).reason()).isNotBlank();
        client.dial(socket, () -> {});
        next(dialled).send(new byte[] {1});
        assertThat(next(accepted).take()).containsExactly(1);
    }

    @Test
    void aPathTooLongForAnAddressIsReplacedByATemporaryDirectory() throws Exception {
        Path deep = Files.createDirectories(directory.resolve("d".repeat(120)));
        Path socket = server.serve(deep.resolve("genosdb.sock"));
        assertThat(socket.getParent()).isNotEqualTo(deep);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
                .isEqualTo("rwx------");
        client.dial(socket, () -> {});
        next(dialled).send(new byte[] {1});
        assertThat(next(accepted).take()).containsExactly(1);
        server.close();
        assertThat(socket.getParent()).doesNotExist();
    }

    @Test
    void onlyTheUserMayConnectAndAStaleSocketIsReplaced() throws Exception {
        Path stale = Files.writeString(directory.resolve("genosdb.sock"), "");
        assertThatThrownBy(() -> client.dial(stale, () -> {})).isInstanceOf(IOException.class);
        Path socket = serve();
        assertThat(socket).isEqualTo(stale);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
        client.dial(socket, () -> {});
        assertThat(next(accepted)).isNotNull();
    }
}
