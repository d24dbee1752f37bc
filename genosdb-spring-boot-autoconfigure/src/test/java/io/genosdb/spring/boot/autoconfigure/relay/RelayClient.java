package io.genosdb.spring.boot.autoconfigure.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client that sends texts and keeps those it gets; one that does not read leaves them where they are. */
final class RelayClient implements WebSocket.Listener, AutoCloseable {

    private static final long PATIENCE = 20;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final boolean reads;
    private final WebSocket socket;

    private RelayClient(URI uri, boolean reads, String... headers) {
        this.reads = reads;
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        this.socket = builder.buildAsync(uri, this).join();
    }

    static RelayClient connect(URI uri, String... headers) {
        return new RelayClient(uri, true, headers);
    }

    static RelayClient connectWithoutReading(URI uri) {
        return new RelayClient(uri, false);
    }

    RelayClient send(String message) {
        socket.sendText(message, true).join();
        return this;
    }

    String next() {
        try {
            String message = messages.poll(PATIENCE, TimeUnit.SECONDS);
            assertThat(message).as("a message").isNotNull();
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The status with which the relay closed the connection. */
    int closed() {
        return closed.orTimeout(PATIENCE, TimeUnit.SECONDS).join();
    }

    void readOn() {
        socket.request(Long.MAX_VALUE);
    }

    @Override
    public void onOpen(WebSocket webSocket) {
        if (reads) {
            webSocket.request(Long.MAX_VALUE);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            messages.add(text.toString());
            text.setLength(0);
        }
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
