package io.genosdb.spring.stomp;

import io.genosdb.live.Action;
import io.genosdb.live.ConflatingQueue;
import io.genosdb.live.MapEvent;
import io.genosdb.live.Subscription;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A live query of a session: what waits for the client. Guarded by the session's monitor. */
final class LiveSubscription {

    private final String id;
    private final String destination;
    private ConflatingQueue events = new ConflatingQueue();
    private final Queue<Frame> acknowledgements = new ArrayDeque<>(0);
    private @Nullable MapEvent held;
    private @Nullable Subscription source;
    private boolean open;
    private boolean overflown;
    private boolean queued;

    LiveSubscription(String id, String destination) {
        this.id = id;
        this.destination = destination;
    }

    String id() {
        return id;
    }

    String destination() {
        return destination;
    }

    /** Adds an event. Says whether it fits. */
    boolean offer(MapEvent event, int maxPending) {
        if (overflown) {
            return false;
        }
        events.offer(event);
        if (events.size() > maxPending) {
            overflown = true;
            discard();
        }
        return !overflown;
    }

    /** The initial result is complete: events may leave, and the acknowledgements behind the initial ones. */
    void open(Subscription live, Collection<Frame> acknowledging) {
        source = live;
        open = true;
        acknowledgements.addAll(acknowledging);
    }

    boolean isOpen() {
        return open;
    }

    boolean isOverflown() {
        return overflown;
    }

    /** Whether it takes part in the session's round robin; for the session. */
    boolean isQueued() {
        return queued;
    }

    void setQueued(boolean queued) {
        this.queued = queued;
    }

    int pending() {
        return events.size() + (held == null ? 0 : 1);
    }

    boolean hasFrames() {
        return open && (pending() > 0 || !acknowledgements.isEmpty());
    }

    /** The next frame; there is one. */
    Frame next() {
        MapEvent event = held == null ? events.poll() : held;
        held = null;
        if (!acknowledgements.isEmpty() && (event == null || event.action() != Action.INITIAL)) {
            held = event;
            return acknowledgements.remove();
        }
        if (event == null) {
            throw new IllegalStateException("nothing waits for subscription '" + id + "'");
        }
        return new Frame.Event(id, destination, event);
    }

    /** Lets go of what waits. Gives the live query, to be closed outside the monitor. */
    @Nullable
    Subscription end() {
        open = false;
        discard();
        return source;
    }

    private void discard() {
        events = new ConflatingQueue();
        held = null;
        acknowledgements.clear();
    }
}
