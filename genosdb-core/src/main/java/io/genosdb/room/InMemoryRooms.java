package io.genosdb.room;

import io.genosdb.sync.SyncEngine;
import io.genosdb.sync.transport.InMemoryLinks;
import io.genosdb.sync.transport.TransportThreads;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Rooms within one JVM, without a network: databases of one name that are opened with the same object, or with what
 * {@link #as} gives, are in one room and sync. For tests of applications, and for several replicas in one process.
 *
 * <pre>{@code
 * var rooms = new InMemoryRooms();
 * var here = GenosDatabase.builder("shop").room(rooms).open();
 * var there = GenosDatabase.builder("shop").room(rooms.as("superpeer")).open();
 * }</pre>
 *
 * <p>Everything that is sent arrives, in order. Thread-safe.
 *
 * @since 0.1
 */
public final class InMemoryRooms implements RoomFactory {

    private final Executor executor;
    private final InMemoryLinks links;
    private final Map<String, InMemoryRoom.Place> places = new HashMap<>();

    /** Rooms with daemon threads of their own, which end when there is nothing to do. */
    public InMemoryRooms() {
        this(new TransportThreads("genosdb-rooms").workers());
    }

    /**
     * Rooms that share an executor.
     *
     * @param executor calls listeners and hands frames of the sync over, and must not do so on the thread that asks for it
     */
    public InMemoryRooms(Executor executor) {
        this.executor = executor;
        this.links = new InMemoryLinks(executor);
    }

    /**
     * The same rooms, for another type of peer.
     *
     * @param type what the peers declare to be
     * @return makes rooms that meet those of this object
     */
    public RoomFactory as(String type) {
        return (database, sync) -> open(database, sync, type);
    }

    @Override
    public Room open(String database, SyncEngine sync) {
        return open(database, sync, "");
    }

    private Room open(String database, SyncEngine sync, String type) {
        var room = new InMemoryRoom(place(database), type, sync, links, executor);
        room.join();
        return room;
    }

    private synchronized InMemoryRoom.Place place(String name) {
        return places.computeIfAbsent(name, InMemoryRoom.Place::new);
    }
}
