package io.genosdb.spring.boot.autoconfigure.security;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.core.io.Resource;

/**
 * Configuration of zero trust for the database.
 *
 * @param superAdmins Addresses that hold the role superadmin, the same on all replicas; in quotes, since YAML takes 0x for a number. Security is on
 *     where there is one, and off otherwise.
 * @param identity Who this application is. By default a key that is generated once and kept as 'identity.json' in the store's
 *     directory, encrypted.
 * @param roles Roles by name, beside guest, user, manager, admin and superadmin or in the place of these, the same on all replicas.
 * @param governance Rules by which this application gives roles, if its identity may. Of those that match a user, the last
 *     one counts.
 * @param siwe How people sign in to this application with their wallets (Sign-In with Ethereum). Needs Spring Security.
 * @param verifyStore Whether signatures are checked of what the store gives back, at start; of parked entries they always are.
 * @since 0.1
 */
@ConfigurationProperties("genosdb.security")
public record GenosSecurityProperties(
        @DefaultValue List<String> superAdmins,
        @DefaultValue Identity identity,
        @DefaultValue Map<String, Role> roles,
        @DefaultValue List<Rule> governance,
        @DefaultValue Siwe siwe,
        @DefaultValue("false") boolean verifyStore) {

    /** Keeps the roles in their order. */
    public GenosSecurityProperties {
        roles = new LinkedHashMap<>(roles);
    }

    /**
     * Who this application is: at most one of a mnemonic, a private key and a keystore.
     *
     * @param mnemonic BIP-39 mnemonic, from which the key follows.
     * @param passphrase Passphrase of the mnemonic, where it has one.
     * @param path BIP-32 path of the key below the mnemonic.
     * @param privateKey Private key: 64 hexadecimal digits.
     * @param keystore Location of a Web3 secret storage file (keystore v3) with the key.
     * @param password Password of the keystore, or of the generated key, for which 'genosdb.storage.password' serves
     *     too.
     * @since 0.1
     */
    public record Identity(
            @Nullable String mnemonic,
            @Nullable String passphrase,
            @DefaultValue("m/44'/60'/0'/0/0") String path,
            @Nullable String privateKey,
            @Nullable Resource keystore,
            @Nullable String password) {

        /** Nothing secret. */
        @Override
        public String toString() {
            return "Identity[mnemonic " + shown(mnemonic) + ", path=" + path + ", private key " + shown(privateKey)
                    + ", keystore=" + keystore + ", password " + shown(password) + "]";
        }

        private static String shown(@Nullable String secret) {
            return secret == null || secret.isEmpty() ? "not set" : "set";
        }
    }

    /**
     * A role.
     *
     * @param permissions What it permits, beside what it inherits: read, sync, write, link, publish, delete, assignRole, deleteAny,
     *     replicate, delegate, or names of the application's own.
     * @param inherits Role whose permissions it has as well.
     * @since 0.1
     */
    public record Role(
            @DefaultValue Set<String> permissions, @Nullable String inherits) {}

    /**
     * How people sign in with their wallets.
     *
     * @param domains Pages from which people may sign in, as in 'app.example.org' or 'localhost:8080'. Where there is one, every filter
     *     chain of Spring Security lets people sign in at '/genosdb/siwe/login'.
     * @param chainIds Chains that wallets may be on, by their numbers (EIP-155).
     * @param clockSkew How far the clocks of pages may be off.
     * @param nonceLifetime How long a nonce is good.
     * @param tokens Whether those who sign in get a bearer token instead of a session.
     * @param tokenLifetime How long such a token is good.
     * @since 0.1
     */
    public record Siwe(
            @DefaultValue Set<String> domains,
            @DefaultValue("1") Set<Long> chainIds,
            @DefaultValue("1m") Duration clockSkew,
            @DefaultValue("5m") Duration nonceLifetime,
            @DefaultValue("false") boolean tokens,
            @DefaultValue("1h") Duration tokenLifetime) {}

    /**
     * Gives a role to every user whose node matches.
     *
     * @param condition Query that the node 'user:(address)' has to match, as in '{ posts: { $gte: 10 } }'.
     * @param offset How long ago the node must have been changed last. Any time, where it is not given.
     * @param role Role to give.
     * @since 0.1
     */
    public record Rule(
            @Name("if") String condition,
            @Nullable Duration offset,
            @Name("then") String role) {}
}
