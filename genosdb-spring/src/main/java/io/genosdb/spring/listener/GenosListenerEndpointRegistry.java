package io.genosdb.spring.listener;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * All {@link GenosListener}s and {@link GenosChannelListener}s of a context. Starts them when every bean is there, before the web server takes its first
 * request, and stops them after the web server has answered its last, so that they hear of all that requests change;
 * databases are closed later. Thread-safe.
 *
 * @since 0.1
 */
public final class GenosListenerEndpointRegistry implements SmartLifecycle, DisposableBean {

    /** The name of the bean. */
    public static final String BEAN_NAME = "io.genosdb.spring.listener.internalGenosListenerEndpointRegistry";

    /** The phase by default: below that of Boot's web server, which is 2048 below the default of Spring. */
    public static final int DEFAULT_PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

    private final Map<String, GenosListenerContainer> containers = new LinkedHashMap<>();
    private int phase = DEFAULT_PHASE;
    private volatile boolean running;

    /** Makes a registry without listeners. */
    public GenosListenerEndpointRegistry() {}

    /**
     * The listener with an identifier.
     *
     * @param id the identifier
     * @return the listener, or {@code null} where there is none
     */
    public @Nullable GenosListenerContainer getListenerContainer(String id) {
        synchronized (containers) {
            return containers.get(id);
        }
    }

    /**
     * The identifiers of all listeners.
     *
     * @return a snapshot, in the order in which they were found
     */
    public Set<String> getListenerContainerIds() {
        synchronized (containers) {
            return Collections.unmodifiableSet(new LinkedHashSet<>(containers.keySet()));
        }
    }

    /**
     * All listeners.
     *
     * @return a snapshot, in the order in which they were found
     */
    public Collection<GenosListenerContainer> getListenerContainers() {
        synchronized (containers) {
            return List.copyOf(containers.values());
        }
    }

    /**
     * Adds a listener, and starts it where the others are running.
     *
     * @throws IllegalArgumentException if there is one with its identifier
     */
    void register(GenosListenerContainer container) {
        synchronized (containers) {
            if (containers.putIfAbsent(container.getId(), container) != null) {
                throw new IllegalArgumentException("there is another listener with the id '" + container.getId()
                        + "'; give one of them another id");
            }
        }
        if (running) {
            container.autoStart();
            if (!running) {
                // A stop may have begun without it.
                container.stop();
            }
        }
    }

    /** An identifier that is free: the one given, or with a number behind it. */
    String freeId(String wish) {
        synchronized (containers) {
            String id = wish;
            for (int i = 2; containers.containsKey(id); i++) {
                id = wish + "#" + i;
            }
            return id;
        }
    }

    /** Starts the listeners that start by themselves. Where one cannot, none is left running. */
    @Override
    public void start() {
        running = true;
        try {
            getListenerContainers().forEach(GenosListenerContainer::autoStart);
        } catch (RuntimeException e) {
            stop();
            throw e;
        }
    }

    /** Stops all listeners, each as {@link GenosListenerContainer#stop} says, at the same time. */
    @Override
    public void stop() {
        running = false;
        var stopping = getListenerContainers().stream()
                .map(GenosListenerContainer::beginStop)
                .toList();
        stopping.forEach(GenosListenerContainer.Stopping::await);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return phase;
    }

    /**
     * Sets the place among the other beans that start and stop with the context.
     *
     * @param phase the higher, the later the listeners start and the earlier they stop; by default
     *     {@link #DEFAULT_PHASE}
     */
    public void setPhase(int phase) {
        this.phase = phase;
    }

    /** Stops listeners that the application has started by itself. */
    @Override
    public void destroy() {
        stop();
    }
}
