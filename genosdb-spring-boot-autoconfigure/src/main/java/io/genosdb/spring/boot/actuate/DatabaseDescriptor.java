package io.genosdb.spring.boot.actuate;

import io.genosdb.DatabaseStatus;
import io.genosdb.GenosDatabase;
import io.genosdb.live.LiveStatistics;
import io.genosdb.query.IndexStatus;
import io.genosdb.room.RoomPeer;
import io.genosdb.room.RoomStatus;
import io.genosdb.storage.Recovery;
import io.genosdb.storage.StorageStatus;
import io.genosdb.sync.PeerStatus;
import io.genosdb.sync.SyncStatus;
import io.genosdb.sync.transport.DialStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A database as the endpoint shows it. Durations are in the form of ISO 8601, sizes in bytes.
 *
 * @param name the name that its replicas share
 * @param origin the identifier of this replica
 * @param nodes the number of nodes
 * @param entries the number of entries, retractions included
 * @param digest the digest of the state: equal for replicas that hold the same entries
 * @param clock the hybrid logical clock
 * @param intake what became of entries of other replicas
 * @param storage how the store is doing
 * @param live how the live queries are doing
 * @param indexes the indexes
 * @param sync how the database syncs with its peers
 * @param room the room where it meets them, absent where it has none
 * @param security what its guard has seen, absent where it has none
 * @since 0.1
 */
