package io.genosdb.spring.boot.autoconfigure.security;

import io.genosdb.security.identity.Identity;
import io.genosdb.security.identity.IdentityStore;
import io.genosdb.security.identity.KeystoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;

/** From properties to who the application is. No message repeats a secret. */
final class IdentitySource {

    private static final Logger logger = LoggerFactory.getLogger(IdentitySource.class);
    private static final String PREFIX = "genosdb.security.identity.";
    private static final String MNEMONIC = PREFIX + "mnemonic";
    private static final String PRIVATE_KEY = PREFIX + "private-key";
    private static final String KEYSTORE = PREFIX + "keystore";
    private static final String PASSWORD = PREFIX + "password";

    /** A keystore has some 500 bytes. */
    private static final int LONGEST_KEYSTORE = 64 * 1024;

    private final GenosSecurityProperties.Identity properties;
    private final @Nullable Path directory;
    private final @Nullable String storagePassword;
    private final SecureRandom random;

    /**
     * Makes no identity yet.
     *
     * @param properties what is configured
     * @param directory where the store is, or {@code null} in memory
     * @param storagePassword the store's password
     * @param random makes keys
     */
    IdentitySource(
            GenosSecurityProperties.Identity properties,
            @Nullable Path directory,
            @Nullable String storagePassword,
            SecureRandom random) {
        this.properties = properties;
        this.directory = directory;
        this.storagePassword = storagePassword;
        this.random = random;
    }

    /**
     * The identity.
     *
     * @throws SecurityConfigurationException if the properties give none that can be used
     */
    Identity identity() {
        refuseSeveral();
        String mnemonic = text(properties.mnemonic());
        if (mnemonic != null) {
            return ofMnemonic(mnemonic);
        }
        String key = text(properties.privateKey());
        if (key != null) {
            return usable(PRIVATE_KEY, () -> Identity.ofPrivateKey(key.strip()));
        }
        if (properties.keystore() != null) {
            return ofKeystore(properties.keystore());
        }
        return directory == null ? ephemeral() : kept(directory);
    }

    private void refuseSeveral() {
        List<String> given = Stream.of(
                        text(properties.mnemonic()) != null ? MNEMONIC : "",
                        text(properties.privateKey()) != null ? PRIVATE_KEY : "",
                        properties.keystore() != null ? KEYSTORE : "")
                .filter(property -> !property.isEmpty())
                .toList();
        if (given.size() > 1) {
            throw new SecurityConfigurationException(
                    "An application has one identity, and these properties each give one: " + String.join(", ", given),
                    "Keep one of them.");
        }
    }

    private Identity ofMnemonic(String words) {
        return usable(
                MNEMONIC,
                () -> withPassword(
                        properties.passphrase() == null ? "" : properties.passphrase(),
                        passphrase -> Identity.ofMnemonic(words, passphrase, properties.path())));
    }

    private Identity ofKeystore(Resource keystore) {
        String password = text(properties.password());
        if (password == null) {
            throw new SecurityConfigurationException(
                    KEYSTORE + " is set, and its password is not.",
                    "Set " + PASSWORD + " to the password with which the file was made.");
        }
        String json = read(keystore);
        return usable(KEYSTORE, () -> withPassword(password, chars -> Identity.ofKeystore(json, chars)));
    }

    private static String read(Resource keystore) {
        try (InputStream in = keystore.getInputStream()) {
            return new String(in.readNBytes(LONGEST_KEYSTORE), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new SecurityConfigurationException(
                    "The keystore cannot be read: " + e.getMessage(),
                    "Let " + KEYSTORE + " name a Web3 secret storage file that this application can read, such as"
                            + " file:/etc/genosdb/identity.json.",
                    e);
        }
    }

    private Identity ephemeral() {
        Identity identity = Identity.generate(random);
        logger.warn(
                "The database is in memory, and this application's identity {} ends with it: what others allow it, they"
                        + " allow it for this run. Set {} to a secret of your own to keep one.",
                identity.address(),
                MNEMONIC);
        return identity;
    }

    private Identity kept(Path store) {
        String own = text(properties.password());
        String password = own == null ? text(storagePassword) : own;
        if (password == null) {
            throw new SecurityConfigurationException(
                    "Security is on, and nothing says who this application is, nor with which password a generated key is"
                            + " to be kept in " + store + ".",
                    "Set " + PASSWORD + ", or genosdb.storage.password, which encrypts the store as well; a key is then"
                            + " generated and kept. Or say which key to use: " + MNEMONIC + ", " + PRIVATE_KEY + " or "
                            + KEYSTORE + ". Secrets belong into the environment or a vault, not into files under"
                            + " version control.");
        }
        return usable(PASSWORD, () -> withPassword(password, new IdentityStore(store, random)::open));
    }

    private static <T> T withPassword(String password, Function<char[], T> use) {
        char[] chars = password.toCharArray();
        try {
            return use.apply(chars);
        } finally {
            Arrays.fill(chars, '\0');
        }
    }

    /** What the module says of a secret does not repeat it. */
    private static Identity usable(String property, Supplier<Identity> use) {
        try {
            return use.get();
        } catch (IllegalArgumentException | KeystoreException e) {
            throw new SecurityConfigurationException(
                    "The identity of this application cannot be made from " + property + ": " + e.getMessage(),
                    "Correct " + property + ". A forgotten password cannot be recovered; the application is somebody"
                            + " else with another key, and needs to be given a role again.",
                    e);
        }
    }

    private static @Nullable String text(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }
}
