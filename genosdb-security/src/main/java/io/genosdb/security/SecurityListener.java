package io.genosdb.security;

/**
 * Hears of {@linkplain SecurityEvent security events}, in order, on a thread of the database's own.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface SecurityListener {

    /**
     * Something changed.
     *
     * @param event what
     */
    void onEvent(SecurityEvent event);
}
