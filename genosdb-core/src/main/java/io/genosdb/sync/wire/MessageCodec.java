package io.genosdb.sync.wire;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.EntryCodec;
import io.genosdb.graph.EntryFactory;
import io.genosdb.sync.wire.Message.Ack;
import io.genosdb.sync.wire.Message.Digest;
import io.genosdb.sync.wire.Message.End;
import io.genosdb.sync.wire.Message.Entries;
import io.genosdb.sync.wire.Message.Failure;
import io.genosdb.sync.wire.Message.Goodbye;
import io.genosdb.sync.wire.Message.Greeting;
import io.genosdb.sync.wire.Message.Hello;
import io.genosdb.sync.wire.Message.Identity;
import io.genosdb.sync.wire.Message.Lagging;
import io.genosdb.sync.wire.Message.Neighbours;
import io.genosdb.sync.wire.Message.Ping;
import io.genosdb.sync.wire.Message.Pong;
import io.genosdb.sync.wire.Message.Proof;
import io.genosdb.sync.wire.Message.Purpose;
import io.genosdb.sync.wire.Message.Reconcile;
import io.genosdb.sync.wire.Message.Want;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.msgpack.core.MessagePackException;

/**
 * The byte form of messages: MessagePack arrays of a number for the kind and its fields. {@code docs/protocol.md} is the
 * specification.
 *
 * <p>Thread-safe.
 *
 * @since 0.1
 */
public final class MessageCodec {

    private static final String PROTOCOL = "genosdb";
    private static final int SMALL_MESSAGE_BYTES = 512;
    private static final int ENTRY_BYTES = 256;
    private static final int LARGEST_BUFFER_BYTES = 32 * 1024;
    private static final long LAST_DAY = HybridTimestamp.day(Long.MAX_VALUE);

    /** How one kind of message is written and read; its place in the list is its number. */
    private record Form<M extends Message>(Class<M> type, int fields, Writer<M> writer, Reader<M> reader) {

        void write(Message message, FieldWriter out) throws IOException {
            writer.write(type.cast(message), out);
        }
    }

    @FunctionalInterface
    private interface Writer<M> {
        void write(M message, FieldWriter out) throws IOException;
    }

    @FunctionalInterface
    private interface Reader<M> {
        M read(FieldReader in) throws IOException, MalformedMessageException;
    }

    private final EntryCodec entryCodec;
    private final int maxMessageBytes;
    private final int maxEntryBytes;
    private final List<Form<?>> forms;
    private final Map<Class<?>, Integer> numbers;

    /**
     * Makes a codec.
     *
     * @param factory makes the entries that are read, and whose limits hold for messages too
     */
    public MessageCodec(EntryFactory factory) {
        entryCodec = new EntryCodec(factory);
        maxMessageBytes = WireLimits.maxMessageBytes(factory.limits());
        maxEntryBytes = WireLimits.maxEntryBytes(factory.limits());
        forms = forms();
        numbers = forms.stream().collect(Collectors.toUnmodifiableMap(Form::type, forms::indexOf));
    }

    private List<Form<?>> forms() {
        return List.of(
                new Form<>(Greeting.class, 6, MessageCodec::write, MessageCodec::greeting),
                new Form<>(
                        Proof.class, 1, (proof, out) -> out.hash(proof.proof()), in -> new Proof(in.hash("a proof"))),
                new Form<>(Hello.class, 6, MessageCodec::write, MessageCodec::hello),
                new Form<>(Entries.class, 3, this::write, this::entries),
                new Form<>(
                        End.class, 1, (end, out) -> out.number(number(end.purpose())), in -> new End(purpose(in, 1))),
                new Form<>(
                        Digest.class,
                        4,
                        (digest, out) -> out.truth(digest.answer())
                                .number(digest.count())
                                .hash(digest.digest())
                                .number(digest.position()),
                        in -> new Digest(
                                in.truth(), in.number("a count"), in.hash("a digest"), in.number("a position"))),
                empty(new Lagging()),
                new Form<>(
                        Reconcile.class,
                        1,
                        (reconcile, out) -> out.bytes(reconcile.payload()),
                        in -> new Reconcile(in.bytes())),
                new Form<>(Want.class, 1, (want, out) -> out.hashes(want.hashes()), in -> new Want(in.hashes())),
                new Form<>(
                        Ack.class,
                        1,
                        (ack, out) -> out.number(ack.bytes()),
                        in -> new Ack(in.number("a sum of bytes"))),
                new Form<>(
                        Neighbours.class,
                        1,
                        (neighbours, out) -> out.origins(neighbours.origins()),
                        in -> new Neighbours(in.origins())),
                new Form<>(Ping.class, 1, (ping, out) -> out.number(ping.number()), in -> new Ping(any(in))),
                new Form<>(Pong.class, 1, (pong, out) -> out.number(pong.number()), in -> new Pong(any(in))),
                empty(new Goodbye()),
                new Form<>(Failure.class, 2, MessageCodec::write, MessageCodec::failure),
                new Form<>(Identity.class, 3, MessageCodec::write, MessageCodec::identity));
    }

    private static <M extends Message> Form<M> empty(M message) {
        @SuppressWarnings("unchecked") // the class of a record is final
        var type = (Class<M>) message.getClass();
        return new Form<>(type, 0, (same, out) -> {}, in -> message);
    }

