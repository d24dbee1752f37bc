package io.genosdb.sync;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.Slot;
import io.genosdb.sync.wire.Message;
import io.genosdb.sync.wire.Message.Purpose;
import io.genosdb.sync.wire.WireLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What one session is about to send. Control messages go first; then, as far as the peer's window is open, entries: those of
 * the op log behind the peer's cursor, in turn with those of a catch-up. Nothing but control messages is kept here in bytes:
 * entries are looked up when the transport can send, so what is asked for late comes in large batches.
 *
 * <p>Not thread-safe.
 */
final class Outbox {

    private static final int BATCH_ENTRIES = 1_024;

    /** More than an honest peer ever makes wait: some messages of reconciliation. */
    private static final long MOST_CONTROL_BYTES = 4 << 20;

    /** What a message takes in memory beside its content, about. */
    private static final int MESSAGE_BYTES = 64;

    private static final int ORIGIN_BYTES = 64;

    private static final int MOST_MARKS = 1_024;
    private static final long NOTHING = -1;

    /** Gives the entries of the full state, page by page; an empty page is the end. */
    interface Pages {
        List<Entry> next(int limit);
    }

    private final OpLog log;
    private final Predicate<OpLog.Item> forwarded;
    private final Predicate<Entry> permitted;
    private final UnaryOperator<List<Entry>> held;
    private final Deque<Message> control = new ArrayDeque<>();
    private long controlBytes;

    /** What is to be acknowledged: only the newest sum is of any interest. */
    private long acknowledgement = NOTHING;

    private final Deque<Entry> missing = new ArrayDeque<>();
    private final List<Message> afterMissing = new ArrayList<>(1);
    private @Nullable Pages pages;
    private boolean catchUpNext;

    /** Up to where the op log has been sent; -1 before anything may be. */
    private volatile long position = NOTHING;

    /** What is up to here in the op log is a delta; what comes behind was written during the session. */
    private long deltaEnd = NOTHING;

    private @Nullable Message farewell;
    private boolean overrun;

    /** Places in the op log, and the bytes that must be acknowledged for the peer to have everything up to there. */
    private final Deque<Mark> marks = new ArrayDeque<>();

    private boolean isMarking;
    private volatile long acknowledgedPosition = -1;
    private long window;
    private long sentBytes;
    private long acknowledgedBytes;

    private record Mark(long bytes, long position) {}

    /**
     * Makes an empty outbox.
     *
     * @param forwarded whether the peer does not have an entry by other ways
     * @param permitted whether the peer may have an entry at all, by what is known when it is sent
     * @param held which entries the state still has. What it has given up, an honest peer would not take either
     */
    Outbox(OpLog log, Predicate<OpLog.Item> forwarded, Predicate<Entry> permitted, UnaryOperator<List<Entry>> held) {
        this.log = log;
        this.forwarded = forwarded;
        this.permitted = permitted;
        this.held = held;
    }

    void control(Message message) {
        control.add(message);
        controlBytes += memory(message);
    }

    /** Tells the peer how many bytes of entries were taken in. */
    void acknowledgement(long bytes) {
        acknowledgement = bytes;
    }

    /** Whether so much waits that the peer can only be asking without listening. */
    boolean isOverfull() {
        return controlBytes > MOST_CONTROL_BYTES;
    }

    private static long memory(Message message) {
        if (message instanceof Message.Reconcile reconcile) {
            return MESSAGE_BYTES + (long) reconcile.payload().length;
        }
        if (message instanceof Message.Want want) {
            return MESSAGE_BYTES + (long) want.hashes().size() * Hash256.BYTES;
        }
        if (message instanceof Message.Neighbours neighbours) {
            return MESSAGE_BYTES + (long) neighbours.origins().size() * ORIGIN_BYTES;
        }
        return MESSAGE_BYTES;
    }

    private @Nullable Message poll() {
        Message message = control.poll();
        if (message != null) {
            controlBytes -= memory(message);
        }
        return message;
    }

