package io.genosdb.rtc;

import io.genosdb.room.RoomStatus;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A relay without a network. */
final class MemoryRelays implements RelayNetwork.Factory {

    private final AtomicInteger retries = new AtomicInteger();
    private final List<Client> clients = new CopyOnWriteArrayList<>();

    /** How often somebody thought that the network may be back. */
    int retries() {
        return retries.get();
    }

    @Override
    public RelayNetwork open(RelayNetwork.Listener listener) {
        return new Client(listener);
    }

    /** How many are connected. */
    int clients() {
        return clients.size();
    }

    private final class Client implements RelayNetwork {

        private final Listener listener;
        private volatile Set<String> topics = Set.of();

        private Client(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void subscribe(Set<String> wanted) {
            topics = wanted;
            clients.add(this);
            listener.connected(0);
        }

        @Override
        public void publish(int relay, String topic, String content) {
            for (Client client : clients) {
                if (client.topics.contains(topic)) {
                    client.listener.received(0, topic, content);
                }
            }
        }

        @Override
        public void retryNow() {
            retries.incrementAndGet();
        }

        @Override
        public List<RoomStatus.Relay> status() {
            return List.of(new RoomStatus.Relay("memory", RoomStatus.RelayState.CONNECTED, ""));
        }

        @Override
        public void close() {
            clients.remove(this);
        }
    }
}
