package io.genosdb.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.graph.StoredEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that one database owns and another waits for. */
class SharedStoreTest {

    @TempDir
    Path directory;

    private StorageOptions options() {
        return StorageOptions.in(directory).withKeyIterations(2);
    }

    private static Journal shared(StorageOptions options) {
        return Journal.openShared(
                options, Journals.DATABASE, new ManualScheduler(), Journals.CLOCK, new SecureRandom());
    }

    @Test
    void aDetachedJournalKeepsNothingAndClaimsTheStoreOfAnOwnerThatHasEnded() {
        StoredEntry first = Journals.value("a", 1);
        StoredEntry second = Journals.value("b", 2);
        String origin;
        Journal owner = shared(options());
        try (Journal waiting = shared(options())) {
            assertThat(owner.isDetached()).isFalse();
            assertThat(waiting.isDetached()).isTrue();
            assertThat(waiting.origin()).isNotEqualTo(owner.origin());
            assertThat(waiting.owner()).isEqualTo(owner.owner()).isPresent();
            assertThat(waiting.claim()).isNull();

            owner.append(List.of(first), List.of(), 1);
            waiting.awaitDurable(waiting.append(List.of(second), List.of(), 2));
            waiting.describe("attached to process 7", null);
            assertThat(waiting.status().fallback()).isEqualTo("attached to process 7");
            assertThat(waiting.status().warnings()).isEmpty();
            assertThat(waiting.status().pending()).isZero();

            owner.close();
            var found = new ArrayList<StoredEntry>();
            try (StoreClaim claim = waiting.claim()) {
                claim.load(found::add, parked -> {});
                waiting.own(claim);
            }
            assertThat(found).containsExactly(first);
            assertThat(waiting.isDetached()).isFalse();
            assertThat(waiting.status().engine()).isNotEqualTo(StorageType.MEMORY);
            waiting.append(List.of(second), List.of(), 2);
            origin = waiting.origin();
        }
        try (Journal again = shared(options())) {
            assertThat(again.origin()).isEqualTo(origin);
            assertThat(again.highestClock()).isEqualTo(2);
            assertThat(Journals.load(again).entries().values()).containsExactlyInAnyOrder(first, second);
        }
    }

    @Test
    void aClaimThatIsGivenUpLeavesTheStoreToOthers() {
        Journal owner = shared(options());
        try (Journal waiting = shared(options());
                Journal other = shared(options())) {
            owner.close();
            StoreClaim claim = waiting.claim();
            assertThat(other.claim()).isNull();
            claim.close();
            try (StoreClaim second = other.claim()) {
                other.own(second);
            }
            assertThat(other.isDetached()).isFalse();
        }
    }

    @Test
    void onlyWhoCouldOpenTheStoreIsAttached() {
        StorageOptions secret = options().withPassword("right".toCharArray());
        try (Journal owner = shared(secret)) {
            assertThat(owner.status().encrypted()).isTrue();
            assertThatThrownBy(() -> shared(options())).isInstanceOf(WrongPasswordException.class);
            assertThatThrownBy(() -> shared(options().withPassword("wrong".toCharArray())))
                    .isInstanceOf(WrongPasswordException.class);
            assertThatThrownBy(() -> Journal.openShared(
                            secret, "other", new ManualScheduler(), Journals.CLOCK, new SecureRandom()))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("other");
            shared(secret).close();
        }
    }

    @Test
    void anOwnerThatTakesNoOthersIsLeftAlone() {
        try (Journal owner = Journals.open(options())) {
            assertThat(owner.owner().orElseThrow().socket()).isNull();
            assertThatThrownBy(() -> shared(options())).isInstanceOf(LockedStoreException.class);
        }
    }

    @Test
    void anOwnerTellsWhereOthersAreTaken() {
        try (Journal owner = shared(options());
                Journal waiting = shared(options())) {
            assertThat(waiting.owner().orElseThrow().socket()).hasFileName("genosdb.sock");
            owner.announce(directory.resolve("elsewhere"));
            assertThat(waiting.owner().orElseThrow().socket()).isEqualTo(directory.resolve("elsewhere"));
            owner.announce(null);
            assertThat(waiting.owner().orElseThrow().socket()).isNull();
        }
    }

    @Test
    void theTemporarySocketOfAKilledOwnerIsRemoved() throws IOException {
        Path remains = Files.createDirectory(directory.resolve("genosdb-socket-1"));
        Files.createFile(remains.resolve("genosdb.sock"));
        Path other = Files.createFile(directory.resolve("other"));
        for (Path named : List.of(remains.resolve("genosdb.sock"), other)) {
            Files.writeString(directory.resolve("genosdb.lock"), "4711\n" + named + "\n");
            try (Journal owner = shared(options())) {
                assertThat(owner.isStored()).isTrue();
            }
        }
        assertThat(remains).doesNotExist();
        assertThat(other).exists();
    }

    /** A file that is closed takes the locks of the whole process with it, also those made through other handles. */
    @Test
    void askingForALockInTheSameProcessDoesNotTakeItFromItsOwner() throws Exception {
        Journal owner = shared(options());
        try (Journal waiting = shared(options())) {
            assertThat(waiting.claim()).isNull();
            assertThatThrownBy(() -> Journals.open(options())).isInstanceOf(LockedStoreException.class);
            assertThat(waiting.owner()).isPresent();
            assertThat(lockElsewhere())
                    .isEqualTo("locked by process " + ProcessHandle.current().pid());
            owner.close();
        }
        assertThat(lockElsewhere()).isEqualTo("free");
        assertThat(Files.size(directory.resolve("genosdb.lock"))).isZero();
    }

    private String lockElsewhere() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SharedStoreTest.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
        assertThat(process.waitFor()).isZero();
        return output;
    }

    public static void main(String[] arguments) {
        Path path = Path.of(arguments[0]);
        try (StoreDirectory locked = StoreDirectory.lock(path, false)) {
            System.out.println(locked.path().equals(path) ? "free" : "");
        } catch (LockedStoreException e) {
            System.out.println(
                    "locked by " + StoreDirectory.ownerOf(path).orElseThrow().process());
        }
    }
}
