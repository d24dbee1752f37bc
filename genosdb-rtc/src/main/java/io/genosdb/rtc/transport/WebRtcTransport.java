package io.genosdb.rtc.transport;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.onvoid.webrtc.PortAllocatorConfig;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceServer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections over WebRTC data channels, by webrtc-java. Thread-safe.
 *
 * <p>Two threads of its own, both daemons: one for all that native code may take its time with (making, describing, closing),
 * one that calls {@link PeerChannel.Events}. Native threads only copy and hand over.
 *
 * @since 0.1
 */
public final class WebRtcTransport implements PeerTransport {

    private static final Logger LOG = LoggerFactory.getLogger(WebRtcTransport.class);

    /** Factories alive at once; where connections hold on to more, those of the oldest are closed. */
    private static final int MAX_GENERATIONS = 4;

    /** All connections of a factory at once would be a storm of offers. */
    private static final Duration BETWEEN_REPLACEMENTS = Duration.ofMillis(20);

    /** Where files run out, native code aborts the process: some are left for others. */
    private static final double MOST_OPEN_FILES = 0.9;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration ABANDONED_CHECK = Duration.ofSeconds(2);

    private final WebRtcOptions options;
    private final ScheduledThreadPoolExecutor control;
    private final ExecutorService events;
    private volatile @Nullable Thread controlThread;
    private volatile @Nullable Thread eventsThread;
    private volatile String problem = "";
    private volatile boolean closed;
    private final CountDownLatch ended = new CountDownLatch(1);

    // By the control thread only, from here on: the oldest first, the last one for new connections.
    private final List<Generation> generations = new ArrayList<>();

