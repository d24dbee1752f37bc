package io.genosdb.spring.listener;

import io.genosdb.room.ChannelMessage;
import io.genosdb.room.Payload;
import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Messages that wait, up to a size. One that finds nothing before it always fits. */
final class BoundedQueue implements LaneQueue<ChannelMessage> {

    /** About what a message and what it is made of take besides characters and bytes. */
    private static final int OVERHEAD = 256;

    private static final int VALUE_OVERHEAD = 32;

    private final Deque<ChannelMessage> messages = new ArrayDeque<>();
    private final long capacity;
    private long bytes;

    BoundedQueue(long capacity) {
        this.capacity = capacity;
    }

    @Override
    public boolean offer(ChannelMessage message) {
        long size = size(message);
        if (!messages.isEmpty() && bytes + size > capacity) {
            return false;
        }
        messages.add(message);
        bytes += size;
        return true;
    }

    @Override
    public @Nullable ChannelMessage poll() {
        ChannelMessage message = messages.poll();
        if (message != null) {
            bytes -= size(message);
        }
        return message;
    }

    @Override
    public int size() {
        return messages.size();
    }

    private static long size(ChannelMessage message) {
        JsonValue metadata = message.metadata();
        return OVERHEAD + size(message.payload()) + (metadata == null ? 0 : size(metadata));
    }

    private static long size(Payload payload) {
        if (payload instanceof Payload.Binary binary) {
            return binary.bytes().length;
        }
        return payload instanceof Payload.Text text
                ? 2L * text.text().length()
                : size(((Payload.Json) payload).value());
    }

    private static long size(JsonValue value) {
        long size = VALUE_OVERHEAD;
        if (value instanceof JsonString string) {
            size += 2L * string.value().length();
        } else if (value instanceof JsonArray array) {
            for (JsonValue element : array) {
                size += size(element);
            }
        } else if (value instanceof JsonObject object) {
            long[] members = {0};
            object.forEach((name, member) -> members[0] += VALUE_OVERHEAD + 2L * name.length() + size(member));
            size += members[0];
        }
        return size;
    }
}
