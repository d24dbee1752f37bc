package io.genosdb.spring.boot.autoconfigure.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.genosdb.security.identity.Identity;
import io.genosdb.security.identity.IdentityStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/** Who the application is, by its properties. What is wrong is said without repeating a secret. */
class IdentitySourceTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Known to everybody who tests with Hardhat or Foundry. */
    private static final String MNEMONIC = "test test test test test test test test test test test junk";

    private static final String KEY = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
    private static final String ADDRESS = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
    private static final String SECOND_ADDRESS = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

    private static GenosSecurityProperties.Identity properties(
            @Nullable String mnemonic, @Nullable String key, @Nullable Resource keystore, @Nullable String password) {
        return new GenosSecurityProperties.Identity(mnemonic, null, Identity.DEFAULT_PATH, key, keystore, password);
    }

    private static IdentitySource source(GenosSecurityProperties.Identity properties) {
        return new IdentitySource(properties, null, null, RANDOM);
    }

    private static String address(GenosSecurityProperties.Identity properties) {
        try (Identity identity = source(properties).identity()) {
            return identity.address().text();
        }
    }

    private static SecurityConfigurationException refusal(IdentitySource source) {
        return catchThrowableOfType(SecurityConfigurationException.class, source::identity);
    }

    @Test
    void mnemonicsAndPrivateKeys() {
        assertThat(address(properties(MNEMONIC, null, null, null))).isEqualTo(ADDRESS);
        assertThat(address(properties("  " + MNEMONIC.replace(" ", "  ") + "\n", "", null, null)))
                .isEqualTo(ADDRESS);
        assertThat(address(properties(null, KEY, null, null))).isEqualTo(ADDRESS);
        assertThat(address(properties(null, "0x" + KEY + "\n", null, null))).isEqualTo(ADDRESS);
        assertThat(address(new GenosSecurityProperties.Identity(MNEMONIC, "", "m/44'/60'/0'/0/1", null, null, null)))
                .isEqualTo(SECOND_ADDRESS);
        assertThat(address(new GenosSecurityProperties.Identity(
                        MNEMONIC, "more", Identity.DEFAULT_PATH, null, null, null)))
                .isNotEqualTo(ADDRESS);
    }

    @Test
    void keystores() {
        Resource keystore = keystore("hush".toCharArray());

        assertThat(address(properties(null, null, keystore, "hush"))).isEqualTo(ADDRESS);

        SecurityConfigurationException wrong = refusal(source(properties(null, null, keystore, "swordfish")));
        assertThat(wrong)
                .hasMessageContaining("genosdb.security.identity.keystore")
                .hasMessageContaining("password")
                .hasMessageNotContaining("swordfish");
        assertThat(refusal(source(properties(null, null, keystore, null))).action())
                .contains("genosdb.security.identity.password");
        assertThat(refusal(source(properties(null, null, new FileSystemResource("nowhere.json"), "hush"))))
                .hasMessageContaining("nowhere.json");
        assertThat(refusal(source(properties(null, null, new ByteArrayResource(new byte[] {'{'}), "hush"))))
                .hasMessageContaining("not a keystore");
    }

    private static Resource keystore(char[] password) {
        try (Identity identity = Identity.ofPrivateKey(KEY)) {
            return new ByteArrayResource(identity.toKeystore(password, RANDOM).getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void repeatsNoSecret() {
        SecurityConfigurationException words =
                refusal(source(properties("swordfish " + MNEMONIC.substring(5), null, null, null)));
        assertThat(words).hasMessageContaining("genosdb.security.identity.mnemonic");
        assertThat(words).hasMessageContaining("word 1").hasStackTraceContaining("word 1");
        assertThat(words.getMessage() + words.action()).doesNotContain("swordfish", "junk");

        SecurityConfigurationException key = refusal(source(properties(null, KEY.substring(1), null, null)));
        assertThat(key)
                .hasMessageContaining("genosdb.security.identity.private-key")
                .hasMessageContaining("64 hexadecimal digits");
        assertThat(key.getMessage() + key.action()).doesNotContain(KEY.substring(1, 9));

        assertThat(properties(MNEMONIC, KEY, null, "hush").toString())
                .doesNotContain("junk", KEY, "hush")
                .contains("password set");
    }

    @Test
    void anApplicationHasOneIdentity() {
        assertThat(refusal(source(properties(MNEMONIC, KEY, null, null))))
                .hasMessageContaining("genosdb.security.identity.mnemonic, genosdb.security.identity.private-key")
                .hasMessageNotContaining("junk");
    }

    @Test
    void aGeneratedOneIsKeptWithTheStore(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("data");
        String first = kept(store, "hush", null);

        assertThat(kept(store, "hush", null)).isEqualTo(first);
        assertThat(kept(store, "hush", "another")).isEqualTo(first);
        assertThat(kept(store, null, "hush")).as("the store's password").isEqualTo(first);
        Path file = store.resolve(IdentityStore.FILE_NAME);
        assertThat(Files.readString(file)).contains("scrypt");
        SecurityConfigurationException wrong =
                refusal(new IdentitySource(properties(null, null, null, "swordfish"), store, "hush", RANDOM));
        assertThat(wrong).hasMessageContaining(file.toString()).hasMessageNotContaining("swordfish");
    }

    private static String kept(Path store, @Nullable String password, @Nullable String storagePassword) {
        var source = new IdentitySource(properties(null, null, null, password), store, storagePassword, RANDOM);
        try (Identity identity = source.identity()) {
            return identity.address().text();
        }
    }

    @Test
    void isNeverKeptInTheClear(@TempDir Path store) {
        SecurityConfigurationException refusal =
                refusal(new IdentitySource(properties(null, null, null, " "), store, "", RANDOM));
        assertThat(refusal.action())
                .contains("genosdb.security.identity.password", "genosdb.storage.password", "mnemonic");
        assertThat(store).isEmptyDirectory();
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void inMemoryItEndsWithTheDatabase(CapturedOutput output) {
        String first = address(properties(null, null, null, null));

        assertThat(address(properties(null, null, null, null))).isNotEqualTo(first);
        assertThat(output).contains("this application's identity " + first + " ends with it");
    }
}
