package io.genosdb.rtc;

import io.genosdb.room.Room;
import java.util.Collection;

/** A listener, until it is taken away: the same one may be registered several times. Thread-safe. */
final class Registered<T> implements Room.Registration {

    private final T listener;
    private final Collection<Registered<T>> all;
    private volatile boolean closed;

    /** Does not add itself. */
    Registered(T listener, Collection<Registered<T>> all) {
        this.listener = listener;
        this.all = all;
    }

    T listener() {
        return listener;
    }

    /** Whether it is to hear of anything. */
    boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() {
        closed = true;
        all.remove(this);
    }
}
