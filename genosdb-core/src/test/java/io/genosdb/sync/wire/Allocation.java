package io.genosdb.sync.wire;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How much memory something takes, in bytes that this thread allocates: what a stranger's message can make it cost. */
final class Allocation {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    @FunctionalInterface
    interface Action {
        void run() throws MalformedMessageException;
    }

    /** The bytes, whether the action ends well or with the one exception that it may end with. */
    static long of(Action action) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            action.run();
        } catch (MalformedMessageException e) {
            if (e.getMessage() == null || e.getMessage().isBlank()) {
                throw new AssertionError("a refusal that says nothing", e);
            }
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
