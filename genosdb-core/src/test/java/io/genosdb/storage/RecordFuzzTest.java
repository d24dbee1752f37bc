package io.genosdb.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Slot;
import io.genosdb.graph.StoredEntry;
import io.genosdb.testing.Property;
import io.genosdb.testing.RandomJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes from a disk, whatever they are, give a record or the documented complaint. */
class RecordFuzzTest {

    private static StoreCipher cipher() {
        return StoreCipher.of("geheim".toCharArray(), new byte[16], 2, new SecureRandom());
    }

    private static EntryRecords records(boolean encrypted) {
        return new EntryRecords(Journals.DATABASE, encrypted ? cipher() : null);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsEncodedIsDecoded(boolean encrypted) {
        EntryRecords records = records(encrypted);
        Property.forAll(500, random -> {
            StoredEntry stored =
                    Journals.value("n" + random.nextInt(), random.nextLong(1L << 60), RandomJson.object(random, 4));
            byte[] key = records.key(stored.entry().key());
            byte[] record = records.encode(key, stored);
            assertThat(records.decode(key, record)).isEqualTo(stored);
            assertThat(records.decodeFound(record)).isEqualTo(stored);
            assertThat(records.copy().decode(key, record)).isEqualTo(stored);
        });
    }

    @Test
    void aChangedBodyWithARightChecksumIsStillJudged() {
        EntryRecords records = records(false);
        Property.forAll(20_000, random -> {
            StoredEntry stored = Journals.value("n" + random.nextInt(10), 1, RandomJson.object(random, 3));
            byte[] key = records.key(stored.entry().key());
            byte[] record = records.encode(key, stored);
            byte[] body = Arrays.copyOfRange(record, RecordFormat.HEADER_BYTES, record.length);
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt();
            }
            byte[] cut = random.nextInt(4) == 0 ? Arrays.copyOf(body, random.nextInt(body.length)) : body;
            try {
                records.decode(key, RecordFormat.wrap(RecordFormat.ENTRY, key, cut));
            } catch (MalformedRecordException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFlippedBitIsNoticed(boolean encrypted) {
        EntryRecords records = records(encrypted);
        StoredEntry stored = Journals.value("node", 7);
        byte[] key = records.key(stored.entry().key());
        byte[] record = records.encode(key, stored);
        for (int bit = 0; bit < record.length * 8; bit++) {
            byte[] flipped = record.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> records.decode(key, flipped)).isInstanceOf(MalformedRecordException.class);
        }
        byte[] otherKey = records.key(new EntryKey("other", Slot.VALUE));
        assertThatThrownBy(() -> records.decode(otherKey, record)).isInstanceOf(MalformedRecordException.class);
    }

    @Test
    void headersAndStatesAreJudged() {
        var header = new StoreHeader(
                StorageType.MVSTORE,
                "a \"name\"\nwith everything \uD83D\uDE00",
                Journals.ORIGIN,
                Instant.EPOCH,
                new StoreHeader.Encryption(5, "00", "ff"));
        Property.forAll(5_000, random -> {
            assertThat(StoreHeader.of(header.toBytes())).isEqualTo(header);
            assertThat(StoreHeader.ofRecord(header.toRecord())).isEqualTo(header);
            byte[] damaged = header.toBytes();
            mutate(damaged, random);
            assertThatThrownBy(() -> StoreHeader.of(damaged)).isInstanceOf(MalformedRecordException.class);
            byte[] state = new StoreState(random.nextLong(), random.nextLong(), random.nextLong()).toRecord();
            assertThat(StoreState.of(state).toRecord()).isEqualTo(state);
            mutate(state, random);
            assertThatThrownBy(() -> StoreState.of(state)).isInstanceOf(MalformedRecordException.class);
        });
    }

    private static void mutate(byte[] bytes, RandomGenerator random) {
        int index = random.nextInt(bytes.length);
        bytes[index] ^= (byte) random.nextInt(1, 256);
    }

    @Test
    void carvingFindsRecordsAmongNoise() {
        EntryRecords records = records(false);
        Property.forAll(100, random -> {
            var bytes = new ByteArrayOutputStream();
            var expected = new ArrayList<StoredEntry>();
            for (int i = 0; i < 30; i++) {
                var noise = new byte[random.nextInt(3000)];
                random.nextBytes(noise);
                bytes.writeBytes(noise);
                StoredEntry stored = Journals.value("n" + i, i, RandomJson.object(random, 3));
                bytes.writeBytes(records.encode(records.key(stored.entry().key()), stored));
                expected.add(stored);
            }
            assertThat(carve(records, bytes.toByteArray())).isEqualTo(expected);
        });
    }

    private static List<StoredEntry> carve(EntryRecords records, byte[] bytes) throws IOException {
        var found = new ArrayList<StoredEntry>();
        Carver.carve(new ByteArrayInputStream(bytes), record -> {
            try {
                return found.add(records.decodeFound(record));
            } catch (MalformedRecordException e) {
                return false;
            }
        });
        return found;
    }

    @Test
    void nothingIsEncryptedTheSameWayTwice() throws MalformedRecordException {
        StoreCipher cipher = cipher();
        byte[] plain = {1, 2, 3};
        byte[] first = cipher.encrypt(plain, (byte) 1);
        assertThat(first).isNotEqualTo(cipher.encrypt(plain, (byte) 1));
        assertThat(cipher.decrypt(first, (byte) 1)).isEqualTo(plain);
        assertThatThrownBy(() -> cipher.decrypt(first, (byte) 2)).isInstanceOf(MalformedRecordException.class);
        assertThat(cipher.hide(plain)).isEqualTo(cipher().hide(plain));
    }
}
