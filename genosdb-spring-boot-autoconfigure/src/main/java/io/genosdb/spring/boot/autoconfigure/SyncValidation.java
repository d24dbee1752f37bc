package io.genosdb.spring.boot.autoconfigure;

import io.genosdb.sync.transport.WebSocketPeers;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Refuses properties of sync that cannot be meant, by their names and before anything is opened. Shows nothing secret. */
final class SyncValidation {

    private static final int LARGEST_OPLOG = 1 << 20;

    private final String prefix;

    private SyncValidation(String prefix) {
        this.prefix = prefix;
    }

    /**
     * Checks.
     *
     * @param key the name under which the application knows the database
     * @throws InvalidConfigurationPropertyValueException for the first value that cannot be used
     */
    static void check(String key, GenosProperties.Sync sync) {
        new SyncValidation(SharedDirectoryException.propertyPrefix(key) + "sync.").check(sync);
    }

    private void check(GenosProperties.Sync sync) {
        sync.peers().forEach(this::checkPeer);
        if (sync.secret() != null && !sync.secret().isEmpty() && sync.secret().isBlank()) {
            throw refused("secret", "(blank)", "The shared secret must not be blank.");
        }
        if (sync.oplogSize() < 1 || sync.oplogSize() > LARGEST_OPLOG) {
            throw refused("oplog-size", sync.oplogSize(), "The op log has 1 to " + LARGEST_OPLOG + " entries.");
        }
        checkPositive("verify-interval", sync.verifyInterval());
        GenosProperties.Server server = sync.server();
        if (server.maxConnections() < 1) {
            throw refused(
                    "server.max-connections",
                    server.maxConnections(),
                    "At least one replica can connect; server.enabled=false lets none.");
        }
        checkPositive("server.send-time", server.sendTime());
        String path = server.path();
        if (path != null && !path.matches("/[^*?{}\\s]+")) {
            throw refused("server.path", path, "A path begins with '/', names something and holds no pattern.");
        }
    }

    private void checkPeer(URI peer) {
        try {
            WebSocketPeers.check(peer);
        } catch (IllegalArgumentException e) {
            throw refused("peers", shown(peer), String.valueOf(e.getMessage()));
        }
    }

    private void checkPositive(String property, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw refused(property, duration, "It takes some time.");
        }
    }

    private InvalidConfigurationPropertyValueException refused(String property, Object value, String reason) {
        return new InvalidConfigurationPropertyValueException(prefix + property, value, reason);
    }

    /** An address without what may be secret in it. */
    static String shown(URI peer) {
        return WebSocketPeers.shown(peer.toString());
    }
}
