package io.genosdb.security.identity;

import io.genosdb.graph.Hash256;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A key pair: who an application is. Never shows its key. Thread-safe.
 *
 * @since 0.1
 */
public final class Identity implements AutoCloseable {

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
     * Signs a hash as EIP-191 has wallets do it ({@code personal_sign} of 32 bytes).
     *
     * @param hash what to sign
     * @return 65 bytes: r, s (low), v (27 or 28)
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
        return signDigest(Signatures.digest(message)
                .orElseThrow(() -> new IllegalArgumentException("the text to sign has a lone surrogate")));
    }

    private byte[] signDigest(byte[] digest) {
        byte[] rs;
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the identity " + address + " is closed and signs nothing any more");
            }
            rs = Curve.sign(digest, key);
        } finally {
            lock.readLock().unlock();
        }
        byte[] signature = Arrays.copyOf(rs, Signatures.BYTES);
        int id = Arrays.equals(publicKey, Curve.recover(rs, digest, 0)) ? 0 : 1;
        signature[Curve.SIGNATURE_BYTES] = (byte) (Signatures.V + id);
        return signature;
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
