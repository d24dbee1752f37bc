package io.genosdb.rtc.nostr;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocket;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/** A relay in this JVM that serves as it should, unless a test makes it do otherwise. */
class FakeRelay extends WebSocketServer implements AutoCloseable {

    /** What clients said. */
    final BlockingQueue<ClientMessage> heard = new LinkedBlockingQueue<>();

    private final Map<WebSocket, List<Filter>> requests = new ConcurrentHashMap<>();
    private final CountDownLatch started = new CountDownLatch(1);
    private volatile boolean isMute;

    FakeRelay() {
        this(0);
    }

    FakeRelay(int port) {
        super(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
        setReuseAddr(true);
        setDaemon(true);
    }

    /** Starts a relay, and waits for that. */
    static <T extends FakeRelay> T start(T relay) throws InterruptedException {
        relay.start();
        relay.awaitStart();
        return relay;
    }

    final void awaitStart() throws InterruptedException {
        if (!started.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("the relay did not start");
        }
    }

    URI url() {
        return URI.create("ws://127.0.0.1:" + getPort());
    }

    /** Says nothing any more, not even that it is there. */
    void fallSilent() {
        isMute = true;
    }

    void drop() {
        getConnections().forEach(connection -> connection.closeConnection(1006, "dropped"));
    }

    /** Says something to all clients. */
    void say(RelayMessage message) {
        broadcast(NostrCodec.encode(message));
    }

    ClientMessage hear() throws InterruptedException {
        ClientMessage message = heard.poll(20, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no client said anything");
        }
        return message;
    }

    /** What becomes of an event. */
    void published(WebSocket from, NostrEvent event) {
        reply(from, new RelayMessage.Ok(event.id(), true, ""));
        requests.forEach((client, filters) -> {
            if (filters.stream().anyMatch(filter -> filter.matches(event))) {
                reply(client, new RelayMessage.Event("room", event));
            }
        });
    }

    /** What becomes of a request. */
    void requested(WebSocket from, ClientMessage.Request request) {
        requests.put(from, request.filters());
        reply(from, new RelayMessage.EndOfStored(request.subscription()));
    }

    static void reply(WebSocket to, RelayMessage message) {
        if (to.isOpen()) {
            to.send(NostrCodec.encode(message));
        }
    }

    @Override
    public void onMessage(WebSocket from, String text) {
        if (isMute) {
            return;
        }
        try {
            ClientMessage message = NostrCodec.decodeClient(text);
            if (message instanceof ClientMessage.Publish publish && NostrKeys.verify(publish.event())) {
                published(from, publish.event());
            } else if (message instanceof ClientMessage.Request request) {
                requested(from, request);
            } else if (message instanceof ClientMessage.Close) {
                requests.remove(from);
            }
            heard.add(message);
        } catch (MalformedNostrException e) {
            throw new AssertionError("a client of ours sent " + text, e);
        }
    }

    @Override
    public void onWebsocketPing(WebSocket from, Framedata ping) {
        if (!isMute) {
            super.onWebsocketPing(from, ping);
        }
    }

    @Override
    public void onMessage(WebSocket from, ByteBuffer bytes) {
        throw new AssertionError("a client of ours sent bytes");
    }

    @Override
    public void onOpen(WebSocket opened, ClientHandshake handshake) {}

    @Override
    public void onClose(WebSocket closed, int code, String reason, boolean remote) {
        requests.remove(closed);
    }

    @Override
    public void onError(WebSocket at, Exception error) {
        // A client that is gone: onClose follows.
    }

    @Override
    public void onStart() {
        started.countDown();
    }

    @Override
    public void close() {
        try {
            stop(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
