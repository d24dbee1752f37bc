package io.genosdb.spring.boot.autoconfigure.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client that knows no more of STOMP than what is written into a test: it sends texts and takes frames apart. */
final class RawStompClient implements WebSocket.Listener, AutoCloseable {

    private static final long PATIENCE = 20;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BlockingQueue<ReceivedFrame> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private WebSocket socket;

    record ReceivedFrame(String command, Map<String, String> headers, String body) {

        static ReceivedFrame parse(String text) {
            int end = text.indexOf("\n\n");
            String[] lines = text.substring(0, end).split("\n", -1);
            var headers = new LinkedHashMap<String, String>();
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                headers.putIfAbsent(unescape(lines[i].substring(0, colon)), unescape(lines[i].substring(colon + 1)));
            }
            return new ReceivedFrame(lines[0], headers, text.substring(end + 2, text.indexOf('\0', end)));
        }

        private static String unescape(String text) {
            return text.replace("\\n", "\n")
                    .replace("\\c", ":")
                    .replace("\\r", "\r")
                    .replace("\\\\", "\\");
        }

        String header(String name) {
            return headers.get(name);
        }
    }

    /** Opens the WebSocket alone. */
    static RawStompClient open(int port) {
        return open(port, "/genosdb/stomp");
    }

    static RawStompClient open(int port, String path) {
        var client = new RawStompClient();
        client.socket = HTTP.newWebSocketBuilder()
                .subprotocols("v12.stomp")
                .buildAsync(URI.create("ws://localhost:" + port + path), client)
                .join();
        return client;
    }

    /** Opens the WebSocket and logs in. */
    static RawStompClient connect(int port) {
        return connect(port, "/genosdb/stomp");
    }

    static RawStompClient connect(int port, String path) {
        RawStompClient client = open(port, path);
        client.send("CONNECT\naccept-version:1.2\nhost:localhost\n\n");
        assertThat(client.next().command()).isEqualTo("CONNECTED");
        return client;
    }

    /** Subscribes to the replies, so that requests need no receipt and errors end nothing. */
    RawStompClient withReplies() {
        subscribe("replies", "/genosdb/replies", Map.of("receipt", "replies"));
        assertThat(next().command()).isEqualTo("RECEIPT");
        return this;
    }

    /** Sends a frame, to which the closing zero is added. */
    RawStompClient send(String frame) {
        socket.sendText(frame + "\0", true).join();
        return this;
    }

    /** Sends a text as it is. */
    RawStompClient sendRaw(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    /** Sends what is too large: the server may have closed the connection before all of it was sent. */
    void sendTooMuch(Runnable sending) {
        try {
            sending.run();
        } catch (CompletionException e) {
            assertThat(e).hasCauseInstanceOf(IOException.class);
        }
    }

    /** Sends one text as several WebSocket messages, as clients do with long frames. */
    RawStompClient sendInPieces(String text) {
        for (int i = 0; i < text.length(); i += 8_192) {
            sendRaw(text.substring(i, Math.min(text.length(), i + 8_192)));
        }
        return this;
    }

    RawStompClient subscribe(String id, String destination, Map<String, String> headers) {
        var all = new LinkedHashMap<String, String>();
        all.put("id", id);
        all.put("destination", destination);
        all.putAll(headers);
        return send(frame("SUBSCRIBE", all, ""));
    }

    RawStompClient send(String destination, Map<String, String> headers, String body) {
        var all = new LinkedHashMap<String, String>();
        all.put("destination", destination);
        all.putAll(headers);
        return send(frame("SEND", all, body));
    }

    /** Sends a request and takes its reply. */
    ReceivedFrame request(String destination, String body) {
        send(destination, Map.of("request", "r"), body);
        ReceivedFrame reply = next();
        assertThat(reply.header("request")).isEqualTo("r");
        return reply;
    }

    static String frame(String command, Map<String, String> headers, String body) {
        var frame = new StringBuilder(command).append('\n');
        headers.forEach((name, value) ->
                frame.append(escape(name)).append(':').append(escape(value)).append('\n'));
        return frame.append('\n').append(body).toString();
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace(":", "\\c")
                .replace("\r", "\\r");
    }

    ReceivedFrame next() {
        try {
            ReceivedFrame frame = frames.poll(PATIENCE, TimeUnit.SECONDS);
            assertThat(frame)
                    .as("a frame; connection: %s", closed.getNow("open"))
                    .isNotNull();
            return frame;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    List<ReceivedFrame> next(int count) {
        var received = new ArrayList<ReceivedFrame>();
        for (int i = 0; i < count; i++) {
            received.add(next());
        }
        return received;
    }

    /** Nothing has come that was not taken, up to the answer to a request that is sent now. */
    void hasNothingMore() {
        send("/genosdb/get", Map.of("request", "nothing-more"), "{\"id\":\"nothing\"}");
        ReceivedFrame next = next();
        assertThat(next.header("request")).as("%s", next).isEqualTo("nothing-more");
    }

    /** How the connection ended: code and reason. */
    String closed() {
        return closed.orTimeout(PATIENCE, TimeUnit.SECONDS).join();
    }

    boolean isOpen() {
        return !closed.isDone();
    }

    /** Ends the connection without a word. */
    void abort() {
        socket.abort();
    }

    @Override
    public void close() throws IOException {
        socket.abort();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            if (text.indexOf("\0") >= 0) {
                frames.add(ReceivedFrame.parse(text.toString()));
            }
            text.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode + " " + reason);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.complete("error " + error);
    }
}
