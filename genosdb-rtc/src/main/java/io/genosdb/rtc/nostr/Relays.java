package io.genosdb.rtc.nostr;

import io.genosdb.room.RoomStatus;
import io.genosdb.sync.transport.TransportThreads;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The relays of a room.
 *
 * @since 0.1
 */
public final class Relays implements AutoCloseable {

    /** Hears of relays. */
    public interface Listener {
        /** @param relay which */
        void connected(int relay);

        /** @param relay which */
        void disconnected(int relay);

        /**
         * @param relay which
         * @param topic the topic
         * @param content the content
         */
        void received(int relay, String topic, String content);
    }

    /** Stub. */
    public Relays(
            List<URI> urls,
            NostrKeys keys,
            HttpClient client,
            TransportThreads threads,
            InstantSource clock,
            RandomGenerator random,
            Listener listener) {}

    /** Stub. */
    public void subscribe(Set<String> topics) {}

    /** Stub. */
    public void publish(int relay, String topic, String content) {}

    /** Stub. */
    public List<RoomStatus.Relay> status() {
        return List.of();
    }

    @Override
    public void close() {}
}
