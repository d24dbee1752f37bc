package io.genosdb.security.testing;

import io.genosdb.GenosDatabase;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.Limits;
import io.genosdb.sync.Link;
import io.genosdb.sync.PeerConnection;
import io.genosdb.sync.wire.ErrorCode;
import io.genosdb.sync.wire.FrameReader;
import io.genosdb.sync.wire.FrameWriter;
import io.genosdb.sync.wire.IdentityChallenge;
import io.genosdb.sync.wire.MalformedMessageException;
import io.genosdb.sync.wire.Message;
import io.genosdb.sync.wire.MessageCodec;
import io.genosdb.sync.wire.WireLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A peer with a key and a client of its own: speaks the protocol, and says whatever a test wants. */
public final class Stranger implements Link {

    private static final int FRAME_BYTES = 1 << 20;
    private static final long WINDOW = 4 << 20;

    private final String database;
    private final String origin;
    private final MessageCodec codec;
    private final FrameReader reader = new FrameReader(WireLimits.maxMessageBytes(Limits.DEFAULTS));
    private final FrameWriter writer = new FrameWriter(FRAME_BYTES, false);
    private final PeerConnection connection;
    private final Message.Greeting theirs;
    private Message.Greeting mine;
    private final List<Message> heard = new ArrayList<>();
    private long taken;
    private boolean closed;

    /** Dials a victim, and hears its greeting. */
    public Stranger(GenosDatabase victim, String database, String origin) {
        this.database = database;
        this.origin = origin;
        this.codec = new MessageCodec(new EntryFactory(database, Limits.DEFAULTS));
        this.connection = victim.sync().connect(this);
        this.theirs = hear(Message.Greeting.class).get(0);
        this.mine = new Message.Greeting(Message.PROTOCOL_VERSION, database, origin, Hash256.ZERO, 0);
    }

    /** Dials a victim and gets as far as an honest peer with this identity would. */
    public static Stranger admitted(GenosDatabase victim, String database, Author who) {
        var stranger = new Stranger(victim, database, "~" + who);
        stranger.greet();
        stranger.identify(who, UnaryOperator.identity());
        stranger.sayHello();
        return stranger;
    }

    public void greet() {
        send(mine);
    }

    /** Greets by another nonce than zeroes. */
    public void greet(Hash256 nonce) {
        mine = new Message.Greeting(Message.PROTOCOL_VERSION, database, origin, nonce, 0);
        greet();
    }

    public Message.Greeting mine() {
        return mine;
    }

    public Message.Greeting theirs() {
        return theirs;
    }

    /** What the victim says of itself, which it does after the greeting. */
    public Message.Identity victim() {
        hear();
        return heard.stream()
                .filter(Message.Identity.class::isInstance)
                .map(Message.Identity.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** Says who it is, with the victim's own digest of the rules; what is said may be changed before. */
    public void identify(Author who, UnaryOperator<Message.Identity> change) {
        Hash256 policy = victim().policy();
        byte[] proof = who.identity().sign(challenge(policy));
        send(change.apply(new Message.Identity(policy, who.text(), proof)));
    }

    public Hash256 challenge(Hash256 policy) {
        return IdentityChallenge.of(mine, theirs, true, policy, new byte[0]);
    }

    /** Says that it has nothing. */
    public void sayHello() {
        send(new Message.Hello(0, Hash256.ZERO, 0, -1, WINDOW, 0));
    }

    public void send(Message message) {
        writer.write(codec.encode(message)).forEach(connection::receive);
    }

    public void send(Message.Purpose purpose, List<Entry> entries) {
        send(new Message.Entries(purpose, -1, entries));
    }

    /** Takes everything the victim has to say, and acknowledges what has to be. */
    public List<Message> hear() {
        for (byte[] frame = connection.nextFrame(); frame != null; frame = connection.nextFrame()) {
            read(frame);
        }
        return List.copyOf(heard);
    }

    private void read(byte[] frame) {
        try {
            byte[] bytes = reader.read(frame);
            if (bytes == null) {
                return;
            }
            Message message = codec.decode(bytes);
            heard.add(message);
            if (message instanceof Message.Entries) {
                taken += bytes.length;
                if (!closed) {
                    send(new Message.Ack(taken));
                }
            }
        } catch (MalformedMessageException e) {
            throw new AssertionError("the victim talks nonsense", e);
        }
    }

    public <M extends Message> List<M> hear(Class<M> kind) {
        return hear().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** All entries that the victim has ever sent. */
    public List<Entry> received() {
        return hear(Message.Entries.class).stream()
                .flatMap(message -> message.entries().stream())
                .toList();
    }

    /** What the victim said why it ended the session; {@code null} where it goes on. */
    public ErrorCode told() {
        List<Message.Failure> failures = hear(Message.Failure.class);
        return failures.isEmpty() ? null : failures.get(0).code();
    }

    public boolean isClosed() {
        return closed;
    }

    public PeerConnection connection() {
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

    @Override
    public void close() {
        closed = true;
    }

    /** The link is gone. */
    public void leave() {
        hear();
        connection.closed("the stranger is gone");
    }
}
