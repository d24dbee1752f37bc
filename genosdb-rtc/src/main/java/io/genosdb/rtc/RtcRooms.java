package io.genosdb.rtc;

import io.genosdb.room.Room;
import io.genosdb.room.RoomFactory;
import io.genosdb.room.RoomStatus;
import io.genosdb.rtc.nostr.NostrKeys;
import io.genosdb.rtc.nostr.Relays;
import io.genosdb.rtc.signal.RoomIdentity;
import io.genosdb.rtc.transport.PeerTransport;
import io.genosdb.rtc.transport.WebRtcOptions;
import io.genosdb.rtc.transport.WebRtcTransport;
import io.genosdb.rtc.wire.PeerHello;
import io.genosdb.sync.SyncEngine;
import io.genosdb.sync.transport.TransportThreads;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rooms over WebRTC whose peers are found through Nostr relays, by the protocol of Trystero: pages that use its Nostr strategy
 * are in the same rooms.
 *
 * <p>The rooms that come from one object share the native transport, threads and the HTTP client. These are made with the first
 * room and given back with the last one. Thread-safe.
 *
 * @since 0.1
 */
public final class RtcRooms {

    private static final Logger logger = LoggerFactory.getLogger(RtcRooms.class);

    /** What rooms share. */
    private record Shared(PeerTransport transport, TransportThreads threads, HttpClient client, NetworkWatch network) {}

    private final WebRtcOptions webRtc;
    private final SecureRandom random = new SecureRandom();

    // Guarded by this.
    private @Nullable Shared shared;
    private int rooms;

    /**
     * Rooms whose connections are made alike. Makes nothing yet.
     *
     * @param webRtc how connections are made
     */
    public RtcRooms(WebRtcOptions webRtc) {
        this.webRtc = webRtc;
    }

    /**
     * Makes the room of a database.
     *
     * @param options which room, and where its peers are looked for
     * @return for a {@link io.genosdb.DatabaseBuilder}
     */
    public RoomFactory factory(RtcOptions options) {
        return (database, sync) -> open(options, database, sync);
    }

    private Room open(RtcOptions options, String database, SyncEngine sync) {
        Shared resources = acquire();
        String name = options.room() == null ? database : options.room();
        var loop = new RoomLoop("genosdb-room-" + name, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        try {
            var setting = new RelayedSetting(options, name, sync, resources, loop);
            var room = new RtcRoom(
                    name, options.type(), loop, setting, resources.threads().workers());
            if (!setting.problem().isEmpty()) {
                logger.warn("Room '{}' stays empty: {}", name, setting.problem());
            }
            room.join();
            return room;
        } catch (RuntimeException e) {
            // A name or a password that is none, for example.
            loop.stop();
            release();
            throw e;
        }
    }

    private synchronized Shared acquire() {
        Shared resources = shared;
        if (resources == null) {
            var network = new NetworkWatch(NetworkWatch::ofThisHost);
            var threads = new TransportThreads("genosdb-rtc");
            resources = new Shared(WebRtcTransport.open(webRtc), threads, HttpClient.newHttpClient(), network);
            var unused = threads.scheduler()
                    .scheduleWithFixedDelay(
                            network::look,
                            NetworkWatch.INTERVAL_MILLIS,
                            NetworkWatch.INTERVAL_MILLIS,
                            TimeUnit.MILLISECONDS);
            shared = resources;
        }
        rooms++;
        return resources;
    }

    private synchronized void release() {
        Shared resources = shared;
        if (--rooms == 0 && resources != null) {
            shared = null;
            resources.transport().close();
            resources.threads().close();
        }
    }

    /** A room that is found through relays. */
    private final class RelayedSetting implements RtcRoom.Setting {

        private final RtcOptions options;
        private final String name;
        private final SyncEngine sync;
        private final Shared resources;
        private final RoomLoop loop;

        private RelayedSetting(RtcOptions options, String name, SyncEngine sync, Shared resources, RoomLoop loop) {
            this.options = options;
            this.name = name;
            this.sync = sync;
            this.resources = resources;
            this.loop = loop;
        }

        @Override
        public RoomIdentity newIdentity() {
            String password = options.password() == null ? "" : options.password();
            return new RoomIdentity(options.appId(), name, password, RoomIdentity.randomPeerId(random));
        }

        @Override
        public Mesh begin(RoomIdentity identity, Mesh.Observer observer, RoomTraffic traffic) {
            return new Mesh(new Mesh.Surroundings(
                    identity,
                    new PeerHello(options.type(), options.sync()),
                    resources.transport(),
                    this::relays,
                    sync,
                    loop,
                    resources.threads().workers(),
                    random,
                    observer,
                    traffic));
        }

        private RelayNetwork relays(RelayNetwork.Listener listener) {
            if (!NostrKeys.problem().isEmpty()) {
                return new NoRelays();
            }
            var relays = new Relays(
                    options.relays(),
                    NostrKeys.random(random),
                    resources.client(),
                    resources.threads(),
                    InstantSource.system(),
                    random,
                    new Relays.Listener() {
                        @Override
                        public void connected(int relay) {
                            listener.connected(relay);
                        }

                        @Override
                        public void disconnected(int relay) {
                            listener.disconnected(relay);
                        }

                        @Override
                        public void received(int relay, String topic, String content) {
                            listener.received(relay, topic, content);
                        }
                    });
            Runnable retry = relays::retryNow;
            resources.network().add(retry);
            return new RelayNetwork() {
                @Override
                public void retryNow() {
                    relays.retryNow();
                }

                @Override
                public void subscribe(Set<String> topics) {
                    relays.subscribe(topics);
                }

                @Override
                public void publish(int relay, String topic, String content) {
                    relays.publish(relay, topic, content);
                }

                @Override
                public List<RoomStatus.Relay> status() {
                    return relays.status();
                }

                @Override
                public void close() {
                    resources.network().remove(retry);
                    relays.close();
                }
            };
        }

        @Override
        public String problem() {
            String problem = resources.transport().problem();
            return problem.isEmpty() ? NostrKeys.problem() : problem;
        }

        @Override
        public void release() {
            RtcRooms.this.release();
        }
    }
}
