package io.genosdb.sync;

import io.genosdb.graph.Hash256;
import io.genosdb.graph.Reader;
import org.jspecify.annotations.Nullable;

/**
 * Who may be a peer, and what is sent to it. Both sides prove who they are, by a signature over both their random numbers, before
 * anything of the state flows. Thread-safe.
 *
 * @since 0.1
 */
public interface Admission {

    /** The rules that all replicas of a guarded database have to share. */
    record Credentials(Hash256 policy, String address) {}

    /** Lets everybody in and sends them everything. */
    Admission OPEN = new Admission() {
        @Override
        public @Nullable Credentials credentials() {
            return null;
        }

        @Override
        public byte[] prove(Hash256 challenge) {
            throw new IllegalStateException("nobody has to prove anything");
        }

        @Override
        public @Nullable String refusal(String address, byte[] proof, Hash256 challenge) {
            return null;
        }

        @Override
        public Reader reader(String address) {
            return Reader.EVERYTHING;
        }

        @Override
        public void convict(String address, String offence) {}
    };

    /**
     * What this replica says of itself.
     *
     * @return the digest of its rules, and its address; {@code null} where there are no rules
     */
    @Nullable
    Credentials credentials();

    /**
     * Proves that this replica has the key of its address.
     *
     * @param challenge what both sides have made up together
     * @return a signature
     */
    byte[] prove(Hash256 challenge);

    /**
     * Decides about a peer.
     *
     * @param address whose key the peer claims to have
     * @param proof its signature
     * @param challenge what it had to sign
     * @return why it is not let in, for people; {@code null} if it is
     */
    @Nullable
    String refusal(String address, byte[] proof, Hash256 challenge);

    /**
     * What a peer may be sent.
     *
     * @param address the peer's address, proved
     * @return follows the rights of the address
     */
    Reader reader(String address);

    /**
     * Remembers for a while that a peer did what no honest one does; it is {@linkplain #refusal refused} meanwhile.
     *
     * @param address the peer's address, proved
     * @param offence what it did, for people
     */
    void convict(String address, String offence);
}
