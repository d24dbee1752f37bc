package io.genosdb.spring.reactive;

import java.util.concurrent.Callable;

/**
 * Takes along what belongs to a thread, who acts on it for example, to the thread on which a write runs.
 *
 * @since 0.1
 */
public interface WriteContext {

    /** Takes nothing along. */
    WriteContext NONE = new WriteContext() {
        @Override
        public <T> Callable<T> capture(Callable<T> work) {
            return work;
        }
    };

    /**
     * Captures what belongs to the calling thread, which subscribes.
     *
     * @param <T> what the work returns
     * @param work a write
     * @return the same, to be run on another thread
     */
    <T> Callable<T> capture(Callable<T> work);
}