    /** Drops everything but a last message, if there is one. */
    void last(@Nullable Message message) {
        drop();
        position = NOTHING;
        if (message != null) {
            control(message);
        }
    }

    /** Sends what was written here, as far as the peer's window is open, and then a last message. */
    void farewell(Message message) {
        drop();
        farewell = message;
    }

    private void drop() {
        control.clear();
        controlBytes = 0;
        acknowledgement = NOTHING;
        missing.clear();
        afterMissing.clear();
        pages = null;
    }

    /** From now on entries may be sent: those behind a position of the op log, and whatever is caught up with. */
    void open(long peersWindow, long from, long deltaEndsAt) {
        window = Math.min(peersWindow, SyncOptions.LARGEST_WINDOW);
        position = from;
        deltaEnd = deltaEndsAt;
        endDelta();
    }

    /** Entries that the peer lacks. What it judges the others by goes first. */
    void missing(List<Entry> entries) {
        for (Entry entry : entries) {
            if (entry.slot() instanceof Slot.Managed) {
                missing.addFirst(entry);
            } else {
                missing.add(entry);
            }
        }
    }

    /** How many entries that the peer lacks wait. */
    int missing() {
        return missing.size();
    }

    /** A message that says that all entries of a catch-up were sent: goes behind them. */
    void afterMissing(Message message) {
        if (missing.isEmpty()) {
            control(message);
        } else {
            afterMissing.add(message);
            controlBytes += memory(message);
        }
    }

    /** The full state, which is sent page by page. */
    void full(Pages state) {
        pages = state;
    }

    /** Up to where the op log was sent, or -1. May be read by any thread. */
    long position() {
        return position;
    }

    /** How many entries of the op log wait. */
    int queued() {
        return position < 0 ? 0 : log.countAfter(position);
    }

    /** Whether the peer was too slow for the op log since this was last asked. */
    boolean wasOverrun() {
        boolean was = overrun;
        overrun = false;
        return was;
    }

    /** Takes an acknowledgement; returns false where it makes no sense. */
    boolean acknowledge(long bytes) {
        if (bytes < acknowledgedBytes || bytes > sentBytes) {
            return false;
        }
        acknowledgedBytes = bytes;
        passMarks();
        return true;
    }

    /** Counts what was sent against the window. */
    void sent(int bytes) {
        sentBytes += bytes;
        mark();
    }

    /** The peer has, or was sent, everything up to the position: what it acknowledges from now on tells how far it is. */
    void caughtUp() {
        if (!isMarking) {
            isMarking = true;
            mark();
        }
    }

    /** The peer may lack something after all. */
    void notCaughtUp() {
        isMarking = false;
        marks.clear();
    }

    /** Notes up to where everything was sent. Not while a message is being made, which is not counted before it is there. */
    void mark() {
        if (isMarking) {
            Mark last = marks.peekLast();
            if (last != null && (last.bytes() == sentBytes || marks.size() == MOST_MARKS)) {
                marks.removeLast();
            }
            marks.add(new Mark(sentBytes, position));
            passMarks();
        }
    }

    private void passMarks() {
        for (Mark mark = marks.peek(); mark != null && mark.bytes() <= acknowledgedBytes; mark = marks.peek()) {
            acknowledgedPosition = Math.max(acknowledgedPosition, mark.position());
            marks.remove();
        }
    }

    /** Up to where the peer has acknowledged the op log, or -1. May be read by any thread. */
    long acknowledgedPosition() {
        return acknowledgedPosition;
    }

    boolean isEmpty() {
        return control.isEmpty()
                && farewell == null
                && acknowledgement == NOTHING
                && !(isOpen() && (log.end() > position || isCatchingUp()));
    }

    private boolean isOpen() {
        return position >= 0 && sentBytes - acknowledgedBytes < window;
    }