    private static long any(FieldReader in) throws IOException, MalformedMessageException {
        return in.number("a number", Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /**
     * The bytes of a message.
     *
     * @param message the message; the text of a {@link Failure} is made to fit
     * @return a new array
     * @throws IllegalArgumentException if the message is beyond the limits of the protocol
     */
    public byte[] encode(Message message) {
        var out = new FieldWriter(entryCodec, bufferBytes(message));
        try {
            int number = Objects.requireNonNull(numbers.get(message.getClass()));
            Form<?> form = forms.get(number);
            out.array(1 + form.fields()).number(number);
            form.write(message, out);
            if (out.size() > maxMessageBytes) {
                throw new IllegalArgumentException("a message has at most " + maxMessageBytes + " bytes, this "
                        + form.type().getSimpleName() + " has " + out.size());
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory cannot fail", e);
        }
    }

    /** Large enough for most messages of the kind, so that hardly anything is copied twice. */
    private static int bufferBytes(Message message) {
        int expected = message instanceof Entries entries ? entries.entries().size() * ENTRY_BYTES : 0;
        return Math.max(SMALL_MESSAGE_BYTES, Math.min(expected, LARGEST_BUFFER_BYTES));
    }

    /**
     * Reads a message.
     *
     * @param bytes what {@link #encode} wrote, or anything a stranger sent
     * @return the message
     * @throws MalformedMessageException if it is not one message exactly, or beyond the limits
     */
    public Message decode(byte[] bytes) throws MalformedMessageException {
        if (bytes.length > maxMessageBytes) {
            throw new MalformedMessageException(
                    ErrorCode.LIMIT, "a message has at most " + maxMessageBytes + " bytes, not " + bytes.length);
        }
        var in = new FieldReader(bytes);
        try {
            int fields = in.array() - 1;
            int number = (int) in.number("the kind of a message", 0, forms.size() - 1L);
            Form<?> form = forms.get(number);
            if (fields != form.fields()) {
                throw FieldReader.malformed(
                        "a message of kind " + number + " has " + fields + " fields instead of " + form.fields());
            }
            Message message = form.reader().read(in);
            in.end();
            return message;
        } catch (IOException | MessagePackException e) {
            throw new MalformedMessageException(ErrorCode.MALFORMED, "not a message of the protocol", e);
        }
    }

    private static void write(Greeting greeting, FieldWriter out) throws IOException {
        out.text(PROTOCOL)
                .number(greeting.version())
                .text(greeting.database())
                .text(greeting.origin())
                .hash(greeting.nonce())
                .number(greeting.horizonDay());
    }

    private static Greeting greeting(FieldReader in) throws IOException, MalformedMessageException {
        if (!in.text("the protocol's name", PROTOCOL.length()).equals(PROTOCOL)) {
            throw FieldReader.malformed("the greeting is of another protocol");
        }
        return new Greeting(
                (int) in.number("a version", 0, Integer.MAX_VALUE),
                in.line("the database's name", WireLimits.DATABASE_LENGTH),
                in.origin(),
                in.hash("a nonce"),
                in.number("a horizon", Long.MIN_VALUE, LAST_DAY));
    }

    private static void write(Hello hello, FieldWriter out) throws IOException {
        out.number(hello.count())
                .hash(hello.digest())
                .number(hello.position())
                .number(hello.cursor())
                .number(hello.window())
                .number(hello.lastEqual());
    }

    private static Hello hello(FieldReader in) throws IOException, MalformedMessageException {
        return new Hello(
                in.number("a count"),
                in.hash("a digest"),
                in.number("a position"),
                in.number("a cursor", -1, Long.MAX_VALUE),
                in.number("a window", 1, Long.MAX_VALUE),
                in.number("a time"));
    }

    private static void write(Identity identity, FieldWriter out) throws IOException {
        out.hash(identity.policy()).text(identity.address()).bytes(identity.proof());
    }

    private static Identity identity(FieldReader in) throws IOException, MalformedMessageException {
        return new Identity(
                in.hash("a digest of rules"),
                in.line("an address", WireLimits.AUTHOR_LENGTH),
                in.bytes("a signature", WireLimits.SIGNATURE_BYTES));
    }

    private void write(Entries entries, FieldWriter out) throws IOException {
        out.number(number(entries.purpose()))
                .number(entries.position())
                .array(entries.entries().size());
        for (var entry : entries.entries()) {
            out.entry(entry, maxEntryBytes);
        }
    }

    private Entries entries(FieldReader in) throws IOException, MalformedMessageException {
        return new Entries(
                purpose(in, 0), in.number("a position", -1, Long.MAX_VALUE), in.entries(entryCodec, maxEntryBytes));
    }

    private static void write(Failure failure, FieldWriter out) throws IOException {
        out.number(failure.code().number()).text(line(failure.text()));
    }

    private static Failure failure(FieldReader in) throws IOException, MalformedMessageException {
        long number = in.number("an error code");
        ErrorCode code = ErrorCode.of(number);
        if (code == null) {
            throw FieldReader.malformed("there is no error code " + number);
        }
        return new Failure(code, in.line("a failure's text", WireLimits.TEXT_LENGTH));
    }

    /** The start of a text, as one line of well-formed Unicode. */
    private static String line(String text) {
        var line = new StringBuilder();
        text.substring(0, Math.min(text.length(), WireLimits.TEXT_LENGTH))
                .codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? ' ' : c)
                .forEach(line::appendCodePoint);
        return line.toString();
    }

    private static int number(Purpose purpose) {
        return switch (purpose) {
            case LIVE -> 0;
            case DELTA -> 1;
            case RECONCILE -> 2;
            case FULL -> 3;
        };
    }

    private static Purpose purpose(FieldReader in, int least) throws IOException, MalformedMessageException {
        return switch ((int) in.number("a purpose", least, 3)) {
            case 0 -> Purpose.LIVE;
            case 1 -> Purpose.DELTA;
            case 2 -> Purpose.RECONCILE;
            default -> Purpose.FULL;
        };
    }
}
