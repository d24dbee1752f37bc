package io.genosdb.spring.boot.autoconfigure;

import io.genosdb.storage.Durability;
import io.genosdb.storage.StorageType;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * Configuration of the graph database.
 *
 * @param name Name of the database, which all its replicas share. It is part of what a stored entry is identified by, so
 *     a database keeps the name it was made with.
 * @param conflictPolicy How finely concurrent writes of one node are told apart. Applies to what this replica writes;
 *     replicas with different policies converge all the same.
 * @param idStrategy How the identifier of a node is made that is put without one.
 * @param retention How long it is remembered that a node was removed, cut at whole days. A replica that is away for longer
 *     takes the state from the others.
 * @param storage Where and how the database is stored.
 * @param clock The hybrid logical clock.
 * @param limits What a node may be.
 * @param index Indexes of the query engine.
 * @param sync How the database syncs with other replicas.
 * @param rtc The room where the database meets its peers over WebRTC.
 * @param primary Name of the one of genosdb.databases that takes the place of the database that the other properties
 *     describe, which then is not opened: the one that is injected where no name is asked for.
 * @param databases More databases, by the name under which the application knows each. Each has the properties of the
 *     first one, with the same defaults; none is inherited.
 * @since 0.1
 */
@ConfigurationProperties("genosdb")
public record GenosProperties(
        @DefaultValue("genosdb") String name,
        @DefaultValue("last-writer-wins") ConflictPolicy conflictPolicy,
        @DefaultValue("time-ordered-uuid") IdStrategy idStrategy,
        @DefaultValue("30d") @DurationUnit(ChronoUnit.DAYS) Duration retention,
        @DefaultValue Storage storage,
        @DefaultValue Clock clock,
        @DefaultValue Limits limits,
        @DefaultValue Index index,
        @DefaultValue Sync sync,
        @DefaultValue Rtc rtc,
        @Nullable String primary,
        @DefaultValue Map<String, Database> databases) {

    /**
     * How the database is stored that is injected where no name is asked for.
     *
     * @return the properties of its store
     */
    public Storage primaryStorage() {
        return primary == null ? storage : named(primary).storage();
    }

    /**
     * Where that database is stored.
     *
     * @return the directory, or {@code null} where the database is in memory because that was asked for
     */
    public @Nullable Path primaryDirectory() {
        if (primary == null) {
            return storage.directoryOf(name);
        }
        Database named = named(primary);
        return named.storage().directoryOf(named.name() == null ? primary : named.name());
    }

    private Database named(String key) {
        return Objects.requireNonNull(
                databases.get(key), () -> "genosdb.primary names none of genosdb.databases: " + key);
    }

    /** The database of the properties at the top. */
    Database top() {
        return new Database(
                name, conflictPolicy, idStrategy, retention, storage, clock, limits, index, sync, rtc.room());
    }

    /**
     * One of several databases.
     *
     * @param name Name of the database, which all its replicas share; by default the one under which the application
     *     knows it.
     * @param conflictPolicy How finely concurrent writes of one node are told apart.
     * @param idStrategy How the identifier of a node is made that is put without one.
     * @param retention How long it is remembered that a node was removed, cut at whole days.
     * @param storage Where and how the database is stored.
     * @param clock The hybrid logical clock.
     * @param limits What a node may be.
     * @param index Indexes of the query engine.
     * @param sync How the database syncs with other replicas.
     * @param rtc The room where the database meets its peers over WebRTC.
     * @since 0.1
     */
    public record Database(
            @Nullable String name,
            @DefaultValue("last-writer-wins") ConflictPolicy conflictPolicy,
            @DefaultValue("time-ordered-uuid") IdStrategy idStrategy,

            @DefaultValue("30d") @DurationUnit(ChronoUnit.DAYS)
            Duration retention,

            @DefaultValue Storage storage,
            @DefaultValue Clock clock,
            @DefaultValue Limits limits,
            @DefaultValue Index index,
            @DefaultValue Sync sync,
            @DefaultValue DatabaseRtc rtc) {}

    /**
     * How finely concurrent writes of one node are told apart.
     *
     * @since 0.1
     */
    public enum ConflictPolicy {
        /** Of two concurrent writes of a node, the later one wins as a whole. */
        LAST_WRITER_WINS,

        /** Concurrent writes of different top-level fields of a node both survive. */
        FIELD_LEVEL
    }

    /**
     * How identifiers are made.
     *
     * @since 0.1
     */
    public enum IdStrategy {
        /** A time-ordered UUID: every put makes another node. */
        TIME_ORDERED_UUID,

        /** The SHA-256 of the value: equal values are one node. */
        CONTENT_HASH
    }

    /**
     * Where and how the database is stored.
     *
     * @param type Storage engine. AUTO takes the best one that is available, and memory, with a warning in health, where
     *     nothing can be stored.
     * @param directory Directory of the store, for this database alone; made where it doesn't exist. By default
     *     'data/' and the name of the database, in the working directory.
     * @param durability When a write is acknowledged: ASYNC when it is in memory, SYNC when it is on disk.
     * @param saveDelay How long a write may wait for others to share a batch with. What a crash can lose under ASYNC.
     * @param maxPending How many entries may wait in memory for the disk before writers have to wait too.
     * @param password Password with which the store is encrypted. Takes effect when the store is made.
     * @since 0.1
     */
    public record Storage(
            @DefaultValue("auto") StorageType type,
            @Nullable Path directory,
            @DefaultValue("async") Durability durability,
            @DefaultValue("200ms") Duration saveDelay,
            @DefaultValue("262144") int maxPending,
            @Nullable String password) {

        /**
         * Where the store of a database is.
         *
         * @param database the name that the database shares with its replicas
         * @return the directory, or {@code null} where the database is in memory because that was asked for
         */
        @Nullable
        Path directoryOf(String database) {
            if (type == StorageType.MEMORY) {
                return null;
            }
            return directory != null ? directory : Path.of("data", database);
        }

        /** Everything but the password. */
        @Override
        public String toString() {
            return "Storage[type=" + type + ", directory=" + directory + ", durability=" + durability + ", saveDelay="
                    + saveDelay + ", maxPending=" + maxPending + ", encrypted=" + (password != null) + "]";
        }
    }

    /**
     * The hybrid logical clock.
     *
     * @param maxDrift How far ahead of this replica's clock an entry of another replica may be. What is further ahead is
     *     parked until its time comes.
     * @since 0.1
     */
    public record Clock(@DefaultValue("2h") Duration maxDrift) {}

    /**
     * What a node may be. Writes beyond a limit are refused.
     *
     * @param maxValueSize Largest canonical JSON form of a value.
     * @param maxDepth Deepest nesting of a value, 256 at most.
     * @param maxIdLength Longest identifier, in characters.
     * @param maxEdges Most edges of one node.
     * @since 0.1
     */
    public record Limits(
            @DefaultValue("1MB") DataSize maxValueSize,
            @DefaultValue("32") int maxDepth,
            @DefaultValue("256") int maxIdLength,
            @DefaultValue("65536") int maxEdges) {}

    /**
     * Indexes of the query engine.
     *
     * @param auto Whether indexes build themselves for fields that are filtered or sorted on repeatedly.
     * @param memory Most memory, estimated, for the indexes that build themselves.
     * @param hash Fields with an index for equality and membership.
     * @param ordered Fields with an index for ranges and sorting.
     * @param prefix Fields with an index for the beginning of strings.
     * @param text Fields with an index for $text.
     * @since 0.1
     */
    public record Index(
            @DefaultValue("true") boolean auto,
            @DefaultValue("128MB") DataSize memory,
            @DefaultValue List<String> hash,
            @DefaultValue List<String> ordered,
            @DefaultValue List<String> prefix,
            @DefaultValue List<String> text) {}

    /**
     * How a database syncs with other replicas.
     *
     * @param enabled Whether the database syncs at all.
     * @param peers Addresses of other replicas, which are dialled until they answer: 'wss://host/genosdb/peer'.
     * @param secret What all replicas of the database share and prove to each other when they connect. Never sent.
     * @param oplogSize How many of the last entries a replica that was away can catch up from without comparing states.
     * @param verifyInterval How long after a change, at the latest, replicas prove to each other that they are equal.
     * @param local Whether several processes of one host share the store: the first owns it, the others attach, and one of them takes
     *     over when it ends. Otherwise a store that is open elsewhere is refused.
     * @param server The WebSocket endpoint at which other replicas connect.
     * @since 0.1
     */
    public record Sync(
            @DefaultValue("true") boolean enabled,
            @DefaultValue List<URI> peers,
            @Nullable String secret,
            @DefaultValue("1000") int oplogSize,
            @DefaultValue("5s") Duration verifyInterval,
            @DefaultValue("true") boolean local,
            @DefaultValue Server server) {

        boolean hasSecret() {
            return secret != null && !secret.isEmpty();
        }

        /** Everything but the secret, and what may be secret in addresses. */
        @Override
        public String toString() {
            return "Sync[enabled=" + enabled + ", peers="
                    + peers.stream().map(SyncValidation::shown).toList() + ", authenticated=" + hasSecret()
                    + ", oplogSize=" + oplogSize + ", verifyInterval=" + verifyInterval + ", local=" + local
                    + ", server=" + server + "]";
        }
    }

    /**
     * The WebSocket endpoint at which other replicas connect.
     *
     * @param enabled Whether other replicas can connect. By default only where a secret is set or security is on: otherwise everybody who reaches
     *     the port can read and write everything.
     * @param path Path of the endpoint. By default '/genosdb/peer', and for one of genosdb.databases '/genosdb/peer/' and its
     *     name.
     * @param maxConnections Most replicas that are connected to the endpoint at once.
     * @param sendTime How long a frame of at most 64 KB may take to be sent before a connection at the endpoint is given up.
     * @since 0.1
     */
    public record Server(
            @Nullable Boolean enabled,
            @Nullable String path,
            @DefaultValue("64") int maxConnections,
            @DefaultValue("10s") Duration sendTime) {}

    /**
     * The room where the database meets its peers over WebRTC.
     *
     * @param enabled Whether the database meets its peers in a room over WebRTC. Needs the dependency genosdb-rtc.
     * @param appId Name of the application, which keeps its rooms apart from those of others. Pages give it as 'appId'.
     * @param name Name of the room, which its peers share; by default the name of the database.
     * @param password Password that the peers of the room share and prove to each other. Never sent.
     * @param type What this peer declares to be to others, such as 'superpeer'.
     * @param relays Addresses of the Nostr relays where peers are looked for, each used on its own. By default public ones, which are
     *     in nobody's charge here.
     * @param sync Whether replicas sync over the room. By default only where the room has a password, genosdb.sync.secret is set or security
     *     is on: otherwise everybody who knows its name can read and write everything.
     * @param iceServers Servers by which peers reach each other that cannot directly: STUN by 'urls', TURN by 'urls', 'username' and
     *     'credential'. For all databases together; peers of one network need none.
     * @param portRange Local ports of connections, for firewalls. For all databases together.
     * @since 0.1
     */
    public record Rtc(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("genosdb") String appId,
            @Nullable String name,
            @Nullable String password,
            @Nullable String type,
            @DefaultValue List<URI> relays,
            @Nullable Boolean sync,
            @DefaultValue List<IceServer> iceServers,
            @DefaultValue PortRange portRange) {

        DatabaseRtc room() {
            return new DatabaseRtc(enabled, appId, name, password, type, relays, sync);
        }

        /** Everything but the password. */
        @Override
        public String toString() {
            return "Rtc[room=" + room() + ", iceServers=" + iceServers + ", portRange=" + portRange + "]";
        }
    }

    /**
     * The room where one of several databases meets its peers over WebRTC.
     *
     * @param enabled Whether the database meets its peers in a room over WebRTC. Needs the dependency genosdb-rtc.
     * @param appId Name of the application, which keeps its rooms apart from those of others. Pages give it as 'appId'.
     * @param name Name of the room, which its peers share; by default the name of the database.
     * @param password Password that the peers of the room share and prove to each other. Never sent.
     * @param type What this peer declares to be to others, such as 'superpeer'.
     * @param relays Addresses of the Nostr relays where peers are looked for, each used on its own. By default public ones.
     * @param sync Whether replicas sync over the room. By default only where the room has a password or the database's sync.secret is
     *     set.
     * @since 0.1
     */
    public record DatabaseRtc(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("genosdb") String appId,
            @Nullable String name,
            @Nullable String password,
            @Nullable String type,
            @DefaultValue List<URI> relays,
            @Nullable Boolean sync) {

        boolean hasPassword() {
            return password != null && !password.isEmpty();
        }

        /** Everything but the password, and what may be secret in addresses. */
        @Override
        public String toString() {
            return "DatabaseRtc[enabled=" + enabled + ", appId=" + appId + ", name=" + name + ", type=" + type
                    + ", relays="
                    + relays.stream().map(SyncValidation::shown).toList() + ", sync=" + sync + ", password "
                    + (hasPassword() ? "set" : "not set") + "]";
        }
    }

    /**
     * A STUN or TURN server.
     *
     * @param urls Where it is: 'stun:host:port', 'turn:host:port?transport=udp', 'turns:host:port'.
     * @param username User of a TURN server.
     * @param credential Password of that user.
     * @since 0.1
     */
    public record IceServer(
            @DefaultValue List<String> urls,
            @DefaultValue("") String username,
            @DefaultValue("") String credential) {

        /** Everything but the credential. */
        @Override
        public String toString() {
            return "IceServer[urls=" + urls + ", username=" + username + "]";
        }
    }

    /**
     * Local ports of connections. Any, where neither is given.
     *
     * @param min First port, from 1024.
     * @param max Last port, to 65535.
     * @since 0.1
     */
    public record PortRange(@Nullable Integer min, @Nullable Integer max) {}
}
