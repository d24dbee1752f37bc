package io.genosdb.security.identity;

import io.genosdb.graph.Hash256;
import io.genosdb.value.JsonValue;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key pair: who an application is. Never shows its key. Thread-safe.
 *
 * @since 0.1
 */
public final class Identity implements AutoCloseable {

    /** Where wallets have the first key of Ethereum. */
    public static final String DEFAULT_PATH = "m/44'/60'/0'/0/0";

    private static final int SECRET_KEY_BYTES = 32;
    private static final String KEY_FORMAT = "genosdb-key-1";
    private static final HexFormat HEX = HexFormat.of();

    private final byte[] key;
    private final byte[] publicKey;
    private final Address address;

    /** Signing shares it, so that no signature is made with a key that is just being overwritten. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private boolean closed;

    /** Takes the key over. */
    private Identity(byte[] key) {
        if (!Curve.isKey(key)) {
            Arrays.fill(key, (byte) 0);
            throw new IllegalArgumentException(
                    "not a private key: it needs 32 bytes that are neither zero nor beyond the order of secp256k1");
        }
        this.key = key;
        this.publicKey = Curve.publicKey(key);
        this.address = Address.ofPublicKey(publicKey);
    }

    /**
     * An identity by its private key.
     *
     * @param key 32 bytes, which are copied
     * @return the identity
     * @throws IllegalArgumentException if it is no private key
     * @throws MissingNativeLibraryException if nothing can be signed here
     */
    public static Identity ofPrivateKey(byte[] key) {
        return new Identity(key.clone());
    }

    /**
     * An identity by its private key.
     *
     * @param hex 64 hexadecimal digits, with or without {@code 0x}
     * @return the identity
     * @throws IllegalArgumentException if it is no private key; the message does not repeat it
     * @throws MissingNativeLibraryException if nothing can be signed here
     */
    public static Identity ofPrivateKey(String hex) {
        String digits = hex.toLowerCase(Locale.ROOT).startsWith("0x") ? hex.substring(2) : hex;
        if (digits.length() != 2 * Curve.KEY_BYTES || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException("not a private key: it needs 64 hexadecimal digits");
        }
        return new Identity(HEX.parseHex(digits));
    }

    /**
     * An identity by the words of a wallet (BIP-39, the English list), the first one of Ethereum:
     * {@value #DEFAULT_PATH}.
     *
     * @param mnemonic 12, 15, 18, 21 or 24 words, with spaces in between
     * @return the identity
     * @throws IllegalArgumentException if the words are no mnemonic; the message does not repeat them
     * @throws MissingNativeLibraryException if nothing can be signed here
     */
    public static Identity ofMnemonic(String mnemonic) {
        return ofMnemonic(mnemonic, new char[0], DEFAULT_PATH);
    }

