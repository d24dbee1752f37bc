package io.genosdb.security.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Limits;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.guard.ForgedEntryException;
import io.genosdb.security.cipher.EnvelopeCipher;
import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.SecretKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/entry-signature-vectors.json} says, which another program has made. */
class EntrySignatureVectorsTest {

    private static final HexFormat HEX = HexFormat.of();

    private final SignatureVerifier verifier = new SignatureVerifier(Runnable::run, 1);

    static List<JsonValue> genuine() throws IOException {
        return vectors("genuine");
    }

    static List<JsonValue> forged() throws IOException {
        return vectors("forged");
    }

    static List<JsonValue> messages() throws IOException {
        return vectors("messages");
    }

    static List<JsonValue> envelopes() throws IOException {
        return vectors("envelopes");
    }

    private static List<JsonValue> vectors(String name) throws IOException {
        String json = Files.readString(Path.of("..", "docs", "entry-signature-vectors.json"));
        return (JsonArray) JsonObject.parse(json).get(name);
    }

    @ParameterizedTest
    @MethodSource("genuine")
    void signaturesOfAnotherProgramAreVerifiedAndMadeAlike(JsonObject vector) {
        Entry entry = entry(text(vector, "canonical"));
        byte[] signature = HEX.parseHex(text(vector, "signature"));
        Identity identity = Identity.ofPrivateKey(text(vector, "privateKey"));

        assertThat(HEX.formatHex(entry.hash().toBytes())).isEqualTo(text(vector, "hash"));
        assertThat(Authorship.parse(entry.author()).signer())
                .hasToString(text(vector, "address"))
                .isEqualTo(identity.address());
        verifier.verify(List.of(entry.signed(signature)));
        assertThat(identity.sign(entry.hash())).isEqualTo(signature);
    }

    @ParameterizedTest
    @MethodSource("forged")
    void whatIsForgedIsRefused(JsonObject vector) throws IOException {
        Entry entry = entry(text(vector, "canonical")).signed(HEX.parseHex(text(vector, "signature")));

        assertThat(HEX.formatHex(entry.hash().toBytes())).isEqualTo(text(vector, "hash"));
        assertThatExceptionOfType(ForgedEntryException.class).isThrownBy(() -> verifier.verify(List.of(entry)));
        for (JsonValue known : genuine()) {
            var other = (JsonObject) known;
            verifier.verify(List.of(entry(text(other, "canonical")).signed(HEX.parseHex(text(other, "signature")))));
        }
        assertThatExceptionOfType(ForgedEntryException.class).isThrownBy(() -> verifier.verify(List.of(entry)));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void textsSignedInAnotherWalletAreVerified(JsonObject vector) {
        assertThat(Signatures.signerOf(text(vector, "message"), HEX.parseHex(text(vector, "signature"))))
                .contains(new Address(text(vector, "address")));
    }

    @ParameterizedTest
    @MethodSource("envelopes")
    void envelopesOfAnotherProgramAreDecrypted(JsonObject vector) {
        SecretKey key = Identity.ofPrivateKey(text(vector, "privateKey"))
                .secretKey(text(vector, "purpose"), text(vector, "database"));
        String node = vector.get("node") instanceof JsonString id ? id.value() : null;

        assertThat(HEX.formatHex(key.getEncoded())).isEqualTo(text(vector, "key"));
        assertThat(new EnvelopeCipher(key, new SecureRandom()).decrypt(text(vector, "envelope"), node))
                .isEqualTo(text(vector, "plain"));
    }

    /** The entry whose canonical form a text is. */
    private static Entry entry(String canonical) {
        var parts = (JsonArray) JsonValue.parse(canonical);
        HybridTimestamp time = HybridTimestamp.of((long) number(parts, 4), (int) number(parts, 5));
        return new EntryFactory(text(parts, 1), Limits.DEFAULTS)
                .create(
                        new EntryKey(text(parts, 2), Slot.parse(text(parts, 3))),
                        new Version(time.packed(), text(parts, 6)),
                        parts.size() == 9 ? parts.get(8) : null,
                        text(parts, 7),
                        new byte[0]);
    }

    private static String text(JsonObject vector, String name) {
        return ((JsonString) vector.get(name)).value();
    }

    private static String text(JsonArray parts, int index) {
        return ((JsonString) parts.get(index)).value();
    }

    private static double number(JsonArray parts, int index) {
        return ((JsonNumber) parts.get(index)).value();
    }
}
