package io.genosdb.security.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Limits;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.guard.ForgedEntryException;
import io.genosdb.security.testing.Author;
import io.genosdb.value.JsonBoolean;
import io.genosdb.value.JsonValue;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Entries that their authors have not signed as they are. */
class SignatureAttackTest {

    private static final BigInteger ORDER =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

    private Arena arena;
    private EntryFactory factory;
    private Entry genuine;

    @BeforeEach
    void open() {
        arena = new Arena();
        factory = new EntryFactory(Arena.DATABASE, Limits.DEFAULTS);
        genuine = arena.alice.put("note", "{\"text\":\"genuine\"}", arena.now());
    }

    @AfterEach
    void close() {
        arena.close();
    }

    private Entry altered(EntryKey key, Version version, JsonValue payload, String author) {
        return factory.create(key, version, payload, author, genuine.signature());
    }

    @Test
    void anEntryWithoutASignature() {
        arena.assertForged(genuine.signed(new byte[0]));
    }

    @Test
    void anEntryWithoutAnAuthor() {
        arena.assertForged(
                factory.create(genuine.key(), genuine.version(), genuine.payload()),
                arena.mallory.entryAs("", "note", Slot.VALUE, genuine.payload(), genuine.version()));
    }

    @Test
    void anEntrySignedBySomebodyElse() {
        arena.assertForged(
                arena.mallory.entryAs(arena.alice.text(), "note", Slot.VALUE, genuine.payload(), genuine.version()));
    }

    @Test
    void anEntrySignedByTheSubjectInsteadOfTheSigner() {
        String text = arena.server.text() + " for " + arena.alice.text();
        arena.assertForged(arena.alice.entryAs(text, "note", Slot.VALUE, genuine.payload(), genuine.version()));
    }

    @Test
    void anotherNode() {
        arena.assertForged(
                altered(new EntryKey("other", Slot.VALUE), genuine.version(), genuine.payload(), genuine.author()));
    }

    @Test
    void anotherSlot() {
        arena.assertForged(altered(
                new EntryKey("note", new Slot.Field("text")), genuine.version(), genuine.payload(), genuine.author()));
    }

    @Test
    void anotherTime() {
        for (long millis : new long[] {1, arena.now() - 1, arena.now() + 1, arena.now() + 60_000}) {
            var version = new Version(HybridTimestamp.pack(millis), genuine.origin());
            arena.assertForged(altered(genuine.key(), version, genuine.payload(), genuine.author()));
        }
        var counted = new Version(genuine.timestamp() + 1, genuine.origin());
        arena.assertForged(altered(genuine.key(), counted, genuine.payload(), genuine.author()));
    }

    @Test
    void anotherOrigin() {
        var version = new Version(genuine.timestamp(), "zzzzzzzzzzzzzzzzzzzz");
        arena.assertForged(altered(genuine.key(), version, genuine.payload(), genuine.author()));
    }

    @Test
    void anotherPayload() {
        arena.assertForged(
                altered(genuine.key(), genuine.version(), Arena.json("{\"text\":\"altered\"}"), genuine.author()));
    }

    @Test
    void aRetractionInPlaceOfAValueAndTheOtherWayRound() {
        Entry cut = arena.alice.unlink("note", "other", arena.now());
        arena.assertForged(factory.create(cut.key(), cut.version(), JsonBoolean.TRUE, cut.author(), cut.signature()));
        Entry link = arena.alice.link("note", "other", arena.now());
        arena.assertForged(factory.create(link.key(), link.version(), null, link.author(), link.signature()));
    }

    @Test
    void anotherAuthor() {
        for (String author : List.of(
                arena.bob.text(),
                arena.root.text(),
                arena.alice.text() + " for " + arena.bob.text(),
                arena.server.text() + " for " + arena.alice.text())) {
            arena.assertForged(altered(genuine.key(), genuine.version(), genuine.payload(), author));
        }
    }

    @Test
    void anEntryOfAnotherDatabase() {
        Entry elsewhere = arena.alice.in("elsewhere").put("note", "{\"text\":\"genuine\"}", arena.now());
        arena.assertForged(altered(elsewhere.key(), elsewhere.version(), elsewhere.payload(), elsewhere.author())
                .signed(elsewhere.signature()));
    }

