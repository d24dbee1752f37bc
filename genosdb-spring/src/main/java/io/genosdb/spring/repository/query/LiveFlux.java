package io.genosdb.spring.repository.query;

import io.genosdb.live.MapEvent;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosEvent;
import io.genosdb.spring.entity.GenosEntityOperations;
import io.genosdb.spring.reactive.ReactiveGenosTemplate;
import org.springframework.context.Lifecycle;
import reactor.core.publisher.Flux;

/** Live results as Reactor's Flux. Loaded for methods that return one, and so only where Reactor is there. */
final class LiveFlux implements Lifecycle {

    private final GenosEntityOperations operations;
    private final ReactiveGenosTemplate template;

    LiveFlux(GenosEntityOperations operations, int maxPending) {
        this.operations = operations;
        this.template = new ReactiveGenosTemplate(operations.operations(), operations.converter());
        template.setMaxPending(maxPending);
    }

    Flux<MapEvent> ofNodes(Query query) {
        return template.listen(query);
    }

    <T> Flux<GenosEvent<T>> ofEntities(Query query, Class<T> type) {
        return template.listen(query).map(event -> operations.read(event, type));
    }

    @Override
    public void start() {
        template.start();
    }

    /** Completes what is still followed. */
    @Override
    public void stop() {
        template.stop();
    }

    @Override
    public boolean isRunning() {
        return template.isRunning();
    }
}
