package io.genosdb.spring.boot.autoconfigure.security;

import java.util.List;
import java.util.Locale;

/** Which properties hold secrets, by their names in whatever form: of properties, of environment variables, of endpoints. */
final class SecretProperties {

    private static final List<String> SECRETS =
            List.of("mnemonic", "passphrase", "privatekey", "password", "secret", "passcode", "credential");

    private SecretProperties() {}

    static boolean isSecret(String key) {
        String plain = key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return plain.startsWith("genosdb") && SECRETS.stream().anyMatch(plain::endsWith);
    }
}
