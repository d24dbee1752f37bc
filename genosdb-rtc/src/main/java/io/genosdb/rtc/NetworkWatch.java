package io.genosdb.rtc;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that this host is on another network, or on one again: Java tells nobody, so the addresses are looked at now and then.
 * Thread-safe.
 */
final class NetworkWatch {

    /** How often to look. */
    static final long INTERVAL_MILLIS = 2_000;

    private static final Logger logger = LoggerFactory.getLogger(RtcRooms.class);

    private final Supplier<Set<String>> addresses;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private Set<String> known;

    NetworkWatch(Supplier<Set<String>> addresses) {
        this.addresses = addresses;
        this.known = addresses.get();
    }

    void add(Runnable listener) {
        listeners.add(listener);
    }

    void remove(Runnable listener) {
        listeners.remove(listener);
    }

    /** Tells the listeners if there are addresses that were not there before. */
    synchronized void look() {
        Set<String> now = addresses.get();
        boolean isNew = !known.containsAll(now);
        known = now;
        if (isNew) {
            listeners.forEach(Runnable::run);
        }
    }

    /** The addresses of this host, those of itself left out. */
    static Set<String> ofThisHost() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress())
                    .map(address -> String.valueOf(address.getHostAddress()))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (SocketException e) {
            logger.debug("This host does not tell its addresses", e);
            return Set.of();
        }
    }
}
