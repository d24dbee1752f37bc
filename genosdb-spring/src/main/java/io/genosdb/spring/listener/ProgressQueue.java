package io.genosdb.spring.listener;

import io.genosdb.value.JsonValue;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Progress that waits: of each message the latest, and its end, which is told all the same when another one begins. */
final class ProgressQueue implements LaneQueue<ChannelProgress> {

    private static final int MOST = 1_000;

    private final Map<Message, ChannelProgress> waiting = new LinkedHashMap<>();

    /** Messages of one peer with equal metadata count as one. */
    private record Message(String peer, @Nullable JsonValue metadata, boolean complete) {}

    @Override
    public boolean offer(ChannelProgress progress) {
        boolean isComplete = progress.fraction() >= 1;
        var message = new Message(progress.peer(), progress.metadata(), isComplete);
        if (waiting.size() >= MOST && !waiting.containsKey(message)) {
            return false;
        }
        if (isComplete) {
            waiting.remove(new Message(progress.peer(), progress.metadata(), false));
        }
        waiting.put(message, progress);
        return true;
    }

    @Override
    public @Nullable ChannelProgress poll() {
        Iterator<ChannelProgress> first = waiting.values().iterator();
        if (!first.hasNext()) {
            return null;
        }
        ChannelProgress progress = first.next();
        first.remove();
        return progress;
    }

    @Override
    public int size() {
        return waiting.size();
    }
}
