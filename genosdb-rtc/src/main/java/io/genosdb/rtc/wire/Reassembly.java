package io.genosdb.rtc.wire;

import io.genosdb.room.Payload;
import io.genosdb.value.InvalidValueException;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the parts of one peer's messages together. Nothing on the wire says where a message begins, and numbers come again: a part
 * that cannot be the next one of what is open under its number begins something new, and what was dropped is remembered until its
 * last part, so that no tail passes for a message.
 */
final class Reassembly {

    /** What a kept part costs beside its bytes: the array's header, and the place in the list. */
    private static final int PART_COST = 32;

    /** How much larger JSON is as objects. */
    private static final int JSON_COST = 32;

    private static final int MAX_DROPPED = 1024;

    private record Key(String channel, int nonce) {}

    private static final class Open {
        private final List<byte[]> parts = new ArrayList<>();
        private @Nullable JsonValue metadata;
        private int count;
        private int progress;
        private long bytes;
        private long held;
        private long touched;
    }

    private final SessionLimits limits;
    private final ReassemblyBudget budget;
    private final Consumer<SessionEffect> effects;

    // In order of the last access, the oldest first.
    private final Map<Key, Open> open = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Key, Integer> dropped = new LinkedHashMap<>();
    private long held;

    Reassembly(SessionLimits limits, ReassemblyBudget budget, Consumer<SessionEffect> effects) {
        this.limits = limits;
        this.budget = budget;
        this.effects = effects;
    }

    long held() {
        return held;
    }

    /** Takes the part that follows the header in the message. */
    void take(ActionHeader header, byte[] message, long now) {
        var key = new Key(header.type(), header.nonce());
        if (isOfDropped(key, header)) {
            return;
        }
        Open part = open.get(key);
        if (part != null && (header.is(ActionHeader.METADATA) || header.progress() < part.progress)) {
            release(key, part);
            refuse(header.type(), "another message began under the number of one that had not ended");
            part = null;
        }
        if (part == null) {
            part = new Open();
            if (open.size() >= limits.maxOpenMessages()) {
                dropOldest("more than " + limits.maxOpenMessages() + " messages are on their way at once");
            }
            open.put(key, part);
        }
        if (add(key, part, header, message, now)) {
            progressed(key, part, header);
            if (header.is(ActionHeader.LAST)) {
                release(key, part);
                complete(key, part, header);
            }
        }
    }

    private boolean isOfDropped(Key key, ActionHeader header) {
        Integer reached = dropped.remove(key);
        if (reached == null || header.is(ActionHeader.METADATA) || header.progress() < reached) {
            return false;
        }
        if (!header.is(ActionHeader.LAST)) {
            dropped.put(key, header.progress());
        }
        return true;
    }

    private boolean add(Key key, Open target, ActionHeader header, byte[] message, long now) {
        if (header.is(ActionHeader.LAST) && !isPlausibleEnd(target)) {
            drop(key, header, "parts of it are missing");
            return false;
        }
        int length = message.length - MessageEncoder.SYNC_OVERHEAD;
        long cost;
        if (header.is(ActionHeader.METADATA)) {
            try {
                target.metadata = JsonText.parse(message, MessageEncoder.SYNC_OVERHEAD);
            } catch (InvalidValueException e) {
                drop(key, header, "its metadata is no usable JSON: " + e.getMessage());
                return false;
            }
            cost = (long) JSON_COST * length;
        } else if (target.bytes + length > limits.maxMessageBytes()) {
            drop(key, header, "it is larger than " + limits.maxMessageBytes() + " bytes");
            return false;
        } else {
            target.parts.add(message);
            target.bytes += length;
            cost = message.length + (long) PART_COST;
        }
        target.count++;
        target.progress = header.progress();
        target.touched = now;
        return header.is(ActionHeader.LAST) || hold(key, target, cost);
    }

    /** How far a message was says how many parts it has: the one before the last said n of n + 1, give or take rounding. */
    private static boolean isPlausibleEnd(Open target) {
        return target.count == 0
                || Math.abs(target.progress - OutgoingMessage.progress(target.count - 1, target.count + 1)) <= 1;
    }

    private boolean hold(Key key, Open target, long cost) {
        target.held += cost;
        held += cost;
        budget.take(this, cost);
        while (held > limits.maxHeldBytes()) {
            dropOldest("the peer holds too much in unfinished messages");
        }
        return open.get(key) == target;
    }

    private void progressed(Key key, Open target, ActionHeader header) {
        if (header.progress() > 0) {
            effects.accept(new SessionEffect.Progress(key.channel(), header.progress() / 255.0, target.metadata));
        }
    }

    private void complete(Key key, Open target, ActionHeader header) {
        byte[] body = join(target);
        Payload payload;
        if (header.is(ActionHeader.BINARY)) {
            payload = new Payload.Binary(body);
        } else if (!header.is(ActionHeader.JSON)) {
            payload = new Payload.Text(WireText.decode(body, 0, body.length));
        } else {
            try {
                payload = new Payload.Json(JsonText.parse(body, 0));
            } catch (InvalidValueException e) {
                refuse(key.channel(), "it is no usable JSON: " + e.getMessage());
                return;
            }
        }
        effects.accept(new SessionEffect.Message(key.channel(), payload, target.metadata, body.length));
    }

    private static byte[] join(Open target) {
        var body = new byte[Math.toIntExact(target.bytes)];
        int at = 0;
        for (byte[] part : target.parts) {
            int length = part.length - MessageEncoder.SYNC_OVERHEAD;
            System.arraycopy(part, MessageEncoder.SYNC_OVERHEAD, body, at, length);
            at += length;
        }
        return body;
    }

    /** Drops the message that was touched least recently, if there is one. */
    void dropOldest(String reason) {
        var oldest = open.entrySet().iterator();
        if (oldest.hasNext()) {
            var entry = oldest.next();
            forget(entry.getKey(), entry.getValue(), reason);
        }
    }

    private void drop(Key key, ActionHeader header, String reason) {
        Open target = open.get(key);
        if (target == null) {
            return;
        }
        if (header.is(ActionHeader.LAST)) {
            release(key, target);
            refuse(key.channel(), reason);
        } else {
            target.progress = header.progress();
            forget(key, target, reason);
        }
    }

    private void forget(Key key, Open target, String reason) {
        release(key, target);
        if (dropped.size() >= MAX_DROPPED) {
            dropped.remove(dropped.keySet().iterator().next());
        }
        dropped.put(key, target.progress);
        refuse(key.channel(), reason);
    }

    private void release(Key key, Open target) {
        open.remove(key);
        held -= target.held;
        budget.giveBack(this, target.held);
    }

    private void refuse(String channel, String reason) {
        effects.accept(new SessionEffect.Refused("a message of the channel '" + channel + "' was dropped: " + reason));
    }

    /** Drops what has stalled. */
    void tick(long now) {
        while (nextTick() <= now) {
            dropOldest("no part of it came for " + limits.stalled().toSeconds() + " s");
        }
    }

    long nextTick() {
        var oldest = open.values().iterator();
        return oldest.hasNext() ? oldest.next().touched + limits.stalled().toMillis() : Long.MAX_VALUE;
    }

    /** Forgets everything. */
    void clear() {
        open.clear();
        dropped.clear();
        long all = held;
        held = 0;
        budget.giveBack(this, all);
    }
}
