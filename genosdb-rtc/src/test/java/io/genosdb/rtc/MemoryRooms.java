package io.genosdb.rtc;

import io.genosdb.room.Room;
import io.genosdb.room.RoomFactory;
import io.genosdb.rtc.signal.RoomIdentity;
import io.genosdb.rtc.wire.PeerHello;
import io.genosdb.sync.transport.TransportThreads;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;

/** Rooms of one JVM without a network, all else being real. */
final class MemoryRooms implements AutoCloseable {

    private final MemoryTransport.Ether ether = new MemoryTransport.Ether();
    private final MemoryRelays relays = new MemoryRelays();
    private final TransportThreads threads = new TransportThreads("memory-rooms");
    private final SecureRandom random = new SecureRandom();

    RoomFactory factory(String password, PeerHello hello) {
        return (database, sync) -> {
            var loop = new RoomLoop("room-" + database, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
            var transport = new MemoryTransport(ether);
            var setting = new RtcRoom.Setting() {
                @Override
                public RoomIdentity newIdentity() {
                    return new RoomIdentity("test", "room", password, RoomIdentity.randomPeerId(random));
                }

                @Override
                public Mesh begin(RoomIdentity identity, Mesh.Observer observer, RoomTraffic traffic) {
                    return new Mesh(new Mesh.Surroundings(
                            identity,
                            hello,
                            transport,
                            relays,
                            sync,
                            loop,
                            threads.workers(),
                            random,
                            observer,
                            traffic));
                }

                @Override
                public String problem() {
                    return "";
                }

                @Override
                public void release() {}
            };
            Room room = new RtcRoom("room", hello.type(), loop, setting, threads.workers());
            room.join();
            return room;
        };
    }

    @Override
    public void close() {
        threads.close();
    }
}
