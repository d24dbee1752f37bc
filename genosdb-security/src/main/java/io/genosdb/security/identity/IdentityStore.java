package io.genosdb.security.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one identity beside a store: the file {@code identity.json}, a Web3 keystore (version 3), which wallets can import. It is made
 * once, never changed, and readable by its owner only where the file system knows owners. Thread-safe, also among processes.
 *
 * @since 0.1
 */
public final class IdentityStore {

    /** The name of the file. */
    public static final String FILE_NAME = "identity.json";

    private static final Logger LOG = LoggerFactory.getLogger(IdentityStore.class);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path directory;
    private final SecureRandom random;
    private final int scryptN;
    private final Links links;

    /** Gives a file a second name, or fails where there is one of that name; not every file system can. */
    @FunctionalInterface
    interface Links {
        void create(Path link, Path existing) throws IOException;
    }

    /**
     * Names the place.
     *
     * @param directory the directory of the store, made when it is needed
     * @param random makes keys
     */
    public IdentityStore(Path directory, SecureRandom random) {
        this(directory, random, Keystore.SCRYPT_N, Files::createLink);
    }

    /** With another cost, and another file system's links. */
    IdentityStore(Path directory, SecureRandom random, int scryptN, Links links) {
        this.links = links;
        this.directory = directory;
        this.random = random;
        this.scryptN = scryptN;
    }

    /**
     * The identity that is kept here; a new one where there is none yet. Takes about half a second and 128 MiB.
     *
     * @param password decrypts and encrypts it; not empty. The caller overwrites it
     * @return the identity
     * @throws KeystoreException if the password is another one, or the file cannot be read or written
     * @throws MissingNativeLibraryException if nothing can be signed here
     */
    public Identity open(char[] password) {
        Path file = directory.resolve(FILE_NAME);
        try {
            return Files.exists(file) ? read(file, password) : generate(file, password);
        } catch (KeystoreException e) {
            throw new KeystoreException("the identity in " + file + " cannot be opened: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new KeystoreException("the identity in " + file + " can be neither read nor written: " + e, e);
        }
    }

    private static Identity read(Path file, char[] password) throws IOException {
        if (Files.size(file) > Keystore.LONGEST) {
            throw new KeystoreException("it is longer than any keystore");
        }
        return Identity.ofKeystore(Files.readString(file), password);
    }

    /** Writes it aside first: the file is there as a whole, or not. Where another process was faster, its identity stays. */
    private Identity generate(Path file, char[] password) throws IOException {
        Files.createDirectories(directory);
        Identity identity = Identity.generate(random);
        String keystore = identity.toKeystore(password, random, scryptN);
        Path unfinished = Files.createTempFile(directory, FILE_NAME, ".new", ownerOnly());
        try {
            write(unfinished, keystore);
            settle(unfinished, file);
            LOG.info("A new identity was made, {}, and is kept in {}", identity, file);
            return identity;
        } catch (FileAlreadyExistsException e) {
            LOG.debug("Another process has just made {}", file, e);
            identity.close();
            return read(file, password);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private FileAttribute<?>[] ownerOnly() throws IOException {
        boolean posix = Files.getFileStore(directory).supportsFileAttributeView("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    private static void write(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** A link, since it fails where there is a file already; a move replaces it on some systems. */
    private void settle(Path unfinished, Path file) throws IOException {
        try {
            links.create(file, unfinished);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            // vfat, for one, knows no links, and says that it is not permitted.
            LOG.debug("{} cannot be linked, and is moved", file, e);
            Files.move(unfinished, file);
        }
        try (FileChannel channel = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Not every system opens directories; those that do not have no better way either.
            LOG.debug("The directory of {} cannot be forced to disk", file, e);
        }
    }
}
