package io.genosdb.spring.listener;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * What {@link GenosListener}s and {@link GenosChannelListener}s have in common, unless their annotation says otherwise. A bean of this type takes the place of
 * the defaults. To be configured before the context starts; thread-safe then.
 *
 * @since 0.1
 */
public final class GenosListenerContainerFactory {

    private static final int MAX_CONCURRENCY = 256;

    private @Nullable Executor taskExecutor;
    private boolean virtualThreads;
    private GenosListenerErrorHandler errorHandler = new LoggingErrorHandler();
    private GenosChannelListenerErrorHandler channelErrorHandler = new LoggingErrorHandler();
    private long maxPendingBytes = 64 << 20;
    private int concurrency = 1;
    private boolean autoStartup = true;
    private Duration shutdownTimeout = Duration.ofSeconds(10);

    /** Makes a factory with the defaults. */
    public GenosListenerContainerFactory() {}

    /**
     * Replaces the threads of the listeners, which by default are made for each listener, named after it, and daemons.
     *
     * @param taskExecutor keeps as many threads busy as the listeners have together, from start to stop; one with fewer
     *     leaves listeners waiting for ever
     */
    public void setTaskExecutor(Executor taskExecutor) {
        this.taskExecutor = taskExecutor;
    }

    /**
     * Lets listeners run in virtual threads, unless there is a {@linkplain #setTaskExecutor task executor}.
     *
     * @param virtualThreads true for virtual threads, which need Java 21
     */
    public void setVirtualThreads(boolean virtualThreads) {
        this.virtualThreads = virtualThreads;
    }

    /**
     * Replaces the error handler of {@link GenosListener}s, which by default logs.
     *
     * @param errorHandler is told what listeners throw
     */
    public void setErrorHandler(GenosListenerErrorHandler errorHandler) {
        this.errorHandler = errorHandler;
    }

    /**
     * Replaces the error handler of {@link GenosChannelListener}s, which by default logs.
     *
     * @param channelErrorHandler is told what listeners throw
     */
    public void setChannelErrorHandler(GenosChannelListenerErrorHandler channelErrorHandler) {
        this.channelErrorHandler = channelErrorHandler;
    }

    /**
     * Sets how much may wait for a {@link GenosChannelListener} that is slower than what comes, by default 64 MB. One message
     * may wait whatever its size.
     *
     * @param maxPendingBytes the size of messages, estimated, of all threads of a listener together; above 0
     */
    public void setMaxPendingBytes(long maxPendingBytes) {
        if (maxPendingBytes < 1) {
            throw new IllegalArgumentException(
                    "the size of what may wait for a listener is above 0, not " + maxPendingBytes);
        }
        this.maxPendingBytes = maxPendingBytes;
    }

    /**
     * Sets how many threads call the method of a listener, by default one.
     *
     * @param concurrency 1 to 256
     */
    public void setConcurrency(int concurrency) {
        this.concurrency = checkConcurrency(concurrency);
    }

    static int checkConcurrency(int concurrency) {
        if (concurrency < 1 || concurrency > MAX_CONCURRENCY) {
            throw new IllegalArgumentException(
                    "the concurrency of a listener is 1 to " + MAX_CONCURRENCY + ", not " + concurrency);
        }
        return concurrency;
    }

    /**
     * Sets whether listeners start with the context, which they do by default.
     *
     * @param autoStartup false for listeners that wait until the application starts them
     */
    public void setAutoStartup(boolean autoStartup) {
        this.autoStartup = autoStartup;
    }

    /**
     * Sets how long a stop waits for events that were taken before, by default ten seconds.
     *
     * @param shutdownTimeout not negative; events that are not begun by then are dropped
     */
    public void setShutdownTimeout(Duration shutdownTimeout) {
        if (shutdownTimeout.isNegative()) {
            throw new IllegalArgumentException("a timeout is not negative, as is " + shutdownTimeout);
        }
        this.shutdownTimeout = shutdownTimeout;
    }

    /** The settings, with those of an annotation before the common ones. */
    Settings settings(@Nullable Integer ownConcurrency, @Nullable Boolean ownAutoStartup) {
        return new Settings(
                taskExecutor,
                virtualThreads,
                errorHandler,
                channelErrorHandler,
                ownConcurrency == null ? concurrency : checkConcurrency(ownConcurrency),
                ownAutoStartup == null ? autoStartup : ownAutoStartup,
                shutdownTimeout,
                maxPendingBytes);
    }

    /** How one container works. */
    record Settings(
            @Nullable Executor taskExecutor,
            boolean virtualThreads,
            GenosListenerErrorHandler errorHandler,
            GenosChannelListenerErrorHandler channelErrorHandler,
            int concurrency,
            boolean autoStartup,
            Duration shutdownTimeout,
            long maxPendingBytes) {

        Settings withErrorHandler(GenosListenerErrorHandler own) {
            return new Settings(
                    taskExecutor,
                    virtualThreads,
                    own,
                    channelErrorHandler,
                    concurrency,
                    autoStartup,
                    shutdownTimeout,
                    maxPendingBytes);
        }

        Settings withChannelErrorHandler(GenosChannelListenerErrorHandler own) {
            return new Settings(
                    taskExecutor,
                    virtualThreads,
                    errorHandler,
                    own,
                    concurrency,
                    autoStartup,
                    shutdownTimeout,
                    maxPendingBytes);
        }

        Executor executor(String listenerId) {
            if (taskExecutor != null) {
                return taskExecutor;
            }
            var executor = new SimpleAsyncTaskExecutor("genos-listener-" + listenerId + "-");
            executor.setDaemon(true);
            executor.setVirtualThreads(virtualThreads);
            return executor;
        }
    }
}
