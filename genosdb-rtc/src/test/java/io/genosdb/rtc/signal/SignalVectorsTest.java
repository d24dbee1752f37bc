package io.genosdb.rtc.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Topics and ciphers are those of the original: {@code docs/signal-vectors.json}. */
class SignalVectorsTest {

    private static JsonArray vectors(String name) throws IOException {
        JsonObject vectors = JsonObject.parse(Files.readString(Path.of("..", "docs", "signal-vectors.json")));
        return (JsonArray) Objects.requireNonNull(vectors.get(name));
    }

    private static String text(JsonObject vector, String member) {
        return ((JsonString) Objects.requireNonNull(vector.get(member))).value();
    }

    @Test
    void roomsAndPeersHaveTheSameTopics() throws IOException {
        for (var value : vectors("topics")) {
            var vector = (JsonObject) value;
            String peer = text(vector, "peer");
            var identity = new RoomIdentity(text(vector, "appId"), text(vector, "roomId"), "secret", peer);

            assertThat(identity.rootTopic()).isEqualTo(text(vector, "root"));
            assertThat(identity.topicOf(peer)).isEqualTo(text(vector, "own"));
            assertThat(identity.token()).isEqualTo(text(vector, "token"));
        }
    }

    @Test
    void whatTheOriginalEncryptedIsReadAndWrittenAlike() throws IOException {
        for (var value : vectors("ciphers")) {
            var vector = (JsonObject) value;
            String encrypted = text(vector, "encrypted");
            RandomGenerator random = initialisationVectorOf(encrypted);
            var cipher =
                    new SignalCipher(text(vector, "password"), text(vector, "appId"), text(vector, "roomId"), random);

            assertThat(cipher.decrypt(encrypted)).contains(text(vector, "text"));
            assertThat(cipher.encrypt(text(vector, "text"))).isEqualTo(encrypted);
        }
    }

    private static RandomGenerator initialisationVectorOf(String encrypted) {
        String[] numbers = encrypted.substring(0, encrypted.indexOf('$')).split(",", -1);
        return new Random(0) {
            @Override
            public void nextBytes(byte[] bytes) {
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) Integer.parseInt(numbers[i]);
                }
            }
        };
    }

    @Test
    void anythingElseIsNotRead() {
        var random = new Random(1);
        var cipher = new SignalCipher("one", "app", "room", random);
        String encrypted = cipher.encrypt("text");
        assertThat(new SignalCipher("two", "app", "room", random).decrypt(encrypted))
                .isEmpty();
        for (String garbage : new String[] {
            "",
            "$",
            "1",
            "1,2$",
            "1,2$AAAA",
            ",$AAAA",
            "256$AAAA",
            "-1$AAAA",
            "1".repeat(1000) + "$",
            "1,".repeat(1000) + "1$",
            encrypted.replace('$', ','),
            encrypted + "AAAA",
            encrypted.substring(0, encrypted.length() - 6),
            "x" + encrypted
        }) {
            assertThat(cipher.decrypt(garbage)).as(garbage).isEmpty();
        }
    }
}
