package io.genosdb.spring.stomp;

import io.genosdb.live.Action;
import io.genosdb.live.ConflatingQueue;
import io.genosdb.live.MapEvent;
import io.genosdb.live.Subscription;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosOperations;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageSendingOperations;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.broker.BrokerAvailabilityEvent;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Publishes the changes of named queries to topics of the application's broker, {@code /topic/genosdb.<name>}, for any
 * number of subscribers at any instance of the application. While the broker is away changes wait, at most one for each
 * node. Thread-safe.
 *
 * @since 0.1
 */
public final class GenosStompTopics implements SmartLifecycle, ApplicationListener<BrokerAvailabilityEvent> {

    static final String PREFIX = "/topic/genosdb.";

    private static final Logger LOG = LoggerFactory.getLogger(GenosStompTopics.class);

    private final SimpMessageSendingOperations broker;
    private final List<Topic> topics;
    private final Executor reader;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private volatile boolean available;

    /** Sends, since a broker may take its time, for which no live query has to wait. */
    private volatile @Nullable ExecutorService publisher;

    /**
     * Makes a publisher.
     *
     * @param broker sends to the broker
     * @param operations the database of queries that name none
     * @param databases the databases by name; {@code null} for those that don't exist
     * @param queries the queries, which must have no parameters
     * @throws IllegalArgumentException if a query has parameters or its database does not exist
     */
    public GenosStompTopics(
            SimpMessageSendingOperations broker,
            GenosOperations operations,
            Function<String, @Nullable GenosOperations> databases,
            Collection<NamedQuery> queries) {
        this(broker, operations, databases, queries, Runnable::run);
    }

    /**
     * Makes a publisher that shows what somebody else than the application may read: everybody hears of everything that is
     * published, whoever they are.
     *
     * @param broker sends to the broker
     * @param operations the database of queries that name none
     * @param databases the databases by name; {@code null} for those that don't exist
     * @param queries the queries, which must have no parameters
     * @param reader begins live queries, on the calling thread, as the one whose rights count
     * @throws IllegalArgumentException if a query has parameters or its database does not exist
     */
    public GenosStompTopics(
            SimpMessageSendingOperations broker,
            GenosOperations operations,
            Function<String, @Nullable GenosOperations> databases,
            Collection<NamedQuery> queries,
            Executor reader) {
        this.reader = reader;
        this.broker = broker;
        this.topics = queries.stream()
                .map(query -> topic(query, operations, databases))
                .toList();
    }

    private Topic topic(NamedQuery query, GenosOperations main, Function<String, @Nullable GenosOperations> databases) {
        if (!query.parameters().isEmpty()) {
            throw new IllegalArgumentException("query '" + query.name()
                    + "' cannot be a topic: nobody gives its parameters " + query.parameters());
        }
        String database = query.database();
        GenosOperations operations = database == null ? main : databases.apply(database);
        if (operations == null) {
            throw new IllegalArgumentException(
                    "query '" + query.name() + "' is of database '" + database + "', which does not exist");
        }
        return new Topic(PREFIX + query.name(), operations, query.bind(Map.of()));
    }

    @Override
    public void onApplicationEvent(BrokerAvailabilityEvent event) {
        available = event.isBrokerAvailable();
        topics.forEach(Topic::wake);
    }

    @Override
    public synchronized void start() {
        if (subscriptions.isEmpty() && !topics.isEmpty()) {
            var threads = new CustomizableThreadFactory("genosdb-stomp-topics-");
            threads.setDaemon(true);
            publisher = new ThreadPoolExecutor(
                    1,
                    1,
                    0,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    threads,
                    new ThreadPoolExecutor.DiscardPolicy());
            topics.forEach(topic -> topic.awake.set(false));
            reader.execute(
                    () -> topics.forEach(topic -> subscriptions.add(topic.operations.map(topic.query, topic::offer))));
        }
    }

    @Override
    public synchronized void stop() {
        subscriptions.forEach(Subscription::close);
        subscriptions.clear();
        ExecutorService last = publisher;
        if (last != null) {
            last.shutdownNow();
        }
    }

    /** With the sessions': before the first request is served, so that no change of one is missed. */
    @Override
    public int getPhase() {
        return GenosStompHandler.PHASE;
    }

    @Override
    public synchronized boolean isRunning() {
        return !subscriptions.isEmpty();
    }

    /** The changes of one query that wait to be published. */
    private final class Topic {

        private final String destination;
        private final GenosOperations operations;
        private final Query query;
        private final ConflatingQueue waiting = new ConflatingQueue();
        private @Nullable MapEvent unsent;
        private final AtomicBoolean awake = new AtomicBoolean();

        private Topic(String destination, GenosOperations operations, Query query) {
            this.destination = destination;
            this.operations = operations;
            this.query = query;
        }

        private void offer(MapEvent event) {
            if (event.action() == Action.INITIAL) {
                return;
            }
            synchronized (this) {
                waiting.offer(event);
            }
            wake();
        }

        /** At most one task waits for each topic. */
        private void wake() {
            ExecutorService thread = publisher;
            if (thread != null && awake.compareAndSet(false, true)) {
                thread.execute(this::publish);
            }
        }

        private void publish() {
            awake.set(false);
            MapEvent next = take();
            while (next != null && send(next)) {
                done();
                next = take();
            }
        }

        private synchronized @Nullable MapEvent take() {
            if (!available || Thread.currentThread().isInterrupted()) {
                return null;
            }
            if (unsent == null) {
                unsent = waiting.poll();
            }
            return unsent;
        }

        private synchronized void done() {
            unsent = null;
        }

        private boolean send(MapEvent event) {
            var headers = SimpMessageHeaderAccessor.create(SimpMessageType.MESSAGE);
            headers.setContentType(Frame.JSON);
            Frame.Event.describe(event, headers);
            headers.setLeaveMutable(true);
            byte[] body = Frame.Event.json(event).canonicalBytes();
            try {
                broker.send(destination, MessageBuilder.createMessage(body, headers.getMessageHeaders()));
                return true;
            } catch (MessagingException e) {
                LOG.warn("The broker did not take a change for {}; it is sent again later", destination, e);
                return false;
            }
        }
    }
}