    /** Whether everything of a catch-up was sent. */
    boolean isCaughtUp() {
        return !isCatchingUp() && deltaEnd < 0;
    }

    private boolean isCatchingUp() {
        return pages != null || !missing.isEmpty();
    }

    /** The next message, or {@code null} where there is none, or the window is closed. */
    @Nullable
    Message next() {
        Message message = poll();
        if (message != null) {
            return message;
        }
        if (acknowledgement != NOTHING) {
            message = new Message.Ack(acknowledgement);
            acknowledgement = NOTHING;
            return message;
        }
        if (!isOpen()) {
            return takeFarewell();
        }
        catchUpNext = !catchUpNext;
        if (catchUpNext && isCatchingUp()) {
            return catchUp();
        }
        Message live = live();
        if (live != null) {
            return live;
        }
        return isCatchingUp() ? catchUp() : takeFarewell();
    }

    private @Nullable Message takeFarewell() {
        Message last = farewell;
        if (last != null) {
            farewell = null;
            position = NOTHING;
        }
        return last;
    }

    private @Nullable Message live() {
        while (log.end() > position) {
            boolean delta = position < deltaEnd;
            List<Entry> batch = new ArrayList<>();
            if (!fill(batch, delta ? deltaEnd : Long.MAX_VALUE)) {
                // Not the end of a delta: the peer is told that it lacks something.
                overrun = true;
                notCaughtUp();
                position = log.end();
                deltaEnd = NOTHING;
            }
            endDelta();
            if (delta && farewell == null) {
                batch = held.apply(batch);
            }
            if (!batch.isEmpty()) {
                return new Message.Entries(delta ? Purpose.DELTA : Purpose.LIVE, position, batch);
            }
        }
        return poll();
    }

    /** Collects what is behind the position, up to a limit, and moves on; false where the log no longer has it. */
    private boolean fill(List<Entry> batch, long limit) {
        OpLog.Slice slice = log.after(position, BATCH_ENTRIES);
        if (slice == null) {
            return false;
        }
        long bytes = 0;
        for (OpLog.Item item : slice.items()) {
            if (item.position() > limit) {
                break;
            }
            if (bytes > WireLimits.BATCH_BYTES) {
                return true;
            }
            if (forwarded.test(item) && permitted.test(item.entry())) {
                batch.add(item.entry());
                bytes += item.entry().size();
            }
            position = item.position();
        }
        position = Math.min(slice.cursor(), limit);
        return true;
    }

    private void endDelta() {
        if (position >= deltaEnd && deltaEnd >= 0) {
            control(new Message.End(Purpose.DELTA));
            deltaEnd = NOTHING;
        }
    }

    private @Nullable Message catchUp() {
        return missing.isEmpty() ? page() : missingBatch();
    }

    private @Nullable Message missingBatch() {
        List<Entry> batch = List.of();
        while (batch.isEmpty() && !missing.isEmpty()) {
            batch = held.apply(takeMissing());
        }
        if (missing.isEmpty()) {
            control.addAll(afterMissing);
            afterMissing.clear();
        }
        return batch.isEmpty() ? poll() : new Message.Entries(Purpose.RECONCILE, -1, batch);
    }

    private List<Entry> takeMissing() {
        var batch = new ArrayList<Entry>();
        long bytes = 0;
        while (!missing.isEmpty() && bytes <= WireLimits.BATCH_BYTES && batch.size() < BATCH_ENTRIES) {
            Entry entry = missing.remove();
            if (permitted.test(entry)) {
                batch.add(entry);
                bytes += entry.size();
            }
        }
        return batch;
    }

    private @Nullable Message page() {
        Pages state = pages;
        List<Entry> page = state == null ? List.of() : state.next(WireLimits.BATCH_BYTES);
        if (page.isEmpty()) {
            pages = null;
            control(new Message.End(Purpose.FULL));
            return poll();
        }
        return new Message.Entries(Purpose.FULL, -1, page);
    }
}
