package io.genosdb.rtc;

import io.genosdb.room.Room;
import io.genosdb.room.RoomFactory;
import io.genosdb.rtc.signal.RoomIdentity;
import io.genosdb.rtc.wire.PeerHello;
import io.genosdb.sync.transport.TransportThreads;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Rooms of one JVM without a network, all else being real. */
final class MemoryRooms implements AutoCloseable {

    private final MemoryTransport.Ether ether = new MemoryTransport.Ether();
    private final MemoryRelays relays = new MemoryRelays();
    private final TransportThreads threads = new TransportThreads("memory-rooms");
    private final SecureRandom random = new SecureRandom();
    private final List<Mesh> stays = new CopyOnWriteArrayList<>();
    private final List<MemoryTransport> transports = new CopyOnWriteArrayList<>();
    private final AtomicLong skipped = new AtomicLong();

    MemoryTransport.Ether ether() {
        return ether;
    }

    MemoryRelays relays() {
        return relays;
    }

    /** All stays in rooms, ended ones too, in their order. */
    List<Mesh> stays() {
        return stays;
    }

    /** That of each room, in their order. */
    List<MemoryTransport> transports() {
        return transports;
    }

    /** It is later all at once. */
    void skip(Duration time) {
        skipped.addAndGet(time.toMillis());
    }

    long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime()) + skipped.get();
    }

    static RoomIdentity identity(String password, String self) {
        return new RoomIdentity("test", "room", password, self);
    }

    RoomFactory factory(String password, PeerHello hello) {
        return (database, sync) -> {
            var loop = new RoomLoop("room-" + database, this::now);
            var transport = new MemoryTransport(ether);
            transports.add(transport);
            var setting = new RtcRoom.Setting() {
                @Override
                public RoomIdentity newIdentity() {
                    return identity(password, RoomIdentity.randomPeerId(random));
                }

                @Override
                public Mesh begin(RoomIdentity identity, Mesh.Observer observer, RoomTraffic traffic) {
                    var stay = new Mesh(new Mesh.Surroundings(
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
                    stays.add(stay);
                    return stay;
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
