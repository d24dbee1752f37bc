package io.genosdb.sync;

/**
 * The sync of one replica with all its peers.
 *
 * @since 0.1
 */
@SuppressWarnings("DoNotCallSuggester")
public final class SyncEngine {

    /** Makes the engine. */
    public SyncEngine() {}

    /**
     * Begins a session over a link.
     *
     * @param link an open connection to some peer
     * @return what the transport talks to
     */
    public PeerConnection connect(Link link) {
        throw new UnsupportedOperationException();
    }

    /** Lets time pass: to be called every few milliseconds to tenths of a second. */
    public void tick() {
        throw new UnsupportedOperationException();
    }

    /**
     * How sync is doing.
     *
     * @return a snapshot
     */
    public SyncStatus status() {
        throw new UnsupportedOperationException();
    }

    /**
     * Adds a listener.
     *
     * @param listener hears what happens between this replica and its peers
     * @return removes the listener
     */
    public Registration listen(SyncListener listener) {
        throw new UnsupportedOperationException(listener.toString());
    }

    /** Removes a listener again. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
