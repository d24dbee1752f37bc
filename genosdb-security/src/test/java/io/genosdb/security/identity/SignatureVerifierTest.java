package io.genosdb.security.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Limits;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.guard.ForgedEntryException;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SignatureVerifierTest {

    private static final ExecutorService EXECUTOR = Executors.newFixedThreadPool(3);

    private final EntryFactory entries = new EntryFactory("test", Limits.DEFAULTS);
    private final Identity alice = Identity.ofPrivateKey("1".repeat(64));
    private final Identity bob = Identity.ofPrivateKey("2".repeat(64));
    private final SignatureVerifier verifier = new SignatureVerifier(EXECUTOR, 4);

    @AfterAll
    static void stop() {
        EXECUTOR.shutdown();
    }

    @Test
    void letsThroughWhatAuthorsSigned() {
        var batch = new ArrayList<Entry>();
        for (int i = 0; i < 300; i++) {
            batch.add(i % 3 == 0 ? signed(i, alice) : signed(i, bob));
        }

        assertThatCode(() -> verifier.verify(batch)).doesNotThrowAnyException();
        assertThatCode(() -> verifier.verify(batch)).doesNotThrowAnyException();
        assertThatCode(() -> verifier.verify(List.of())).doesNotThrowAnyException();
    }

    @Test
    void oneForgedEntryAnywhereIsFound() {
        List<Entry> genuine =
                IntStream.range(0, 100).mapToObj(i -> signed(i, alice)).toList();
        Entry forged = entry(7, alice.address().text())
                .signed(bob.sign(entry(7, alice.address().text()).hash()));
        for (int place = 0; place < 100; place++) {
            var batch = new ArrayList<>(genuine);
            batch.set(place, forged);
            assertThatExceptionOfType(ForgedEntryException.class)
                    .isThrownBy(() -> verifier.verify(batch))
                    .withMessageContaining("n7");
        }
    }

    @Test
    void theCallingThreadDoesItWhereNobodyHelps() {
        var batch = IntStream.range(0, 100).mapToObj(i -> signed(i, alice)).toList();
        var refusing = new SignatureVerifier(
                task -> {
                    throw new RejectedExecutionException();
                },
                2);
        var busy = new SignatureVerifier(task -> {}, 2);

        assertThatCode(() -> refusing.verify(batch)).doesNotThrowAnyException();
        assertThatCode(() -> busy.verify(batch)).doesNotThrowAnyException();
        assertThatExceptionOfType(ForgedEntryException.class)
                .isThrownBy(() -> busy.verify(List.of(entry(1, alice.address().text()))));
    }

    @Test
    void whoWritesForAnotherSignsItself() {
        String author = new Authorship(alice.address(), bob.address()).text();
        Entry entry = entry(1, author);

        assertThat(verifier.isGenuine(entry.signed(alice.sign(entry.hash())))).isTrue();
        assertThat(verifier.isGenuine(entry.signed(bob.sign(entry.hash())))).isFalse();
    }

    @Test
    void anAuthorThatIsNoAddressHasSignedNothing() {
        String lower = alice.address().text().toLowerCase(Locale.ROOT);
        for (String author : new String[] {"", "alice", lower, lower + " for " + lower}) {
            Entry entry = entry(1, author);
            assertThat(verifier.isGenuine(entry.signed(alice.sign(entry.hash()))))
                    .as(author)
                    .isFalse();
            assertThat(verifier.isGenuine(entry)).isFalse();
        }
    }

    @Test
    void verdictsAreTheSameWhetherTheKeyIsKnownOrNot() {
        var random = new Random(1);
        var knowing = new SignatureVerifier(EXECUTOR, 1);
        assertThat(knowing.isGenuine(signed(0, alice))).isTrue();
        for (int i = 1; i < 500; i++) {
            Entry entry = entry(i, alice.address().text());
            byte[] signature = alice.sign(entry.hash());
            switch (random.nextInt(4)) {
                case 0 -> signature = Arrays.copyOf(signature, 65);
                case 1 -> signature = SignaturesTest.withHighS(signature);
                case 2 -> signature[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
                default -> signature = bob.sign(entry.hash());
            }
            Entry received = entry.signed(signature);
            boolean isTheirs = new SignatureVerifier(EXECUTOR, 1).isGenuine(received);
            assertThat(knowing.isGenuine(received)).isEqualTo(isTheirs);
            assertThat(knowing.isGenuine(received)).isEqualTo(isTheirs);
        }
    }

    @Test
    void aRememberedVerdictIsOfOneSignatureOnly() {
        Entry entry = entry(1, alice.address().text());
        Entry genuine = signed(1, alice);

        assertThat(verifier.isGenuine(genuine)).isTrue();
        assertThat(verifier.isGenuine(entry.signed(bob.sign(entry.hash())))).isFalse();
        assertThat(verifier.isGenuine(entry)).isFalse();
        assertThat(verifier.isGenuine(genuine)).isTrue();
    }

    private Entry signed(int number, Identity author) {
        Entry entry = entry(number, author.address().text());
        return entry.signed(author.sign(entry.hash()));
    }

    private Entry entry(int number, String author) {
        return entries.create(
                new EntryKey("n" + number, Slot.VALUE),
                new Version(HybridTimestamp.of(1_700_000_000_000L + number, 0).packed(), "aaaaaaaaaaaaaaaaaaaa"),
                JsonObject.of(Map.of("number", JsonValue.of(number))),
                author,
                new byte[0]);
    }
}
