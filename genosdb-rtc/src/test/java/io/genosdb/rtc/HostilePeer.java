package io.genosdb.rtc;

import io.genosdb.rtc.signal.RoomIdentity;
import io.genosdb.rtc.signal.SignalEffect;
import io.genosdb.rtc.signal.Signalling;
import io.genosdb.rtc.transport.IceCandidate;
import io.genosdb.rtc.transport.PeerChannel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Gets a connection to each peer of a room, as any peer does, and says over it whatever a test wants. */
final class HostilePeer implements RelayNetwork.Listener, AutoCloseable {

    static final int LAST = 1;
    static final int BINARY = 12;

    private final RoomIdentity identity;
    private final MemoryTransport transport;
    private final Signalling signalling;
    private final RoomLoop loop;
    private final RelayNetwork relays;
    private final Map<Long, PeerChannel> channels = new ConcurrentHashMap<>();
    private final Map<String, BlockingQueue<PeerChannel>> connected = new ConcurrentHashMap<>();

    HostilePeer(MemoryRooms rooms, String self) {
        identity = MemoryRooms.identity("", self);
        transport = new MemoryTransport(rooms.ether());
        signalling = new Signalling(identity, new SecureRandom());
        loop = new RoomLoop("hostile", rooms::now);
        relays = rooms.relays().open(this);
        relays.subscribe(signalling.topics());
    }

    MemoryTransport transport() {
        return transport;
    }

    String self() {
        return identity.self();
    }

    /** Says something at the relay. */
    void publish(String topic, String content) {
        relays.publish(0, topic, content);
    }

    RoomIdentity identity() {
        return identity;
    }

    /** The next connection with a peer. */
    PeerChannel connection(String peer) throws InterruptedException {
        PeerChannel channel = with(peer).poll(20, TimeUnit.SECONDS);
        if (channel == null) {
            throw new AssertionError("no connection with " + peer);
        }
        return channel;
    }

    /** Enters the room over a connection. */
    void enter(PeerChannel channel, String hello) {
        channel.send(presence(1));
        channel.send(action("genosdb.hello", 0, LAST | 8, 255, hello.getBytes(StandardCharsets.UTF_8)));
        channel.send(action("@_hsready", 0, LAST, 255, new byte[0]));
    }

    byte[] presence(int here) {
        byte[] token = identity.token().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(4 + token.length)
                .put((byte) 2)
                .put((byte) here)
                .putShort((short) token.length)
                .put(token)
                .array();
    }

    byte[] action(String type, int nonce, int flags, int progress, byte[] body) {
        byte[] token = identity.token().getBytes(StandardCharsets.US_ASCII);
        byte[] name = new byte[32];
        byte[] wanted = type.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(wanted, 0, name, 0, wanted.length);
        return ByteBuffer.allocate(3 + token.length + 36 + body.length)
                .put((byte) 1)
                .putShort((short) token.length)
                .put(token)
                .put(name)
                .putShort((short) nonce)
                .put((byte) flags)
                .put((byte) progress)
                .put(body)
                .array();
    }

    /** A message of the sync over a room. */
    byte[] sync(int kind, int session, byte[] frame) {
        return action(
                "genosdb.sync",
                0,
                LAST | BINARY,
                255,
                ByteBuffer.allocate(5 + frame.length)
                        .put((byte) kind)
                        .putInt(session)
                        .put(frame)
                        .array());
    }

    private BlockingQueue<PeerChannel> with(String peer) {
        return connected.computeIfAbsent(peer, name -> new LinkedBlockingQueue<>());
    }

    private void with(long link, Consumer<PeerChannel> action) {
        PeerChannel channel = channels.get(link);
        if (channel != null) {
            action.accept(channel);
        }
    }

    private void input(Runnable action) {
        loop.execute(() -> {
            action.run();
            settle();
        });
    }

    private void settle() {
        List<SignalEffect> effects = new ArrayList<>(signalling.effects());
        while (!effects.isEmpty()) {
            effects.forEach(this::perform);
            effects = new ArrayList<>(signalling.effects());
        }
    }

    private void perform(SignalEffect effect) {
        if (effect instanceof SignalEffect.Publish publish) {
            relays.publish(publish.relay(), publish.topic(), publish.content());
        } else if (effect instanceof SignalEffect.Offer offer) {
            channels.put(offer.link(), transport.offer(new Numbered(offer.link())));
        } else if (effect instanceof SignalEffect.Answer answer) {
            channels.put(answer.link(), transport.answer(answer.sdp(), new Numbered(answer.link())));
        } else if (effect instanceof SignalEffect.Accept accept) {
            with(accept.link(), channel -> channel.accept(accept.sdp()));
        } else if (effect instanceof SignalEffect.Close close) {
            with(close.link(), channel -> channel.close(close.reason()));
        } else if (effect instanceof SignalEffect.Connected connection) {
            with(connection.link(), with(connection.peer())::add);
        }
    }

    @Override
    public void connected(int relay) {
        input(() -> signalling.relayConnected(relay, loop.now()));
    }

    @Override
    public void disconnected(int relay) {
        input(() -> signalling.relayLost(relay, loop.now()));
    }

    @Override
    public void received(int relay, String topic, String content) {
        input(() -> signalling.received(relay, topic, content, loop.now()));
    }

    private final class Numbered implements PeerChannel.Events {

        private final long link;

        private Numbered(long link) {
            this.link = link;
        }

        @Override
        public void described(PeerChannel channel, String description) {
            input(() -> signalling.described(link, description, loop.now()));
        }

        @Override
        public void gathered(PeerChannel channel, IceCandidate candidate) {}

        @Override
        public void opened(PeerChannel channel) {
            input(() -> signalling.opened(link, loop.now()));
        }

        @Override
        public void received(PeerChannel channel, byte[] message) {}

        @Override
        public void writable(PeerChannel channel) {}

        @Override
        public void worn(PeerChannel channel) {}

        @Override
        public void closed(PeerChannel channel, String reason) {
            input(() -> signalling.closed(link, loop.now()));
        }
    }

    /** Is gone without a word. */
    @Override
    public void close() {
        relays.close();
        loop.stop();
        channels.values().forEach(channel -> channel.close("gone"));
    }
}
