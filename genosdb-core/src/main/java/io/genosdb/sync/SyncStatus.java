package io.genosdb.sync;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How sync is doing. Holds nothing secret.
 *
 * @param peers the connected peers
 * @param opLogEntries how many entries the op log holds
 * @param opLogPosition its end: how many entries were ever merged, about
 * @param bytesIn how many bytes ever came, as frames
 * @param bytesOut how many bytes ever went, as frames
 * @param refused how many connections ended in the handshake: another version, database, secret or policy, or no identity
 *     that is let in
 * @param lastEqual when this replica was last proved equal with any peer, or {@code null}
 * @since 0.1
 */
public record SyncStatus(
        List<PeerStatus> peers,
        int opLogEntries,
        long opLogPosition,
        long bytesIn,
        long bytesOut,
        long refused,
        @Nullable Instant lastEqual) {}
