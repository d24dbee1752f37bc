package io.genosdb.spring.room;

import io.genosdb.GenosDatabase;
import io.genosdb.room.PeerEvent;
import io.genosdb.room.Room;
import io.genosdb.spring.GenosDatabases;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The rooms of an application's databases. Publishes what happens to peers as {@link RoomPeerEvent}, from when the context has
 * started, peers that are there already included. Leaves the rooms when the context stops: after the requests that are running
 * then, so that peers hear of what these write, and before the web server; joins them again where it is started again.
 *
 * <p>Events are published on a thread of its own. While a listener is busy, the others wait; beyond 10,000 they are dropped, with a
 * warning. Thread-safe.
 *
 * @since 0.1
 */
public final class GenosRooms implements SmartLifecycle, DisposableBean {

    private static final Logger logger = LoggerFactory.getLogger(GenosRooms.class);

    /** Between the end of requests ({@code DEFAULT_PHASE - 1024}) and that of the web server (- 2048), as Boot has them. */
    static final int PHASE = DEFAULT_PHASE - 1536;

    private static final int MOST_WAITING = 10_000;
    private static final long IDLE_SECONDS = 10;

    /** Who comes is told after who goes is listened for, so that nobody stays who is gone. */
    private static final List<PeerEvent> EVENTS =
            List.of(PeerEvent.PEER_LOST, PeerEvent.PEER_LEAVE, PeerEvent.PEER_SEEN, PeerEvent.PEER_JOIN);

    private final Map<String, Room> rooms = new TreeMap<>();
    private final List<Room.Registration> registrations = new CopyOnWriteArrayList<>();
    private final ApplicationEventPublisher publisher;
    private final ThreadPoolExecutor events;
    private volatile boolean running;

    /**
     * Publishes nothing before it is started.
     *
     * @param databases the databases, of which those without a room are left out
     * @param publisher is given the events
     */
    public GenosRooms(GenosDatabases databases, ApplicationEventPublisher publisher) {
        this.publisher = publisher;
        this.events = events();
        databases.asMap().forEach(this::add);
    }

    private void add(String name, GenosDatabase database) {
        if (database.hasRoom()) {
            rooms.put(name, database.room());
        }
    }

    private static ThreadPoolExecutor events() {
        var threads = new CustomizableThreadFactory("genosdb-room-events-");
        threads.setDaemon(true);
        var executor = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MOST_WAITING),
                threads,
                (event, full) -> logger.warn("{} is dropped: listeners to peers are too slow", event));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    @Override
    public void start() {
        running = true;
        rooms.forEach((name, room) -> {
            room.join();
            EVENTS.forEach(event -> registrations.add(
                    room.on(event, peer -> events.execute(new Publication(new RoomPeerEvent(name, event, peer))))));
        });
    }

    /** Leaves the rooms, and waits until peers were told so, as {@link Room#leave} does. */
    @Override
    public void stop() {
        leave().join();
    }

    @Override
    public void stop(Runnable callback) {
        var unused = leave().whenComplete((nothing, failure) -> callback.run());
    }

    private CompletableFuture<Void> leave() {
        running = false;
        registrations.forEach(Room.Registration::close);
        registrations.clear();
        return CompletableFuture.allOf(rooms.values().stream().map(Room::leave).toArray(CompletableFuture<?>[]::new));
    }

    /**
     * When to stop, relative to others.
     *
     * @return a phase in which requests have ended and the web server still runs
     */
    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Ends the thread. */
    @Override
    public void destroy() {
        events.shutdownNow();
    }

    /** An event on its way. */
    private final class Publication implements Runnable {

        private final RoomPeerEvent event;

        private Publication(RoomPeerEvent event) {
            this.event = event;
        }

        @Override
        public void run() {
            if (running) {
                try {
                    publisher.publishEvent(event);
                } catch (RuntimeException e) {
                    logger.error("A listener failed at {}", event, e);
                }
            }
        }

        @Override
        public String toString() {
            return event.toString();
        }
    }
}
