package io.genosdb.sync.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.graph.Hash256;
import io.genosdb.value.JsonBoolean;
import io.genosdb.value.JsonObject;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is documented is what is done: somebody may write another client from {@code docs/protocol.md}. */
class VectorsTest {

    private static final int MAX_MESSAGE = 1 << 20;

    private static final Vectors VECTORS = new Vectors();

    private final MessageCodec codec = VECTORS.codec();

    static Stream<JsonObject> messages() {
        return VECTORS.section("messages");
    }

    static Stream<JsonObject> refusedMessages() {
        return VECTORS.section("refusedMessages");
    }

    static Stream<JsonObject> frames() {
        return VECTORS.section("frames");
    }

    static Stream<JsonObject> refusedFrames() {
        return VECTORS.section("refusedFrames");
    }

    static Stream<JsonObject> proofs() {
        return VECTORS.section("proofs");
    }

    static Stream<JsonObject> challenges() {
        return VECTORS.section("challenges");
    }

    static Stream<JsonObject> digests() {
        return VECTORS.section("digests");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void messagesAreWrittenAndReadAsDocumented(JsonObject vector) throws MalformedMessageException {
        String hex = Vectors.text(vector, "hex");
        Message message = VECTORS.message(Vectors.object(vector, "message"));
        assertThat(HexFormat.of().formatHex(codec.encode(message))).isEqualTo(hex);
        Message read = codec.decode(HexFormat.of().parseHex(hex));
        if (message instanceof Message.Reconcile || message instanceof Message.Identity) {
            assertThat(read).usingRecursiveComparison().isEqualTo(message);
        } else {
            assertThat(read).isEqualTo(message);
        }
    }

    @Test
    void everyKindOfMessageIsThere() {
        assertThat(messages()
                        .map(vector -> Vectors.text(Vectors.object(vector, "message"), "kind"))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Message.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("refusedMessages")
    void messagesAreRefusedAsDocumented(JsonObject vector) {
        assertThatThrownBy(() -> codec.decode(Vectors.bytes(vector, "hex")))
                .isInstanceOfSatisfying(
                        MalformedMessageException.class,
                        e -> assertThat(e.code().name()).isEqualTo(Vectors.text(vector, "code")));
    }

    /** The bytes of a deflated message are the deflater's own affair: they are only read. */
    @ParameterizedTest
    @MethodSource("frames")
    void framesAreWrittenAndReadAsDocumented(JsonObject vector) throws MalformedMessageException {
        byte[] message = Vectors.bytes(vector, "message");
        List<byte[]> frames = Vectors.frames(vector);
        assertThat(read(frames)).isEqualTo(message);
        boolean deflated = vector.get("deflated") != null;
        try (var writer = new FrameWriter((int) Vectors.number(vector, "maxFrameBytes"), deflated)) {
            List<byte[]> written = writer.write(message);
            if (deflated) {
                assertThat(read(written)).isEqualTo(message);
            } else {
                assertThat(written).containsExactlyElementsOf(frames);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("refusedFrames")
    void framesAreRefusedAsDocumented(JsonObject vector) {
        assertThatThrownBy(() -> read(Vectors.frames(vector)))
                .isInstanceOfSatisfying(
                        MalformedMessageException.class,
                        e -> assertThat(e.code().name()).isEqualTo(Vectors.text(vector, "code")));
    }

    private static byte[] read(List<byte[]> frames) throws MalformedMessageException {
        try (var reader = new FrameReader(MAX_MESSAGE)) {
            for (byte[] frame : frames.subList(0, frames.size() - 1)) {
                assertThat(reader.read(frame)).isNull();
            }
            return reader.read(frames.get(frames.size() - 1));
        }
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void theSecretIsProvedAsDocumented(JsonObject vector) {
        var secret = new SecretProof(Vectors.text(vector, "secret"));
        Message.Greeting prover = Vectors.greeting(vector, "prover");
        Message.Greeting verifier = Vectors.greeting(vector, "verifier");
        Hash256 proof = Vectors.hash(vector, "proof");
        assertThat(secret.prove(prover, verifier)).isEqualTo(proof);
        assertThat(secret.accepts(proof, prover, verifier)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("challenges")
    void identitiesAreChallengedAsDocumented(JsonObject vector) {
        assertThat(IdentityChallenge.of(
                        Vectors.greeting(vector, "prover"),
                        Vectors.greeting(vector, "verifier"),
                        vector.get("proverDialled") == JsonBoolean.TRUE,
                        Vectors.hash(vector, "policy"),
                        Vectors.bytes(vector, "binding")))
                .isEqualTo(Vectors.hash(vector, "challenge"));
    }

    @ParameterizedTest
    @MethodSource("digests")
    void hashesAreSummedAsDocumented(JsonObject vector) {
        Hash256 sum = Vectors.hashes(vector).stream().reduce(Hash256.ZERO, Hash256::plus);
        assertThat(sum).isEqualTo(Vectors.hash(vector, "digest"));
    }
}