    private WebRtcTransport(WebRtcOptions options) {
        this.options = options;
        this.control =
                new ScheduledThreadPoolExecutor(1, named("genosdb-webrtc-control", thread -> controlThread = thread));
        this.control.setRemoveOnCancelPolicy(true);
        this.control.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.events = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                named("genosdb-webrtc-events", thread -> eventsThread = thread));
    }

    /**
     * Opens the transport. Never fails: where WebRTC can't be used, {@link #problem} of what is returned says why, and how to
     * change that.
     *
     * @param options how connections are made
     * @return the transport
     */
    public static PeerTransport open(WebRtcOptions options) {
        String problem = NativeLibrary.problem();
        if (!problem.isEmpty()) {
            return new NoTransport(problem);
        }
        WebRtcTransport transport = new WebRtcTransport(options);
        // The first factory takes up to a second: now rather than with the first peer.
        transport.control(() -> Natives.quietly(transport::generation));
        transport.later(ABANDONED_CHECK, transport::closeIfAbandoned);
        return transport;
    }

    private void closeIfAbandoned() {
        if (AbandonedJvm.isAbandoned()) {
            close();
        } else {
            later(ABANDONED_CHECK, this::closeIfAbandoned);
        }
    }

    @Override
    public PeerChannel offer(PeerChannel.Events listener) {
        return begin(new WebRtcChannel(this, listener), null, listener);
    }

    @Override
    public PeerChannel answer(String description, PeerChannel.Events listener) {
        return begin(new WebRtcChannel(this, listener), description, listener);
    }

    private PeerChannel begin(WebRtcChannel channel, @Nullable String offer, PeerChannel.Events listener) {
        return control(() -> channel.begin(offer))
                ? channel
                : NoTransport.ClosedChannel.tell(listener, "The transport is closed");
    }

    @Override
    public String problem() {
        return problem;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            control(this::closeAll);
        }
        // A listener that closes the transport is not made to wait for itself.
        if (Thread.currentThread() != eventsThread && Thread.currentThread() != controlThread) {
            awaitEnd();
        }
    }

    private void awaitEnd() {
        try {
            if (!ended.await(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("WebRTC has not ended within {}; its threads may keep the JVM alive", CLOSE_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeAll() {
        for (Generation generation : List.copyOf(generations)) {
            generation.connections().forEach(channel -> channel.end("The transport was closed"));
            if (generations.remove(generation)) {
                generation.dispose();
            }
        }
        control.shutdown();
        events.shutdown();
        ended.countDown();
    }

    // What connections need. All by the control thread, but for the two ways to the threads.

    /** Has the control thread do something. */
    boolean control(Runnable task) {
        try {
            control.execute(() -> Natives.contained(task));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Has the control thread do something later. */
    void later(Duration delay, Runnable task) {
        try {
            var unused = control.schedule(() -> Natives.contained(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.trace("Closed meanwhile", e);
        }
    }

    /** Has the events thread do something, one after the other. */
    void event(Runnable task) {
        try {
            events.execute(() -> Natives.contained(task));
        } catch (RejectedExecutionException e) {
            LOG.trace("Closed meanwhile", e);
        }
    }

    /** The factory for a new connection. */
    Generation generation() {
        requireFiles();
        if (!generations.isEmpty() && !newest().isWorn()) {
            return newest();
        }
        if (generations.size() >= MAX_GENERATIONS) {
            wornOut(generations.get(0));
        }
        try {
            Generation made = new Generation(options.messagesBeforeWorn());
            generations.add(made);
            return made;
        } catch (RuntimeException | Error e) {
            problem = "WebRTC could not be started: " + e.getMessage();
            throw e;
        }
    }

    private void requireFiles() {
        problem = "";
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long open = system.getOpenFileDescriptorCount();
            long most = system.getMaxFileDescriptorCount();
            if (open > MOST_OPEN_FILES * most) {
                problem = "This process has " + open + " of at most " + most
                        + " files and sockets open; raise the limit (ulimit -n) or connect with fewer peers";
                throw new IllegalStateException(problem);
            }
        }
    }

    private Generation newest() {
        return generations.get(generations.size() - 1);
    }

    /** A factory has reached a limit. */
    void worn(Generation generation) {
        if (!generations.contains(generation)) {
            return;
        }
        if (generation.isWornOut()) {
            wornOut(generation);
            return;
        }
        LOG.debug("A WebRTC factory is worn; {} connections are to be replaced", generation.live.size());
        Duration turn = Duration.ZERO;
        for (WebRtcChannel channel : generation.connections()) {
            later(turn, channel::tellWorn);
            turn = turn.plus(BETWEEN_REPLACEMENTS);
        }
        disposeIfDone(generation);
    }

    private void wornOut(Generation generation) {
        generation.connections().forEach(channel -> channel.end("Not replaced in time; connect again"));
        disposeIfDone(generation);
    }

    /** A connection has ended, native parts included. */
    void left(Generation generation, WebRtcChannel channel) {
        if (generation.left(channel)) {
            worn(generation);
        }
        disposeIfDone(generation);
    }

    private void disposeIfDone(Generation generation) {
        if (generation.live.isEmpty() && generation.isWorn() && generations.remove(generation)) {
            generation.dispose();
        }
    }

    WebRtcOptions options() {
        return options;
    }

    RTCConfiguration configuration() {
        RTCConfiguration configuration = new RTCConfiguration();
        for (WebRtcOptions.IceServer server : options.iceServers()) {
            RTCIceServer one = new RTCIceServer();
            one.urls.addAll(server.urls());
            one.username = server.username();
            one.password = server.credential();
            configuration.iceServers.add(one);
        }
        // Sockets count where there are many peers. Whom only TCP would serve is served better by TURN, and a host that
        // has
        // link-local addresses only is on no network.
        PortAllocatorConfig sockets =
                new PortAllocatorConfig().setDisableTcp(true).setDisableLinkLocalNetworks(true);
        WebRtcOptions.PortRange ports = options.portRange();
        if (ports != null) {
            sockets.minPort = ports.min();
            sockets.maxPort = ports.max();
        }
        configuration.portAllocatorConfig = sockets;
        return configuration;
    }

    private static ThreadFactory named(String name, Consumer<Thread> made) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            made.accept(thread);
            return thread;
        };
    }
}
