package io.genosdb.samples.quickstart;

import io.genosdb.live.Subscription;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosOperations;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * All open live streams. They end before the web server stops, which would otherwise wait for them.
 */
@Component
class LiveStreams implements SmartLifecycle {

    /** Each may hold a thread while its browser doesn't read. */
    static final int MOST_STREAMS = 200;

    /** A result larger than this is no page for a browser. */
    static final int MOST_NODES = 5_000;

    private final GenosOperations genos;
    private final Set<LiveStream> streams = ConcurrentHashMap.newKeySet();
    private final ExecutorService senders = Executors.newCachedThreadPool(new CustomizableThreadFactory("live-"));
    private volatile boolean running;

    LiveStreams(GenosOperations genos) {
        this.genos = genos;
    }

    SseEmitter open(Query query) {
        if (!running || streams.size() >= MOST_STREAMS) {
            throw new TooManyStreamsException("There are " + MOST_STREAMS + " live streams already; try again later.");
        }
        if (genos.count(query) > MOST_NODES) {
            throw new IllegalArgumentException(
                    "The query matches more than " + MOST_NODES + " nodes; give it a $limit to follow it live.");
        }
        var emitter = new SseEmitter(0L);
        var stream = new LiveStream(emitter, senders, MOST_NODES);
        emitter.onCompletion(stream::close);
        emitter.onError(error -> stream.close());
        Subscription subscription = genos.map(query, stream);
        streams.add(stream);
        stream.start(() -> {
            streams.remove(stream);
            subscription.close();
        });
        return emitter;
    }

    int size() {
        return streams.size();
    }

    @Scheduled(fixedRateString = "${quickstart.ping-interval:15s}")
    void ping() {
        streams.forEach(LiveStream::ping);
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        streams.forEach(LiveStream::close);
        senders.shutdown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
