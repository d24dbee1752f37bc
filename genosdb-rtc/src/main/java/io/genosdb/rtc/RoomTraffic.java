package io.genosdb.rtc;

import io.genosdb.room.RoomStatus;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what goes over a room, in all its stays. Thread-safe. */
final class RoomTraffic {

    private final AtomicLong messagesIn = new AtomicLong();
    private final AtomicLong messagesOut = new AtomicLong();
    private final AtomicLong bytesIn = new AtomicLong();
    private final AtomicLong bytesOut = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    void messageIn() {
        messagesIn.incrementAndGet();
    }

    void messageOut() {
        messagesOut.incrementAndGet();
    }

    void bytesIn(int bytes) {
        bytesIn.addAndGet(bytes);
    }

    void bytesOut(int bytes) {
        bytesOut.addAndGet(bytes);
    }

    /** How many were dropped, this one included. */
    long dropped() {
        return dropped.incrementAndGet();
    }

    RoomStatus.Traffic status() {
        return new RoomStatus.Traffic(
                messagesIn.get(), messagesOut.get(), bytesIn.get(), bytesOut.get(), dropped.get());
    }
}