    @Test
    void anOlderVersionReplayedChangesNothing() {
        Entry newer = arena.alice.put("note", "{\"text\":\"newer\"}", arena.now() + 1);
        arena.given(newer);
        for (int i = 0; i < 3; i++) {
            arena.victim.database().merge(List.of(genuine));
            arena.settle();
        }
        assertThat(arena.victim.database().entries()).contains(newer).doesNotContain(genuine);
        arena.assertEqual();
    }

    @Test
    void whatWasRemovedReplayedChangesNothing() {
        Entry own = arena.alice.put(arena.alice.own("note"), "{}", arena.now());
        arena.given(own);
        Entry removal = arena.alice.remove(arena.alice.own("note"), arena.now() + 1);
        arena.given(removal);
        arena.victim.database().merge(List.of(own));
        assertThat(arena.victim.database().entries()).doesNotContain(own);
        assertThat(arena.victim.database().get(arena.alice.own("note"))).isNull();
    }

    @Test
    void truncatedAndLengthenedSignatures() {
        byte[] signature = genuine.signature();
        arena.assertForged(genuine.signed(Arrays.copyOf(signature, 63)));
        for (byte v : new byte[] {0, 1, 27, 28, 29, (byte) 0xff}) {
            byte[] longer = Arrays.copyOf(signature, 65);
            longer[64] = v;
            arena.assertForged(genuine.signed(longer));
        }
        arena.assertForged(genuine.signed(Arrays.copyOf(signature, 1_024)));
        arena.assertForged(genuine.signed(new byte[] {0}));
    }

    /** Of each signature there are two: who swaps one for the other must not make a second entry, or a second verdict. */
    @Test
    void theOtherSignatureWithAHighS() {
        byte[] signature = genuine.signature();
        var s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
        byte[] high = HexFormat.of().parseHex(String.format("%064x", ORDER.subtract(s)));
        byte[] other = signature.clone();
        System.arraycopy(high, 0, other, 32, 32);
        arena.assertForged(genuine.signed(other));
        arena.given(genuine);
        // Now that the key is known, it is looked at by another road.
        Entry next = arena.alice.put("note", "{\"text\":\"next\"}", arena.now() + 1);
        byte[] nextSignature = next.signature();
        var nextS = new BigInteger(1, Arrays.copyOfRange(nextSignature, 32, 64));
        System.arraycopy(
                HexFormat.of().parseHex(String.format("%064x", ORDER.subtract(nextS))), 0, nextSignature, 32, 32);
        arena.assertForged(next.signed(nextSignature));
    }

    @Test
    void signaturesThatAreNoPointsOfTheCurve() {
        byte[] ones = new byte[64];
        Arrays.fill(ones, (byte) 0xff);
        byte[] zeroR = genuine.signature();
        Arrays.fill(zeroR, 0, 32, (byte) 0);
        byte[] zeroS = genuine.signature();
        Arrays.fill(zeroS, 32, 64, (byte) 0);
        byte[] order = genuine.signature();
        System.arraycopy(HexFormat.of().parseHex(ORDER.toString(16)), 0, order, 0, 32);
        for (byte[] signature : List.of(new byte[64], ones, zeroR, zeroS, order)) {
            arena.assertForged(genuine.signed(signature));
        }
    }

    @Test
    void everyBitOfTheSignatureCounts() {
        for (int bit = 0; bit < 512; bit++) {
            byte[] signature = genuine.signature();
            signature[bit / 8] ^= (byte) (1 << bit % 8);
            Entry altered = genuine.signed(signature);
            assertThatThrownBy(() -> arena.victim.database().merge(List.of(altered)))
                    .isInstanceOf(ForgedEntryException.class);
        }
    }

    @Test
    void oneForgedEntryAmongManyGenuineOnes() {
        var batch = new Entry[100];
        for (int i = 0; i < batch.length; i++) {
            batch[i] = arena.alice.put("note" + i, "{}", arena.now() + i);
        }
        batch[73] = batch[73].signed(genuine.signature());
        arena.assertForged(batch);
    }

