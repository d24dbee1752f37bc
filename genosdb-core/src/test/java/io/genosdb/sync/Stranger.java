package io.genosdb.sync;

import io.genosdb.GenosDatabase;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.Limits;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.sync.wire.ErrorCode;
import io.genosdb.sync.wire.FrameReader;
import io.genosdb.sync.wire.FrameWriter;
import io.genosdb.sync.wire.MalformedMessageException;
import io.genosdb.sync.wire.Message;
import io.genosdb.sync.wire.MessageCodec;
import io.genosdb.sync.wire.WireLimits;
import io.genosdb.value.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whoever is at the other end of a link: says what a test wants, and understands what is answered. */
final class Stranger implements Link {

    /** Origins before and behind all that databases choose. */
    static final String INITIATOR = "!stranger";

    static final String RESPONDER = "~stranger";

    static final EntryFactory FACTORY = new EntryFactory("test", Limits.DEFAULTS);
    static final MessageCodec CODEC = new MessageCodec(FACTORY);

    private static final int FRAME_BYTES = 1 << 20;

    private final FrameReader reader = new FrameReader(WireLimits.maxMessageBytes(Limits.DEFAULTS));
    private final FrameWriter writer = new FrameWriter(FRAME_BYTES, false);
    private final PeerConnection connection;
    private @Nullable ErrorCode told;
    private boolean closed;

    Stranger(GenosDatabase victim) {
        connection = victim.sync().connect(this);
    }

    static Message.Greeting greeting(String origin) {
        return greeting("test", origin, Message.PROTOCOL_VERSION);
    }

    static Message.Greeting greeting(String database, String origin, int version) {
        return new Message.Greeting(version, database, origin, hash(7), 0);
    }

    static Message.Hello hello(long count, long window) {
        return new Message.Hello(count, hash(count), 0, -1, window, 0);
    }

    static Hash256 hash(long number) {
        var bytes = new byte[Hash256.BYTES];
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[i] = (byte) (number >>> (8 * i));
        }
        return Hash256.of(bytes);
    }

    static Entry entry(String id, long timestamp) {
        return FACTORY.create(
                new EntryKey(id, Slot.VALUE),
                new Version(timestamp, RESPONDER),
                JsonObject.parse("{\"by\":\"stranger\"}"));
    }

    /** Greets and sums up a state that is nobody's. */
    Stranger shakeHands(String origin, long count, long window) {
        send(greeting(origin));
        hear();
        send(hello(count, window));
        return this;
    }

    void send(Message message) {
        writer.write(CODEC.encode(message)).forEach(connection::receive);
    }

    void send(byte[] frame) {
        connection.receive(frame);
    }

    /** Takes everything the victim has to say. */
    List<Message> hear() {
        return hear(Integer.MAX_VALUE);
    }

    List<Message> hear(int mostMessages) {
        var heard = new ArrayList<Message>();
        while (heard.size() < mostMessages) {
            byte[] frame = connection.nextFrame();
            if (frame == null) {
                break;
            }
            Message message = read(frame);
            if (message instanceof Message.Failure failure) {
                told = failure.code();
            }
            if (message != null) {
                heard.add(message);
            }
        }
        return heard;
    }

    private @Nullable Message read(byte[] frame) {
        try {
            byte[] bytes = reader.read(frame);
            return bytes == null ? null : CODEC.decode(bytes);
        } catch (MalformedMessageException e) {
            throw new AssertionError("the victim talks nonsense", e);
        }
    }

    <M extends Message> List<M> hear(Class<M> kind) {
        return hear().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** What the victim said why it ended the session. */
    @Nullable
    ErrorCode told() {
        hear();
        return told;
    }

    boolean isClosed() {
        return closed;
    }

    PeerConnection connection() {
        return connection;
    }

    @Override
    public String transport() {
        return "test";
    }

    @Override
    public String remote() {
        return "stranger";
    }

    @Override
    public boolean isOutgoing() {
        return false;
    }

    @Override
    public int maxFrameBytes() {
        return FRAME_BYTES;
    }

    @Override
    public boolean isCompressed() {
        return false;
    }

    @Override
    public void wake() {}

    /** The victim ends the link, which the tests take part by part: it is over when the test hears the last message. */
    @Override
    public void close() {
        closed = true;
    }

    /** The link is gone. */
    void leave() {
        connection.closed("the stranger is gone");
    }
}