    /**
     * An identity by the words of a wallet (BIP-39, the English list).
     *
     * @param mnemonic 12, 15, 18, 21 or 24 words, with spaces in between
     * @param passphrase what is added to the words; with another one it is another identity, not an error. The caller overwrites it
     * @param path the derivation path (BIP-32), for example {@value #DEFAULT_PATH}
     * @return the identity
     * @throws IllegalArgumentException if the words are no mnemonic, or the path is none; the message does not repeat the words
     * @throws MissingNativeLibraryException if nothing can be signed here
     */
    public static Identity ofMnemonic(String mnemonic, char[] passphrase, String path) {
        byte[] seed = Mnemonic.seed(mnemonic, passphrase);
        try {
            return ofSeed(seed, path);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /**
     * An identity by a seed (BIP-32).
     *
     * @param seed 16 to 64 bytes
     * @param path the derivation path, for example {@value #DEFAULT_PATH}
     * @return the identity
     * @throws IllegalArgumentException if the seed is too short or too long, or the path is none
     * @throws MissingNativeLibraryException if nothing can be signed here
     */
    public static Identity ofSeed(byte[] seed, String path) {
        return new Identity(Mnemonic.privateKey(seed, path));
    }

    /**
     * An identity by a Web3 keystore (version 3, with scrypt or PBKDF2). Takes as long and as much memory as the keystore asks for, up
     * to some seconds and 512 MiB.
     *
     * @param json the keystore
     * @param password what it was encrypted with. The caller overwrites it
     * @return the identity
     * @throws KeystoreException if the password is another one, or the keystore is damaged or of another kind
     * @throws MissingNativeLibraryException if nothing can be signed here
     */
    public static Identity ofKeystore(String json, char[] password) {
        return new Identity(Keystore.read(json, password));
    }

    /**
     * A new identity.
     *
     * @param random makes the key
     * @return an identity that nobody else has
     * @throws MissingNativeLibraryException if nothing can be signed here
     */
    public static Identity generate(SecureRandom random) {
        var key = new byte[Curve.KEY_BYTES];
        do {
            random.nextBytes(key);
        } while (!Curve.isKey(key));
        return new Identity(key);
    }

    /**
     * The name of this identity.
     *
     * @return its address
     */
    public Address address() {
        return address;
    }

    /**
     * Signs a hash as EIP-191 has wallets do it ({@code personal_sign} of 32 bytes). Whoever verifies it knows the author and has to
     * try both v: to find out which one is right would take twice as long as signing.
     *
     * @param hash what to sign
     * @return 64 bytes: r and s (low), without v
     * @throws IllegalStateException if it is closed
     */
    public byte[] sign(Hash256 hash) {
        return signDigest(Signatures.digest(hash));
    }

    /**
     * Signs a text as EIP-191 has wallets do it ({@code personal_sign} of the text in UTF-8).
     *
     * @param message what to sign
     * @return 65 bytes: r, s (low), v (27 or 28)
     * @throws IllegalArgumentException if the text has a lone surrogate
     * @throws IllegalStateException if it is closed
     */
    public byte[] sign(String message) {
        byte[] digest = Signatures.digest(message)
                .orElseThrow(() -> new IllegalArgumentException("the text to sign has a lone surrogate"));
        byte[] rs = signDigest(digest);
        byte[] signature = Arrays.copyOf(rs, Signatures.BYTES);
        int id = Arrays.equals(publicKey, Curve.recover(rs, digest, 0)) ? 0 : 1;
        signature[Curve.SIGNATURE_BYTES] = (byte) (Signatures.V + id);
        return signature;
    }

    private byte[] signDigest(byte[] digest) {
        return withKey(secret -> Curve.sign(digest, secret));
    }

    /**
     * Encrypts the key with a password, as a Web3 keystore (version 3, scrypt), which wallets can import. Takes about half a second and
     * 128 MiB.
     *
     * @param password not empty. The caller overwrites it
     * @param random makes what has to be different each time
     * @return the keystore, as JSON
     * @throws IllegalArgumentException if the password is empty
     * @throws IllegalStateException if it is closed
     */
    public String toKeystore(char[] password, SecureRandom random) {
        return toKeystore(password, random, Keystore.SCRYPT_N);
    }

    /** With another cost. */
    String toKeystore(char[] password, SecureRandom random, int scryptN) {
        return withKey(secret -> Keystore.write(secret, address, password, random, scryptN));
    }

    /**
     * A key for AES-256 that follows from this identity's: always the same, and nobody else's. It tells nothing about the private key,
     * nor about those for other purposes or databases.
     *
     * @param purpose what it is for
     * @param database the name of the database in which it is used
     * @return the key
     * @throws IllegalStateException if it is closed
     */
    public SecretKey secretKey(String purpose, String database) {
        byte[] info = JsonValue.of(List.of(KEY_FORMAT, purpose, database)).canonicalBytes();
        byte[] derived = withKey(secret -> Hkdf.derive(secret, new byte[0], info, SECRET_KEY_BYTES));
        try {
            return new SecretKeySpec(derived, "AES");
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }

    private <T> T withKey(Function<byte[], T> use) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the identity " + address + " is closed: it signs nothing any more");
            }
            return use.apply(key);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Overwrites the key; signs nothing any more. */
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            closed = true;
            Arrays.fill(key, (byte) 0);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** The address only. */
    @Override
    public String toString() {
        return address.text();
    }
}