    /** The signature is not part of the hash: what is known must not vouch for a forged copy that replaces it. */
    @Test
    void aKnownEntryWithAnotherSignatureStaysAsItWas() {
        arena.given(genuine);
        Entry copy = genuine.signed(new byte[64]);
        try {
            arena.victim.database().merge(List.of(copy));
        } catch (ForgedEntryException e) {
            assertThat(e).hasMessageContaining("note");
        }
        arena.settle();
        assertThat(arena.victim.database().entries()).contains(genuine).doesNotContain(copy);
        Entry removed = arena.alice.put("note", "{}", arena.now() + 5);
        arena.given(removed);
        assertThatThrownBy(() -> arena.victim.database().merge(List.of(copy))).isInstanceOf(ForgedEntryException.class);
    }

    @Test
    void handedInAndMergedByHandItIsTheSame() {
        Entry forged =
                arena.mallory.entryAs(arena.alice.text(), "note", Slot.VALUE, genuine.payload(), genuine.version());
        assertThatThrownBy(() -> arena.victim.database().merge(List.of(forged)))
                .isInstanceOf(ForgedEntryException.class);
        assertThatThrownBy(() -> arena.victim.security().submit(List.of(genuine, forged)))
                .isInstanceOf(ForgedEntryException.class);
        assertThat(arena.victim.database().get("note")).isNull();
    }

    @Test
    void authorTextsThatAreNone() {
        String alice = arena.alice.text();
        String mallory = arena.mallory.text();
        for (String text : List.of(
                mallory.toLowerCase(java.util.Locale.ROOT),
                "0x" + mallory.substring(2).toUpperCase(java.util.Locale.ROOT),
                mallory.substring(2),
                "0X" + mallory.substring(2),
                " " + mallory,
                mallory + " ",
                mallory + "\n",
                mallory + "\u0000",
                mallory + "\u200b",
                "\ufeff" + mallory,
                mallory.replace('0', '\uff10'),
                mallory + " for",
                mallory + " for ",
                mallory + "  for " + alice,
                mallory + " for  " + alice,
                mallory + " For " + alice,
                mallory + "\tfor\t" + alice,
                mallory + "\u00a0for\u00a0" + alice,
                mallory + "for" + alice,
                mallory + " for " + alice.toLowerCase(java.util.Locale.ROOT),
                mallory + " for " + alice + " for " + arena.bob.text(),
                mallory + " for " + mallory,
                "for " + mallory,
                " for " + mallory,
                mallory + "," + alice,
                "*",
                "user:" + mallory,
                "superadmin")) {
            if (text.length() <= 128) {
                arena.assertForged(
                        arena.mallory.entryAs(text, "note", Slot.VALUE, genuine.payload(), genuine.version()));
            }
        }
    }

    @Test
    void actingForOthersNeedsAPermission() {
        for (Author subject : List.of(arena.alice, arena.bob, arena.server, arena.root, arena.nobody)) {
            String text = arena.mallory.text() + " for " + subject.text();
            arena.assertNotLetIn(
                    arena.mallory.entryAs(text, "note", Slot.VALUE, genuine.payload(), genuine.version()),
                    arena.mallory.entryAs(text, subject.own("note"), Slot.VALUE, genuine.payload(), genuine.version()));
        }
    }

    @Test
    void nobodyActsForASuperadminNorForWhoMayNot() {
        for (Author subject : List.of(arena.root, arena.nobody)) {
            String text = arena.server.text() + " for " + subject.text();
            arena.assertNotLetIn(arena.server.entryAs(text, "note", Slot.VALUE, genuine.payload(), genuine.version()));
        }
        String text = arena.server.text() + " for " + arena.alice.text();
        arena.assertNotLetIn(
                arena.server.entryAs(text, arena.bob.own("note"), Slot.VALUE, genuine.payload(), genuine.version()));
        arena.given(
                arena.server.entryAs(text, arena.alice.own("note"), Slot.VALUE, genuine.payload(), genuine.version()));
    }
}
