package io.genosdb.spring.room;

import io.genosdb.room.PeerEvent;
import io.genosdb.room.RoomPeer;

/**
 * Something happened to a peer of a room, as {@code @EventListener} methods hear of it: in the order in which it happened, one
 * event after the other, on a thread of {@link GenosRooms}.
 *
 * @param database the name under which the application knows the database whose room it is
 * @param event what happened
 * @param peer to whom
 * @since 0.1
 */
public record RoomPeerEvent(String database, PeerEvent event, RoomPeer peer) {}
