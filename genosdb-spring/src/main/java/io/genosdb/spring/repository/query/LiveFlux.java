package io.genosdb.spring.repository.query;

import io.genosdb.live.MapEvent;
import io.genosdb.live.MapListener;
import io.genosdb.live.Subscription;
import io.genosdb.spring.GenosEvent;
import io.genosdb.spring.GenosEventListener;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/** Live results as Reactor's Flux. Loaded for methods that return one, and so only where Reactor is there. */
final class LiveFlux {

    private LiveFlux() {}

    static Flux<MapEvent> ofNodes(Function<MapListener, Subscription> follow) {
        return Flux.create(sink -> connect(sink, follow.apply(sink::next)));
    }

    static Flux<GenosEvent<Object>> ofEntities(Function<GenosEventListener<Object>, Subscription> follow) {
        return Flux.create(sink -> connect(sink, follow.apply(sink::next)));
    }

    private static void connect(FluxSink<?> sink, Subscription subscription) {
        sink.onDispose(subscription::close);
    }
}
