package io.genosdb.sync.wire;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import java.util.List;

/**
 * What two replicas say to each other. Immutable; arrays are not copied and belong to the message.
 *
 * @since 0.1
 */
public sealed interface Message {

    /** The version of the protocol. */
    int PROTOCOL_VERSION = 1;

    /** Why entries are sent. */
    enum Purpose {
        /** They were just merged by the sender. */
        LIVE,
        /** They are in the sender's op log behind what the receiver has of it. */
        DELTA,
        /** Reconciliation found that the receiver lacks them. */
        RECONCILE,
        /** They are part of the sender's full state. */
        FULL
    }

    /**
     * The first message, both ways, whose form stays the same in all versions. Says nothing of the state.
     *
     * @param version the version of the protocol
     * @param database the database's name
     * @param origin the sender's replica identifier
     * @param nonce 32 random bytes, for the proof of the shared secret
     * @param horizonDay the first day whose retractions the sender keeps
     */
    record Greeting(int version, String database, String origin, Hash256 nonce, long horizonDay) implements Message {}

    /**
     * The second message where a secret is set, both ways: nothing is said of the state before the other's proof is checked.
     *
     * @param proof the proof of the shared secret
     */
    record Proof(Hash256 proof) implements Message {}

    /**
     * The message before the hello where the database is guarded, both ways: nothing is said of the state before the other's is
     * found right.
     *
     * @param policy the digest of the rules that the sender enforces
     * @param address the sender's address
     * @param proof the signature of the address over the {@link IdentityChallenge}
     */
    @SuppressWarnings("ArrayRecordComponent") // built once, sent once, compared by nobody
    record Identity(Hash256 policy, String address, byte[] proof) implements Message {}

    /**
     * The message after the greeting, the proof or the identity, whichever comes last, both ways: sums up the state.
     *
     * @param count how many entries the sender has, from the horizon that both share
     * @param digest the sum of their hashes
     * @param position the end of the sender's op log
     * @param cursor how far the sender has the receiver's op log, or -1
     * @param window how many bytes of entries the sender takes before it acknowledges some
     * @param lastEqual when the sender was last proved equal with any replica, in milliseconds since 1970, or 0
     */
    record Hello(long count, Hash256 digest, long position, long cursor, long window, long lastEqual)
            implements Message {}

    /**
     * Entries.
     *
     * @param purpose why they are sent
     * @param position how far the receiver has the sender's op log with them; -1 where they are not of the op log
     * @param entries the entries
     */
    record Entries(Purpose purpose, long position, List<Entry> entries) implements Message {}

    /**
     * The sender has sent all of a catch-up.
     *
     * @param purpose of which
     */
    record End(Purpose purpose) implements Message {}

    /**
     * The sender's state, for comparison.
     *
     * @param answer whether it answers such a message, and is not to be answered
     * @param count how many entries there are from the common horizon
     * @param digest the sum of their hashes
     * @param position the end of the sender's op log: the receiver has all of it if both are equal
     */
    record Digest(boolean answer, long count, Hash256 digest, long position) implements Message {}

    /**
     * The sender could not send all entries live, or wants to know exactly: reconciliation is needed.
     */
    record Lagging() implements Message {}

    /**
     * A message of negentropy protocol v1.
     *
     * @param payload its bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // built once, sent once, compared by nobody
    record Reconcile(byte[] payload) implements Message {}

    /**
     * Asks for entries that the last {@link Reconcile} from the receiver named.
     *
     * @param hashes their hashes
     */
    record Want(List<Hash256> hashes) implements Message {}

    /**
     * How many bytes of {@link Entries} messages the sender has taken in all, as they were before deflating.
     *
     * @param bytes their sum since the session began
     */
    record Ack(long bytes) implements Message {}

    /**
     * The replicas that the sender is connected to: what they wrote they send themselves.
     *
     * @param origins their identifiers
     */
    record Neighbours(List<String> origins) implements Message {}

    /**
     * To be answered with a {@link Pong} of the same number.
     *
     * @param number any number
     */
    record Ping(long number) implements Message {}

    /**
     * Answers a {@link Ping}.
     *
     * @param number the ping's number
     */
    record Pong(long number) implements Message {}

    /** The sender leaves on purpose. The last message. */
    record Goodbye() implements Message {}

    /**
     * The sender ends the session. The last message.
     *
     * @param code why
     * @param text why, in words for people; not to be interpreted
     */
    record Failure(ErrorCode code, String text) implements Message {}
}
