package io.genosdb.room;

/**
 * A peer of a room.
 *
 * @param id how it is called here: 1 to 64 characters
 * @param type what it declares to be, for example {@code superpeer}; empty where it declares nothing, as pages don't, or where
 *     that is not known yet
 * @param syncs whether it is a replica of this database that syncs over the room
 * @since 0.1
 */
public record RoomPeer(String id, String type, boolean syncs) {}
