package io.genosdb.spring.boot.autoconfigure;

import io.genosdb.room.RoomFactory;
import io.genosdb.rtc.RtcOptions;
import io.genosdb.rtc.RtcRooms;
import io.genosdb.rtc.nostr.DefaultRelays;
import io.genosdb.rtc.transport.WebRtcOptions;
import io.genosdb.rtc.transport.WebRtcOptions.IceServer;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** From properties to rooms over WebRTC. What cannot be meant is refused by the name of its property. */
final class RtcRoomSource implements RoomSource {

    private static final Logger logger = LoggerFactory.getLogger(RtcRoomSource.class);

    private final RtcRooms rooms;
    private final boolean ownRelay;

    /**
     * From properties to rooms.
     *
     * @param rooms makes them
     * @param ownRelay whether the application is a relay, too
     */
    RtcRoomSource(RtcRooms rooms, boolean ownRelay) {
        this.rooms = rooms;
        this.ownRelay = ownRelay;
    }

    @Override
    public RoomFactory room(String prefix, GenosProperties.Database properties, boolean isGuarded) {
        RtcOptions options = options(prefix + "rtc.", properties, isGuarded);
        if (options.sync()
                && !isGuarded
                && options.password() == null
                && !properties.sync().hasSecret()) {
            logger.warn(
                    "{}rtc.sync is true for a room that is open to all: everybody who knows its name can read and write"
                            + " everything. Set {}rtc.password or {}sync.secret.",
                    prefix,
                    prefix,
                    prefix);
        }
        if (ownRelay && properties.rtc().relays().isEmpty()) {
            logger.warn(
                    "The application is a relay, and looks for the peers of its room at public ones. Set {}rtc.relays to the"
                            + " address of its own relay, or to others.",
                    prefix);
        }
        return rooms.factory(options);
    }

    static RtcOptions options(String prefix, GenosProperties.Database properties, boolean isGuarded) {
        GenosProperties.DatabaseRtc rtc = properties.rtc();
        List<URI> relays = rtc.relays().isEmpty() ? DefaultRelays.of(rtc.appId()) : rtc.relays();
        RtcOptions atRelays = check(prefix + "relays", shown(relays), () -> RtcOptions.of(relays));
        RtcOptions ofApp = check(prefix + "app-id", rtc.appId(), () -> atRelays.withAppId(rtc.appId()));
        RtcOptions named = check(prefix + "name", rtc.name(), () -> ofApp.withRoom(rtc.name()));
        String type = rtc.type() == null ? "" : rtc.type();
        RtcOptions typed = check(prefix + "type", type, () -> named.withType(type));
        String password = rtc.hasPassword() ? rtc.password() : null;
        return check(prefix + "password", "(blank)", () -> typed.withPassword(password))
                .withSync(isSynced(rtc, properties.sync(), isGuarded));
    }

    /** Not over a room that is open to all, unless that is asked for. */
    private static boolean isSynced(GenosProperties.DatabaseRtc rtc, GenosProperties.Sync sync, boolean isGuarded) {
        return sync.enabled() && (rtc.sync() == null ? isGuarded || rtc.hasPassword() || sync.hasSecret() : rtc.sync());
    }

    private static List<String> shown(List<URI> relays) {
        return relays.stream().map(SyncValidation::shown).toList();
    }

    /** What the connections of all databases have in common. */
    static WebRtcOptions webRtc(GenosProperties.Rtc rtc) {
        List<IceServer> servers = check(
                "genosdb.rtc.ice-servers",
                rtc.iceServers(),
                () -> rtc.iceServers().stream().map(RtcRoomSource::server).toList());
        return WebRtcOptions.DEFAULTS.withIceServers(servers).withPortRange(ports(rtc.portRange()));
    }

    private static IceServer server(GenosProperties.IceServer server) {
        return new IceServer(server.urls(), server.username(), server.credential());
    }

    private static WebRtcOptions.@Nullable PortRange ports(GenosProperties.PortRange range) {
        Integer min = range.min();
        Integer max = range.max();
        if (min == null && max == null) {
            return null;
        }
        if (min == null || max == null) {
            throw new InvalidConfigurationPropertyValueException(
                    "genosdb.rtc.port-range." + (min == null ? "min" : "max"),
                    null,
                    "A range of ports needs its other end, too.");
        }
        return check("genosdb.rtc.port-range.min", min, () -> new WebRtcOptions.PortRange(min, max));
    }

    private static <T> T check(String property, @Nullable Object value, Supplier<T> use) {
        try {
            return use.get();
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationPropertyValueException(property, value, String.valueOf(e.getMessage()));
        }
    }
}