public record DatabaseDescriptor(
        String name,
        String origin,
        int nodes,
        long entries,
        String digest,
        Clock clock,
        Intake intake,
        Storage storage,
        Live live,
        List<Index> indexes,
        Sync sync,
        @Nullable Room room,
        @Nullable Security security)
        implements OperationResponseBody {

    static DatabaseDescriptor of(GenosDatabase database, List<DialStatus> addresses, @Nullable Security security) {
        DatabaseStatus status = database.status();
        return new DatabaseDescriptor(
                status.name(),
                status.origin(),
                status.nodes(),
                status.entries(),
                status.digest().toString(),
                new Clock(status.clock().toString(), text(status.clockLead())),
                Intake.of(status.intake()),
                Storage.of(status.storage()),
                Live.of(status.live()),
                database.indexes().stream().map(Index::of).toList(),
                Sync.of(database.sync().status(), addresses),
                database.hasRoom() ? Room.of(database.room().status()) : null,
                security);
    }

    private static String text(Duration duration) {
        return duration.toString();
    }

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /**
     * What security is about, where it is on.
     *
     * @param address who this application is
     * @param role the role that it holds now, absent where it has none
     * @param users how many hold each role now
     * @param parked how many entries are kept aside until their permission arrives
     * @param refused how many entries of other replicas were refused for good since the application started
     * @param refusedPeers how often a peer was turned away or cut off
     * @since 0.1
     */
    public record Security(
            String address,
            @Nullable String role,
            Map<String, Long> users,
            int parked,
            long refused,
            long refusedPeers) {}

    /**
     * The hybrid logical clock.
     *
     * @param last its highest reading
     * @param aheadOfWallClock how far that is ahead of the wall clock
     * @since 0.1
     */
    public record Clock(String last, String aheadOfWallClock) {}

    /**
     * What became of entries of other replicas, since the database was opened.
     *
     * @param parked how many wait for their time
     * @param furthestAhead how far the furthest of those ever was ahead of the wall clock
     * @param filtered how many entries middleware held back
     * @param expired how many retractions were ignored, being older than the retention
     * @since 0.1
     */
    public record Intake(int parked, String furthestAhead, long filtered, long expired) {

        static Intake of(DatabaseStatus.Intake intake) {
            return new Intake(intake.parked(), text(intake.furthestAhead()), intake.filtered(), intake.expired());
        }
    }

    /**
     * How the store is doing.
     *
     * @param type the engine
     * @param directory where it is, absent in memory
     * @param encrypted whether it is encrypted
     * @param durability when a write is acknowledged
     * @param fallback why a better engine was not chosen, absent where the best one was
     * @param warnings what an operator should look at
     * @param recovery what became of damage found at the start, absent where there was none
     * @param pending entries that are not on disk yet
     * @param flushes batches written
     * @param flushed entries written or deleted by them
     * @param failedFlushes batches that the disk refused
     * @param lastFlush when the last batch was written, absent before the first
     * @param error why the last attempt to write failed, absent where it did not
     * @param bytes the space taken on disk
     * @param closed whether the store is closed
     * @since 0.1
     */
    public record Storage(
            String type,
            @Nullable String directory,
            boolean encrypted,
            String durability,
            @Nullable String fallback,
            List<String> warnings,
            @Nullable Damage recovery,
            long pending,
            long flushes,
            long flushed,
            long failedFlushes,
            @Nullable Instant lastFlush,
            @Nullable String error,
            long bytes,
            boolean closed) {

        static Storage of(StorageStatus storage) {
            Path directory = storage.directory();
            Recovery recovery = storage.recovery();
            return new Storage(
                    text(storage.engine()),
                    directory == null ? null : directory.toString(),
                    storage.encrypted(),
                    text(storage.durability()),
                    storage.fallback(),
                    storage.warnings(),
                    recovery == null ? null : Damage.of(recovery),
                    storage.pending(),
                    storage.flushes(),
                    storage.flushed(),
                    storage.failedFlushes(),
                    storage.lastFlush(),
                    storage.error(),
                    storage.bytes(),
                    storage.closed());
        }
    }

    /**
     * What became of damage that was found when the store was opened.
     *
     * @param reason what was found
     * @param intactEntries entries that were saved
     * @param lostEntries entries that were lost, absent where that is not known
     * @param damagedOriginal where the damaged files were put, absent where they were not
     * @since 0.1
     */
    public record Damage(
            String reason,
            long intactEntries,
            @Nullable Long lostEntries,
            @Nullable String damagedOriginal) {

        static Damage of(Recovery recovery) {
            Path kept = recovery.kept();
            return new Damage(
                    recovery.reason(),
                    recovery.intact(),
                    recovery.lost() == Recovery.UNKNOWN ? null : recovery.lost(),
                    kept == null ? null : kept.toString());
        }
    }

    /**
     * How the live queries are doing.
     *
     * @param filters open subscriptions to a filter alone
     * @param windows open subscriptions with a limit or a cursor
     * @param traversals open subscriptions with {@code $edge}
     * @param pending changes not looked at yet, and events not delivered yet
     * @param delivered events delivered so far
     * @param failures exceptions of listeners and of evaluations so far
     * @since 0.1
     */
    public record Live(int filters, int windows, int traversals, long pending, long delivered, long failures) {

        static Live of(LiveStatistics live) {
            return new Live(
                    live.filters(),
                    live.windows(),
                    live.traversals(),
                    live.pending(),
                    live.delivered(),
                    live.failures());
        }
    }

    /**
     * An index.
     *
     * @param kind what it is good for
     * @param field the path of its field
     * @param automatic whether it built itself
     * @param keys how many different keys it has
     * @param entries how many references from keys to nodes it has
     * @param bytes its memory, estimated
     * @param uses how many runs of queries used it
     * @since 0.1
     */
    public record Index(String kind, String field, boolean automatic, long keys, long entries, long bytes, long uses) {

        static Index of(IndexStatus status) {
            return new Index(
                    text(status.definition().kind()),
                    status.definition().field(),
                    status.automatic(),
                    status.keys(),
                    status.entries(),
                    status.bytes(),
                    status.uses());
        }
    }

    /**
     * How the database syncs with its peers.
     *
     * @param peers the connected peers
     * @param addresses the addresses of {@code genosdb.sync.peers}
     * @param opLogEntries how many entries a peer that was away can catch up from
     * @param opLogPosition the end of the op log: how many entries were ever merged, about
     * @param bytesIn how many bytes ever came
     * @param bytesOut how many bytes ever went
     * @param refused how many connections ended in the handshake
     * @param lastEqual when the database was last proved equal with any peer, absent before that
     * @since 0.1
     */
    public record Sync(
            List<Peer> peers,
            List<Address> addresses,
            int opLogEntries,
            long opLogPosition,
            long bytesIn,
            long bytesOut,
            long refused,
            @Nullable Instant lastEqual) {

        static Sync of(SyncStatus status, List<DialStatus> addresses) {
            return new Sync(
                    status.peers().stream().map(Peer::of).toList(),
                    addresses.stream().map(Address::of).toList(),
                    status.opLogEntries(),
                    status.opLogPosition(),
                    status.bytesIn(),
                    status.bytesOut(),
                    status.refused(),
                    status.lastEqual());
        }
    }

    /**
     * A connected peer.
     *
     * @param origin its replica identifier, empty before it has said so
     * @param transport the kind of transport
     * @param remote where the connection leads
     * @param phase what the two are about
     * @param connected since when
     * @param lastEqual when the two were last proved equal, absent before that
     * @param lastHeard when something was last heard
     * @param bytesIn how many bytes came
     * @param bytesOut how many bytes went
     * @param entriesIn how many entries came
     * @param entriesOut how many entries went
     * @param queued how many entries wait to be sent live
     * @since 0.1
     */
    public record Peer(
            String origin,
            String transport,
            String remote,
            String phase,
            Instant connected,
            @Nullable Instant lastEqual,
            Instant lastHeard,
            long bytesIn,
            long bytesOut,
            long entriesIn,
            long entriesOut,
            long queued) {

        static Peer of(PeerStatus peer) {
            return new Peer(
                    peer.origin(),
                    peer.transport(),
                    peer.remote(),
                    text(peer.phase()),
                    peer.connected(),
                    peer.lastEqual(),
                    peer.lastHeard(),
                    peer.bytesIn(),
                    peer.bytesOut(),
                    peer.entriesIn(),
                    peer.entriesOut(),
                    peer.queued());
        }
    }

    /**
     * An address that is dialled.
     *
     * @param address the address
     * @param state {@code connecting}, {@code connected}, {@code away}, {@code refused}, {@code duplicate} where the peer is
     *     connected over another link, {@code self} where it is this replica
     * @param error why there is no connection, absent where there is one
     * @param nextAttempt when it is dialled again, absent where nothing is planned
     * @since 0.1
     */
    public record Address(
            String address,
            String state,
            @Nullable String error,
            @Nullable Instant nextAttempt) {

        static Address of(DialStatus status) {
            return new Address(status.address(), text(status.state()), status.error(), status.nextAttempt());
        }
    }

    /**
     * The room where the database meets its peers.
     *
     * @param name its name
     * @param self how this peer is called there
     * @param type what this peer declares to be
     * @param joined whether it is in the room
     * @param problem why no peers can be met, absent where nothing is in the way
     * @param peers the peers that messages go to
     * @param seen how many peers are about, those included
     * @param relays where peers are looked for
     * @param messagesIn how many messages of channels ever came
     * @param messagesOut how many were ever sent, counted for each peer
     * @param bytesIn how many bytes ever came, the sync's included
     * @param bytesOut how many bytes were ever sent, the sync's included
     * @param dropped how much listeners were not told of, since they were too slow
     * @since 0.1
     */
    public record Room(
            String name,
            String self,
            String type,
            boolean joined,
            @Nullable String problem,
            List<RoomPeer> peers,
            int seen,
            List<Relay> relays,
            long messagesIn,
            long messagesOut,
            long bytesIn,
            long bytesOut,
            long dropped) {

        static Room of(RoomStatus status) {
            return new Room(
                    status.name(),
                    status.self(),
                    status.type(),
                    status.joined(),
                    status.problem().isEmpty() ? null : status.problem(),
                    status.peers(),
                    status.seen(),
                    status.relays().stream().map(Relay::of).toList(),
                    status.traffic().messagesIn(),
                    status.traffic().messagesOut(),
                    status.traffic().bytesIn(),
                    status.traffic().bytesOut(),
                    status.traffic().dropped());
        }
    }

    /**
     * A relay where peers are looked for.
     *
     * @param address its address
     * @param state {@code connecting}, {@code connected}, {@code waiting} until it is dialled again, {@code set-aside} where it
     *     refuses to serve the room
     * @param reason why, absent where there is nothing to say
     * @since 0.1
     */
    public record Relay(
            String address, String state, @Nullable String reason) {

        static Relay of(RoomStatus.Relay relay) {
            return new Relay(
                    relay.address(),
                    text(relay.state()).replace('_', '-'),
                    relay.reason().isEmpty() ? null : relay.reason());
        }
    }
}
