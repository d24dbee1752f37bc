package io.genosdb.rtc;

import io.genosdb.room.RoomStatus;
import java.util.List;
import java.util.Set;

/** The relays of a room, each on its own. No method waits. */
interface RelayNetwork extends AutoCloseable {

    /** What relays bring. Called by any thread, one after the other for one relay. */
    interface Listener {

        void connected(int relay);

        void disconnected(int relay);

        void received(int relay, String topic, String content);
    }

    /** Makes the relays of one stay in the room. */
    @FunctionalInterface
    interface Factory {
        RelayNetwork open(Listener listener);
    }

    /** What to be sent from now on, by all relays. */
    void subscribe(Set<String> topics);

    /** Hands something to a relay, if it is connected. */
    void publish(int relay, String topic, String content);

    /** The network may be back: dials at once what is waited for, and looks which connections are still there. */
    void retryNow();

    List<RoomStatus.Relay> status();

    @Override
    void close();
}
