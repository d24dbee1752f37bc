package io.genosdb.benchmarks;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.BinaryWebSocketHandler;

/** The same connections without a database: what is sent is a time and filling, what is received is the time it took. */
final class BareWire {

    private static final int MAX_BYTES = 1 << 16;

    private BareWire() {}

    /** Where messages go. */
    interface Sender {
        void send(ByteBuffer message) throws IOException;
    }

    /** The server's end of a WebSocket. */
    static final class Endpoint extends BinaryWebSocketHandler {

        private final BlockingQueue<Sender> connected = new LinkedBlockingQueue<>();

        @Override
        public void afterConnectionEstablished(WebSocketSession session) {
            session.setBinaryMessageSizeLimit(MAX_BYTES);
            connected.add(message -> session.sendMessage(new BinaryMessage(message)));
        }

        Sender sender() throws InterruptedException {
            return connected.take();
        }
    }

    /** The server's end of a Unix domain socket: the first that dials is the one. */
    static BlockingQueue<Sender> listen(Path path) throws IOException {
        Files.deleteIfExists(path);
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        var connected = new LinkedBlockingQueue<Sender>();
        daemon(() -> {
            SocketChannel channel = server.accept();
            server.close();
            connected.add(message -> write(channel, message));
        });
        return connected;
    }

    private static void write(SocketChannel channel, ByteBuffer message) throws IOException {
        var whole = ByteBuffer.allocate(Integer.BYTES + message.remaining());
        whole.putInt(message.remaining()).put(message).flip();
        while (whole.hasRemaining()) {
            channel.write(whole);
        }
    }

    /** Sends one small message after the other, each at its time. */
    static void ping(Sender sender, int count, int bytes, long pauseNanos) throws IOException {
        for (int i = 0; i < count; i++) {
            var message = ByteBuffer.allocate(bytes);
            message.putLong(0, System.nanoTime());
            sender.send(message);
            LockSupport.parkNanos(pauseNanos);
        }
    }

    /** Sends so many bytes as fast as they go. */
    static void flood(Sender sender, long bytes, int messageBytes) throws IOException {
        for (long left = bytes; left > 0; left -= messageBytes) {
            var message = ByteBuffer.allocate((int) Math.max(Long.BYTES, Math.min(left, messageBytes)));
            message.putLong(0, System.nanoTime());
            sender.send(message);
        }
    }

    /** Hears of every message that came. */
    interface Receiver {
        void received(long sentAt, int bytes);
    }

    static void dialWebSocket(HttpClient client, URI address, Receiver receiver) {
        client.newWebSocketBuilder()
                .buildAsync(address, new WebSocket.Listener() {
                    private final ByteBuffer head = ByteBuffer.allocate(Long.BYTES);
                    private int length;

                    @Override
                    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
                        length += data.remaining();
                        while (head.hasRemaining() && data.hasRemaining()) {
                            head.put(data.get());
                        }
                        if (last) {
                            receiver.received(head.getLong(0), length);
                            head.clear();
                            length = 0;
                        }
                        from.request(1);
                        return null;
                    }

                    @Override
                    public void onError(WebSocket from, Throwable error) {
                        error.printStackTrace();
                    }
                })
                .join();
    }

    static void dialSocket(Path path, Receiver receiver) throws IOException {
        var channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
        daemon(() -> {
            var in = new DataInputStream(new java.io.BufferedInputStream(Channels.newInputStream(channel), MAX_BYTES));
            try {
                while (true) {
                    byte[] message = in.readNBytes(in.readInt());
                    receiver.received(ByteBuffer.wrap(message).getLong(), message.length);
                }
            } catch (EOFException e) {
                channel.close();
            }
        });
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void daemon(Task task) {
        var thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
