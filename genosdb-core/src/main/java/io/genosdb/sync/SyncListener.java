package io.genosdb.sync;

/**
 * Hears what happens between this replica and its peers.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface SyncListener {

    /**
     * Called on a transport's thread, to be left quickly. An exception is logged and stops nothing.
     *
     * @param event what happened
     */
    void onEvent(SyncEvent event);
}
