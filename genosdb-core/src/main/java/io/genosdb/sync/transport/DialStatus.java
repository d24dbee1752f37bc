package io.genosdb.sync.transport;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with an address that is dialled. Holds nothing secret.
 *
 * @param address the address, without a query
 * @param state what is being done about it
 * @param error why there is no connection over it, or why the last one ended; {@code null} where there is one
 * @param nextAttempt when it is dialled again, or {@code null} where nothing is planned
 * @since 0.1
 */
public record DialStatus(
        String address,
        State state,
        @Nullable String error,
        @Nullable Instant nextAttempt) {

    /** What is being done about an address. */
    public enum State {
        /** It is being dialled. */
        CONNECTING,
        /** There is a connection. */
        CONNECTED,
        /** Nobody answers, or the connection ended: it is dialled again soon. */
        AWAY,
        /** The replica there is another version, of another database, or has another secret: dialled again now and then. */
        REFUSED,
        /** The replica there is connected over another link, which is kept. Dialled again when that has ended. */
        DUPLICATE,
        /** It leads back to this replica. Not dialled again. */
        SELF
    }

    /**
     * Whether a peer is missing.
     *
     * @return false where it is connected, over this link or another one, and where it is this replica
     */
    public boolean isMissing() {
        return state == State.CONNECTING || state == State.AWAY || state == State.REFUSED;
    }
}
