package io.genosdb.rtc.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual milliseconds, and what happens when. */
final class Timeline {

    /** Something that happens, unless it is called off. */
    static final class Appointment {
        private final long at;
        private final long number;
        private final Runnable action;
        private boolean off;

        private Appointment(long at, long number, Runnable action) {
            this.at = at;
            this.number = number;
            this.action = action;
        }

        void callOff() {
            off = true;
        }
    }

    private final PriorityQueue<Appointment> agenda =
            new PriorityQueue<>(Comparator.<Appointment>comparingLong(a -> a.at).thenComparingLong(a -> a.number));
    private long now = 1_000_000;
    private long numbers;

    long now() {
        return now;
    }

    Appointment after(long millis, Runnable action) {
        var appointment = new Appointment(now + Math.max(0, millis), numbers++, action);
        agenda.add(appointment);
        return appointment;
    }

    void run(long millis) {
        long end = now + millis;
        for (var next = agenda.peek(); next != null && next.at <= end; next = agenda.peek()) {
            agenda.remove(next);
            if (!next.off) {
                now = next.at;
                next.action.run();
            }
        }
        now = end;
    }
}
