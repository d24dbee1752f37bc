package io.genosdb.spring.reactive;

import io.genosdb.WriteBatch;
import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Node;
import io.genosdb.live.MapEvent;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosEvent;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.TypedNode;
import io.genosdb.spring.convert.GenosConverter;
import java.util.concurrent.Callable;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The reactive face of a {@link GenosOperations}. Thread-safe once configured; it does not own the database, but its live queries end when the context
 * stops.
 *
 * @since 0.1
 */
public class ReactiveGenosTemplate implements ReactiveGenosOperations, SmartLifecycle {

    /** How many changes may wait for a subscriber by default. */
    public static final int DEFAULT_MAX_PENDING = 10_000;

    private final GenosOperations operations;
    private final GenosConverter converter;
    private volatile Sinks.Empty<Void> stopped = Sinks.empty();
    private volatile boolean running = true;
    private Scheduler writeScheduler = Schedulers.boundedElastic();
    private WriteContext writeContext = WriteContext.NONE;
    private int maxPending = DEFAULT_MAX_PENDING;

    /**
     * Makes a template.
     *
     * @param operations what does the work
     * @param converter converts the values of events
     */
    public ReactiveGenosTemplate(GenosOperations operations, GenosConverter converter) {
        this.operations = operations;
        this.converter = converter;
    }

    /**
     * Sets where writes run. To be called before the template is used.
     *
     * @param writeScheduler a scheduler whose threads may block, by default {@link Schedulers#boundedElastic()}
     */
    public void setWriteScheduler(Scheduler writeScheduler) {
        this.writeScheduler = writeScheduler;
    }

    /**
     * Sets what a write takes along from the thread that subscribes. To be called before the template is used.
     *
     * @param context by default {@link WriteContext#NONE}
     */
    public void setWriteContext(WriteContext context) {
        this.writeContext = context;
    }

    /**
     * Sets how many changes may wait for a subscriber before it gets an overflow error. To be called before the template
     * is used.
     *
     * @param maxPending 1 or more, by default {@value #DEFAULT_MAX_PENDING}
     */
    public void setMaxPending(int maxPending) {
        if (maxPending < 1) {
            throw new IllegalArgumentException("at least one change has to be able to wait, not " + maxPending);
        }
        this.maxPending = maxPending;
    }

    /**
     * How many changes may wait for a subscriber before it gets an overflow error.
     *
     * @return 1 or more
     */
    public int getMaxPending() {
        return maxPending;
    }

    @Override
    public Mono<String> put(Object value) {
        return write(() -> operations.put(value));
    }

    @Override
    public Mono<String> put(Object value, String id) {
        return write(() -> operations.put(value, id));
    }

    @Override
    public Mono<Node> get(String id) {
        return Mono.defer(() -> Mono.justOrEmpty(operations.get(id)));
    }

    @Override
    public <T> Mono<T> get(String id, Class<T> type) {
        return Mono.defer(() -> Mono.justOrEmpty(operations.get(id, type)));
    }

    @Override
    public <T> Mono<TypedNode<T>> getNode(String id, Class<T> type) {
        return Mono.defer(() -> Mono.justOrEmpty(operations.getNode(id, type)));
    }

    @Override
    public Mono<Void> link(String source, String target) {
        return write(() -> {
            operations.link(source, target);
            return null;
        });
    }

    @Override
    public Mono<Void> unlink(String source, String target) {
        return write(() -> {
            operations.unlink(source, target);
            return null;
        });
    }

    @Override
    public Mono<Boolean> remove(String id) {
        return write(() -> operations.remove(id));
    }

    @Override
    public Mono<Integer> clear() {
        return write(operations::clear);
    }

    @Override
    public Mono<HybridTimestamp> write(WriteBatch batch) {
        return write(() -> operations.write(batch));
    }

    private <T> Mono<T> write(Callable<T> work) {
        return Mono.defer(() -> Mono.fromCallable(writeContext.capture(work)).subscribeOn(writeScheduler));
    }

    @Override
    public Flux<Node> map(Query query) {
        return Flux.defer(() -> Flux.fromIterable(operations.map(query)));
    }

    @Override
    public <T> Flux<T> map(Query query, Class<T> type) {
        return Flux.fromStream(() -> operations.stream(query, type));
    }

    @Override
    public <T> Mono<T> findOne(Query query, Class<T> type) {
        return Mono.defer(() -> Mono.justOrEmpty(operations.findOne(query, type)));
    }

    @Override
    public Mono<Long> count(Query query) {
        return Mono.fromSupplier(() -> operations.count(query));
    }

    @Override
    public Mono<Boolean> exists(Query query) {
        return Mono.fromSupplier(() -> operations.exists(query));
    }

    @Override
    public Flux<MapEvent> listen(Query query) {
        Flux<MapEvent> events = Flux.create(sink -> new LiveSink(sink, maxPending).open(operations, query));
        return Flux.defer(() -> events.takeUntilOther(stopped.asMono()));
    }

    @Override
    public <T> Flux<GenosEvent<T>> listen(Query query, Class<T> type) {
        return listen(query).map(event -> typed(event, type));
    }

    private <T> GenosEvent<T> typed(MapEvent event, Class<T> type) {
        return GenosEvent.of(event, value -> converter.read(value, type));
    }

    /** Lets live queries begin again after a stop. A new template runs, also where there is no context. */
    @Override
    public void start() {
        if (!running) {
            stopped = Sinks.empty();
            running = true;
        }
    }

    /**
     * Completes all live queries, so that nobody waits for events of a database that is about to be closed. A web server
     * that shuts down gracefully would wait for every stream of events that it serves; the default phase is before that.
     */
    @Override
    public void stop() {
        running = false;
        stopped.tryEmitEmpty();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
