package io.genosdb.security;

import io.genosdb.ListenerRegistration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who hears of security events. Thread-safe. */
final class Listeners {

    private static final Logger logger = LoggerFactory.getLogger(Listeners.class);

    private final List<SecurityListener> all = new CopyOnWriteArrayList<>();

    ListenerRegistration add(SecurityListener listener) {
        all.add(listener);
        return () -> all.remove(listener);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    void tell(SecurityEvent event) {
        for (SecurityListener listener : all) {
            try {
                listener.onEvent(event);
            } catch (RuntimeException e) {
                logger.warn("a security listener failed; the others are told all the same", e);
            }
        }
    }
}
