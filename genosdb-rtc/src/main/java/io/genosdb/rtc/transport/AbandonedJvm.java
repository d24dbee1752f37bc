package io.genosdb.rtc.transport;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Stream;

/**
 * Whether the JVM would have ended by itself, were it not for WebRTC: the native threads that call Java are no daemons, and can't
 * be made any. A program that forgets to close its database ends all the same.
 */
final class AbandonedJvm {

    /** The thread that waits for the others, once the last line of main has been run. */
    private static final String WAITING_FOR_THE_END = "DestroyJavaVM";

    private static final Set<Thread> NATIVE =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    // So that a native thread is noted once, and not with every message.
    private static final ThreadLocal<Boolean> NOTED = ThreadLocal.withInitial(() -> NATIVE.add(Thread.currentThread()));

    private AbandonedJvm() {}

    /** A native thread calls. By that thread. */
    static void calledByNative() {
        var unused = NOTED.get();
    }

    static boolean isAbandoned() {
        boolean waiting = false;
        for (Thread thread : threads().toList()) {
            if (thread.getName().equals(WAITING_FOR_THE_END)) {
                waiting = true;
            } else if (!thread.isDaemon() && !NATIVE.contains(thread)) {
                return false;
            }
        }
        return waiting;
    }

    private static Stream<Thread> threads() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        // Twice as many as estimated: some may start meanwhile.
        Thread[] threads = new Thread[2 * group.activeCount() + 16];
        return Stream.of(threads).limit(group.enumerate(threads));
    }
}
