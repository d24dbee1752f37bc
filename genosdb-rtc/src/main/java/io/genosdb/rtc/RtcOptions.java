package io.genosdb.rtc;

import io.genosdb.rtc.nostr.Relays;
import io.genosdb.sync.transport.WebSocketPeers;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which room to meet in, and where its peers are looked for.
 *
 * @param appId the application's name, which keeps its rooms apart from those of others; peers share it
 * @param room the room's name, which peers share; {@code null} for the database's name
 * @param password what peers share and prove to each other; {@code null} for a room open to all. Never shown
 * @param type what this peer declares to be to others, at most 64 characters; empty for nothing
 * @param relays the addresses of the Nostr relays, each used on its own
 * @param sync whether peers that are replicas of the same database sync over the room
 * @since 0.1
 */
public record RtcOptions(
        String appId, @Nullable String room, @Nullable String password, String type, List<URI> relays, boolean sync) {

    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_TYPE = 64;
    private static final int MOST_RELAYS = 32;

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if one is unusable, which the message explains
     */
    public RtcOptions {
        if (appId.isBlank() || appId.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("the application of a room has a name of 1 to 256 characters");
        }
        if (room != null && (room.isBlank() || room.length() > LONGEST_NAME)) {
            throw new IllegalArgumentException("a room's name has 1 to 256 characters");
        }
        if (password != null && password.isBlank()) {
            throw new IllegalArgumentException(
                    "the password of a room must not be blank; leave it out for an open room");
        }
        if (type.length() > LONGEST_TYPE || type.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "the type of a peer has at most 64 characters, none of them a control character");
        }
        relays = List.copyOf(relays);
        if (relays.isEmpty() || relays.size() > MOST_RELAYS) {
            throw new IllegalArgumentException("peers are looked for at 1 to 32 relays, not at " + relays.size());
        }
        relays.forEach(Relays::check);
    }

    /**
     * An open room of the application {@code genosdb} with the database's name, at some relays.
     *
     * @param relays their addresses
     * @return the options
     */
    public static RtcOptions of(List<URI> relays) {
        return new RtcOptions("genosdb", null, null, "", relays, true);
    }

    /**
     * The same for another application.
     *
     * @param name the application's name
     * @return new options
     */
    public RtcOptions withAppId(String name) {
        return new RtcOptions(name, room, password, type, relays, sync);
    }

    /**
     * The same for another room.
     *
     * @param name the room's name; {@code null} for the database's
     * @return new options
     */
    public RtcOptions withRoom(@Nullable String name) {
        return new RtcOptions(appId, name, password, type, relays, sync);
    }

    /**
     * The same with a password.
     *
     * @param shared what peers share; {@code null} for a room open to all
     * @return new options
     */
    public RtcOptions withPassword(@Nullable String shared) {
        return new RtcOptions(appId, room, shared, type, relays, sync);
    }

    /**
     * The same as another type of peer.
     *
     * @param declared what this peer declares to be
     * @return new options
     */
    public RtcOptions withType(String declared) {
        return new RtcOptions(appId, room, password, declared, relays, sync);
    }

    /**
     * The same with or without sync over the room.
     *
     * @param enabled whether replicas sync over it
     * @return new options
     */
    public RtcOptions withSync(boolean enabled) {
        return new RtcOptions(appId, room, password, type, relays, enabled);
    }

    /** Without the password, and what may be secret in addresses. */
    @Override
    public String toString() {
        return "RtcOptions[appId=" + appId + ", room=" + room + ", type=" + type + ", relays="
                + relays.stream().map(URI::toString).map(WebSocketPeers::shown).toList() + ", sync="
                + sync + ", password " + (password == null ? "not set" : "set") + "]";
    }
}
