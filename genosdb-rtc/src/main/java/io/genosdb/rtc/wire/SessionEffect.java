package io.genosdb.rtc.wire;

import io.genosdb.room.Payload;
import io.genosdb.value.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done, or was found out, by a {@link RoomSession}.
 *
 * @since 0.1
 */
public sealed interface SessionEffect {

    /**
     * A message is to be sent, in the order of these effects and ahead of parts of {@link Transmission}s that wait. A peer can
     * cause them as fast as it sends: one that does not take them is to be disconnected.
     *
     * @param message all of it
     */
    @SuppressWarnings("ArrayRecordComponent") // Made once, sent once, compared by nobody.
    record Send(byte[] message) implements SessionEffect {}

    /**
     * The peer is in the room: messages go both ways from now on.
     *
     * @param hello what it declares to be; {@link PeerHello#NONE} for a page
     */
    record Active(PeerHello hello) implements SessionEffect {}

    /**
     * The peer, which is active, declares to be something else.
     *
     * @param hello what it is now
     */
    record HelloChanged(PeerHello hello) implements SessionEffect {}

    /**
     * The peer is not in the room any more, or this one is not: transmissions and pings to it end. Always after an
     * {@link Active}.
     *
     * @param reason why, for people
     * @param goodbye whether the peer said so itself
     */
    record Inactive(String reason, boolean goodbye) implements SessionEffect {}

    /**
     * The peer has answered a {@link RoomSession#ping}.
     *
     * @param id the ping
     * @param millis the time to the peer and back
     */
    record Pong(long id, long millis) implements SessionEffect {}

    /**
     * A message of a channel came, all of it.
     *
     * @param channel the channel's name
     * @param payload what it holds
     * @param metadata what was sent with it; {@code null} for nothing
     * @param bytes how long the payload was on its way
     */
    record Message(
            String channel, Payload payload, @Nullable JsonValue metadata, int bytes) implements SessionEffect {}

    /**
     * A part of a message of a channel came.
     *
     * @param channel the channel's name
     * @param fraction how much has come with it, above 0, to 1, as the peer says
     * @param metadata what was sent with it; {@code null} for nothing
     */
    record Progress(
            String channel, double fraction, @Nullable JsonValue metadata) implements SessionEffect {}

    /**
     * A frame of the sync protocol came.
     *
     * @param frame the frame
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on at once.
    record Sync(byte[] frame) implements SessionEffect {}

    /**
     * Something that came was dropped, and the session goes on.
     *
     * @param reason what was wrong with it, for people
     */
    record Refused(String reason) implements SessionEffect {}

    /** This peer has said goodbye, and all of that is among the effects before: the link may be closed once they are sent. */
    record Left() implements SessionEffect {}

    /**
     * The link is to be closed: the password is wrong, the peer gives no sign of life, or it has left for long. After an
     * {@link Inactive} where the peer was active; nothing comes after it but what {@link RoomSession#leave} asks for.
     *
     * @param reason why, for people
     * @param wrongPassword whether the passwords differ
     */
    record Failed(String reason, boolean wrongPassword) implements SessionEffect {}
}
