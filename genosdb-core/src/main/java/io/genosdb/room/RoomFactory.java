package io.genosdb.room;

import io.genosdb.sync.SyncEngine;

/**
 * Makes the room of a database, for a {@code DatabaseBuilder}.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface RoomFactory {

    /**
     * Makes the room and begins to join it. Does not wait for the network, and fails only for what is configured wrongly: a room
     * whose transport cannot be had is made all the same, and its {@link Room#status()} says why it stays empty.
     *
     * @param database the database's name
     * @param sync is given a link to each peer that syncs
     * @return the room, which the database closes
     * @throws IllegalArgumentException if the configuration is unusable, which the message explains
     */
    Room open(String database, SyncEngine sync);
}
