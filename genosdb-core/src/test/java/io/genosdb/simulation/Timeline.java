package io.genosdb.simulation;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/** Virtual time: runs what is due, one after the other, on the thread of the test. What is due at once runs in the order it was planned. */
final class Timeline {

    private record Event(long at, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
        }
    }

    private static final int MOST_AT_ONCE = 1_000_000;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long micros;
    private long planned;
    private long skippedMillis;
    private int atOnce;

    /** Microseconds since the simulation began. */
    long micros() {
        return micros;
    }

    long nanos() {
        return TimeUnit.MICROSECONDS.toNanos(micros);
    }

    /** Milliseconds of the true wall clock since the simulation began. */
    long wallMillis() {
        return TimeUnit.MICROSECONDS.toMillis(micros) + skippedMillis;
    }

    /** Turns all wall clocks on, while hardly any time passes. */
    void skip(Duration time) {
        skippedMillis += time.toMillis();
    }

    Duration now() {
        return Duration.ofNanos(nanos());
    }

    void after(long delayMicros, Runnable action) {
        events.add(new Event(micros + Math.max(0, delayMicros), planned++, action));
    }

    void after(Duration delay, Runnable action) {
        after(TimeUnit.NANOSECONDS.toMicros(delay.toNanos()), action);
    }

    /** Lets time pass. */
    void run(Duration time) {
        long end = micros + TimeUnit.NANOSECONDS.toMicros(time.toNanos());
        while (!events.isEmpty() && events.peek().at() <= end) {
            Event event = events.remove();
            atOnce = event.at() == micros ? atOnce + 1 : 0;
            if (atOnce > MOST_AT_ONCE) {
                throw new AssertionError("time stands still: something is planned again and again, at once");
            }
            micros = event.at();
            event.action().run();
        }
        micros = end;
    }
}
