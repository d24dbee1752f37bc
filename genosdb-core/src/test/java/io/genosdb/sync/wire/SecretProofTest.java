package io.genosdb.sync.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.genosdb.graph.Hash256;
import io.genosdb.sync.wire.Message.Greeting;
import io.genosdb.testing.Property;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SecretProofTest {

    private static final RandomGenerator RANDOM = Property.generator(1);
    private static final Greeting ALICE = new Greeting(1, "db", "alice", RandomMessages.hash(RANDOM), 0);
    private static final Greeting BOB = new Greeting(1, "db", "bob", RandomMessages.hash(RANDOM), 0);

    private final SecretProof secret = new SecretProof("correct horse");

    @Test
    void theSameSecretIsAccepted() {
        assertThat(new SecretProof("correct horse").accepts(secret.prove(ALICE, BOB), ALICE, BOB))
                .isTrue();
    }

    @Test
    void anotherSecretOrNoneIsNot() {
        var none = new SecretProof(null);
        assertThat(none.prove(ALICE, BOB)).isNull();
        assertThat(none.accepts(null, ALICE, BOB)).isTrue();
        assertThat(none.accepts(secret.prove(ALICE, BOB), ALICE, BOB)).isFalse();
        assertThat(secret.accepts(null, ALICE, BOB)).isFalse();
        assertThat(secret.accepts(new SecretProof("correct horsf").prove(ALICE, BOB), ALICE, BOB))
                .isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new SecretProof(""));
    }

    @Test
    void aProofIsOfNoUseElsewhere() {
        Hash256 proof = secret.prove(ALICE, BOB);
        assertThat(secret.accepts(proof, BOB, ALICE)).isFalse();
        for (Greeting other : List.of(
                new Greeting(1, "db", "bob", RandomMessages.hash(RANDOM), 0),
                new Greeting(1, "db", "carol", BOB.nonce(), 0))) {
            assertThat(secret.accepts(proof, ALICE, other)).isFalse();
            assertThat(secret.accepts(proof, other, BOB)).isFalse();
        }
    }
}
