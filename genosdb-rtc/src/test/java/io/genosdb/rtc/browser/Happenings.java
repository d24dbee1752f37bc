package io.genosdb.rtc.browser;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What a member told and nobody waited for yet. Thread-safe. */
final class Happenings {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final List<Happening> open = new ArrayList<>();

    synchronized void add(Happening happening) {
        open.add(happening);
        notifyAll();
    }

    /** Waits for the first of a kind and takes it. */
    synchronized Happening await(String event, Predicate<Happening> which) {
        long deadline = System.nanoTime() + PATIENCE;
        while (true) {
            for (Iterator<Happening> all = open.iterator(); all.hasNext(); ) {
                Happening next = all.next();
                if (next.event().equals(event) && which.test(next)) {
                    all.remove();
                    return next;
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("No such " + event + "; what happened instead: " + open);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while waiting for " + event, e);
            }
        }
    }

    /** Takes all of a kind that there are now. */
    synchronized List<Happening> take(String event) {
        List<Happening> taken =
                open.stream().filter(next -> next.event().equals(event)).toList();
        open.removeAll(taken);
        return taken;
    }
}
