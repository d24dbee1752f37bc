package io.genosdb.rtc;

import io.genosdb.room.RoomStatus;
import java.util.List;
import java.util.Set;

/** What a room has for relays where nothing can be signed. */
record NoRelays() implements RelayNetwork {

    @Override
    public void subscribe(Set<String> topics) {}

    @Override
    public void publish(int relay, String topic, String content) {}

    @Override
    public void retryNow() {}

    @Override
    public List<RoomStatus.Relay> status() {
        return List.of();
    }

    @Override
    public void close() {}
}
