package io.genosdb.security.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityStoreTest {

    private static final int CHEAP = 1 << 4;
    private static final char[] PASSWORD = "correct horse".toCharArray();

    @TempDir
    private Path parent;

    private Path directory;
    private IdentityStore store;

    @BeforeEach
    void make() {
        directory = parent.resolve("data");
        store = new IdentityStore(directory, new SecureRandom(), CHEAP, Files::createLink);
    }

    @Test
    void makesAnIdentityOnce() throws IOException {
        Address address = store.open(PASSWORD).address();

        assertThat(store.open(PASSWORD).address()).isEqualTo(address);
        assertThat(files()).containsExactly("identity.json");
        assertThat(Identity.ofKeystore(Files.readString(directory.resolve("identity.json")), PASSWORD)
                        .address())
                .isEqualTo(address);
    }

    @Test
    void onlyTheOwnerMayReadTheFile() throws IOException {
        assumeTrue(Files.getFileStore(parent).supportsFileAttributeView("posix"));
        store.open(PASSWORD);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("identity.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void anotherPasswordOpensNothingAndChangesNothing() throws IOException {
        Address address = store.open(PASSWORD).address();

        assertThatExceptionOfType(KeystoreException.class)
                .isThrownBy(() -> store.open("wrong".toCharArray()))
                .withMessageContaining("identity.json")
                .withMessageContaining("password")
                .withMessageNotContaining("wrong");
        assertThat(store.open(PASSWORD).address()).isEqualTo(address);
        assertThat(files()).containsExactly("identity.json");
    }

    @Test
    void aDamagedFileIsNotReplaced() throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve("identity.json");
        for (String damaged : new String[] {"", "{", " ".repeat(100_000)}) {
            Files.writeString(file, damaged);

            assertThatExceptionOfType(KeystoreException.class).isThrownBy(() -> store.open(PASSWORD));
            assertThat(file).hasContent(damaged);
        }
        Files.write(file, new byte[] {(byte) 0xff});
        assertThatExceptionOfType(KeystoreException.class).isThrownBy(() -> store.open(PASSWORD));
    }

    @Test
    void withoutAPasswordNothingIsMade() throws IOException {
        assertThatIllegalArgumentException().isThrownBy(() -> store.open(new char[0]));
        assertThat(files()).isEmpty();
    }

    @Test
    void whoeverIsFirstDecides() throws IOException {
        var other = CompletableFuture.supplyAsync(
                () -> new IdentityStore(directory, new SecureRandom(), CHEAP, Files::createLink)
                        .open(PASSWORD)
                        .address());

        assertThat(store.open(PASSWORD).address()).isEqualTo(other.join());
        assertThat(files()).containsExactly("identity.json");
    }

    @Test
    void aFileSystemWithoutLinksWillDo() throws IOException {
        var withoutLinks = new IdentityStore(directory, new SecureRandom(), CHEAP, (link, existing) -> {
            throw new FileSystemException(link.toString(), existing.toString(), "Operation not permitted");
        });
        Address address = withoutLinks.open(PASSWORD).address();

        assertThat(store.open(PASSWORD).address()).isEqualTo(address);
        assertThat(files()).containsExactly("identity.json");
    }

    @Test
    void withoutLinksNothingIsReplacedEither() throws IOException {
        Path file = directory.resolve("identity.json");
        var withoutLinks = new IdentityStore(directory, new SecureRandom(), CHEAP, (link, existing) -> {
            store.open(PASSWORD);
            throw new FileSystemException(link.toString(), existing.toString(), "Operation not permitted");
        });
        Address address = withoutLinks.open(PASSWORD).address();

        assertThat(store.open(PASSWORD).address()).isEqualTo(address);
        assertThat(Identity.ofKeystore(Files.readString(file), PASSWORD).address())
                .isEqualTo(address);
    }

    @Test
    void aDirectoryThatCannotBeUsedIsNamed() throws IOException {
        Files.writeString(directory, "a file");

        assertThatExceptionOfType(KeystoreException.class)
                .isThrownBy(() -> store.open(PASSWORD))
                .withMessageContaining(directory.toString());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
