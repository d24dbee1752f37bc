package io.genosdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.storage.Durability;
import io.genosdb.storage.LockedStoreException;
import io.genosdb.storage.StorageOptions;
import io.genosdb.storage.StorageType;
import io.genosdb.storage.WrongPasswordException;
import io.genosdb.sync.SyncOptions;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several databases with one store, here in one process; {@link LocalSyncCrashTest} has several processes. */
class LocalSyncTest {

    @TempDir
    Path directory;

    private final List<GenosDatabase> databases = new ArrayList<>();

    @AfterEach
    void closeAll() {
        databases.forEach(GenosDatabase::close);
    }

    private GenosDatabase open() {
        return open(StorageOptions.in(directory));
    }

    private GenosDatabase open(StorageOptions storage) {
        return opened(GenosDatabase.builder("test").storage(storage));
    }

    private GenosDatabase opened(DatabaseBuilder builder) {
        GenosDatabase database = builder.open();
        databases.add(database);
        return database;
    }

    private static JsonObject value(int number) {
        return JsonObject.of(Map.of("number", new JsonNumber(number)));
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    private static boolean isOwner(GenosDatabase database) {
        return database.status().storage().engine() != StorageType.MEMORY;
    }

    @Test
    void whatTheOwnerHasIsThereWhenAnotherIsOpen() {
        GenosDatabase owner = open();
        for (int i = 0; i < 3_000; i++) {
            owner.put(value(i), "n" + i);
        }
        owner.link("n1", "n2");
        owner.remove("n3");

        GenosDatabase other = open();

        assertThat(other.size()).isEqualTo(2_999);
        assertThat(other.get("n1").edges()).containsExactly("n2");
        assertThat(other.digest()).isEqualTo(owner.digest());
        assertThat(other.origin()).isNotEqualTo(owner.origin());
        assertThat(isOwner(owner)).isTrue();
        assertThat(other.status().storage().engine()).isEqualTo(StorageType.MEMORY);
        assertThat(other.status().storage().fallback()).contains("attached to the owner", "process");
        assertThat(other.status().storage().warnings()).isEmpty();
    }

    @Test
    void writesGoBothWaysAndOn() {
        GenosDatabase owner = open();
        GenosDatabase second = open();
        GenosDatabase third = open();
        owner.put(value(1), "a");
        second.put(value(2), "b");
        third.put(value(3), "c");
        for (GenosDatabase database : databases) {
            await("everything arrives", () -> database.size() == 3);
            assertThat(database.get("b").value()).isEqualTo(value(2));
        }
        assertThat(second.digest()).isEqualTo(third.digest());
    }

    @ParameterizedTest
    @EnumSource(names = {"MVSTORE", "ROCKSDB"})
    void anOrderlyEndHandsTheStoreOver(StorageType type) {
        StorageOptions storage = StorageOptions.in(directory).withType(type);
        GenosDatabase owner = open(storage);
        owner.put(value(1), "a");
        owner.put(value(1), "removed");
        GenosDatabase second = open(storage);
        second.put(value(2), "b");
        second.remove("removed");
        owner.put(value(3), "last");
        owner.close();
        await("the second takes over", () -> isOwner(second));
        assertThat(second.get("a")).isNotNull();
        assertThat(second.get("last")).isNotNull();
        assertThat(second.status().storage().fallback()).isNull();
        second.put(value(4), "c");

        GenosDatabase third = open(storage);
        assertThat(third.size()).isEqualTo(4);
        third.close();
        String origin = second.origin();
        var digest = second.digest();
        second.close();

        GenosDatabase again = open(storage);
        assertThat(isOwner(again)).isTrue();
        assertThat(again.origin()).isEqualTo(origin);
        assertThat(again.digest()).isEqualTo(digest);
        assertThat(again.get("removed")).isNull();
        assertThat(again.size()).isEqualTo(4);
    }

    @Test
    void whatAnAttachedOneHasWrittenIsStoredWhenItIsClosed() {
        GenosDatabase owner = open();
        for (int round = 0; round < 5; round++) {
            GenosDatabase attached = open();
            for (int i = 0; i < 500; i++) {
                attached.put(value(i), round + "-" + i);
            }
            attached.close();
            assertThatThrownBy(() -> attached.put(value(1), "late")).isInstanceOf(IllegalStateException.class);
            assertThat(owner.size()).isEqualTo((round + 1) * 500);
        }
    }

    @Test
    void allThatLeaveTogetherLeaveEverythingInTheStore() {
        for (int round = 0; round < 3; round++) {
            var together = List.of(open(), open(), open());
            for (int i = 0; i < 300; i++) {
                together.get(i % 3).put(value(i), round + "-" + i);
            }
            together.parallelStream().forEach(GenosDatabase::close);
            GenosDatabase again = open();
            assertThat(again.size()).isEqualTo((round + 1) * 300);
            again.close();
        }
    }

    /** With an owner that writes so too. */
    @Test
    void aDurableWriteOfAnAttachedOneIsOnTheOwnersDisk() {
        StorageOptions storage = StorageOptions.in(directory).withDurability(Durability.SYNC);
        GenosDatabase owner = open(storage);
        GenosDatabase attached = open(storage);
        attached.put(value(1), "a");
        assertThat(owner.get("a")).isNotNull();
        assertThat(owner.status().storage().pending()).isZero();
    }

    @Test
    void anotherPasswordOrSecretIsRefused() {
        StorageOptions storage = StorageOptions.in(directory).withPassword("right".toCharArray());
        SyncOptions sync = SyncOptions.DEFAULTS.withSecret("shared");
        GenosDatabase owner =
                opened(GenosDatabase.builder("test").storage(storage).sync(sync));
        owner.put(value(1), "a");
        assertThatThrownBy(() -> open(storage.withPassword("wrong".toCharArray())))
                .isInstanceOf(WrongPasswordException.class);
        assertThatThrownBy(() -> open(storage))
                .isInstanceOf(LockedStoreException.class)
                .hasMessageContaining("genosdb.sync.secret");
        GenosDatabase attached =
                opened(GenosDatabase.builder("test").storage(storage).sync(sync));
        assertThat(attached.size()).isEqualTo(1);
        owner.close();
        await("takes over an encrypted store", () -> isOwner(attached));
        assertThat(attached.status().storage().encrypted()).isTrue();
    }

    @Test
    void whoDoesNotShareIsLeftAlone() {
        GenosDatabase owner = opened(GenosDatabase.builder("test")
                .storage(StorageOptions.in(directory))
                .localSync(false));
        assertThat(owner.size()).isZero();
        assertThatThrownBy(this::open).isInstanceOf(LockedStoreException.class).hasMessageContaining("is open in");
        owner.close();
        open();
        assertThatThrownBy(() -> GenosDatabase.builder("test")
                        .storage(StorageOptions.in(directory))
                        .localSync(false)
                        .open())
                .isInstanceOf(LockedStoreException.class);
    }

    /** Otherwise what was removed and purged here would come back from the store. */
    @Test
    void whatWasRemovedMeanwhileIsRemovedFromTheStore() {
        StorageOptions late = StorageOptions.in(directory).withSaveDelay(Duration.ofHours(1));
        GenosDatabase owner = open(late);
        for (int i = 0; i < 100; i++) {
            owner.put(value(i), "n" + i);
            owner.link("n" + i, "n0");
        }
        owner.flush();
        GenosDatabase attached = open(late);
        attached.clear();
        attached.put(value(7), "n7");
        await("the owner hears", () -> owner.size() == 1);
        owner.close();
        await("takes over", () -> isOwner(attached));
        attached.flush();
        long entries = attached.status().entries();
        attached.close();
        GenosDatabase again = open();
        assertThat(again.size()).isEqualTo(1);
        assertThat(again.status().entries()).isEqualTo(entries);
    }
}
