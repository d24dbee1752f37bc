package io.genosdb.spring.metrics;

import io.genosdb.MergeListener;
import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Entry;
import io.genosdb.graph.MergeResult;
import io.genosdb.graph.Slot;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Counts the entries of every merge, and measures how old those of other replicas are. Called under the writer lock, so it
 * only adds numbers up: one pass over the entries, and at most {@value #LATENCIES_PER_MERGE} recordings of a timer.
 */
final class MergeMeters implements MergeListener {

    /** Of a large batch, as of a first synchronisation, some entries tell as much as all. */
    private static final int LATENCIES_PER_MERGE = 8;

    /** What an entry did. */
    private enum Kind {
        PUT,
        REMOVE,
        LINK,
        UNLINK,
        FIELD;

        private static Kind of(Entry entry) {
            Slot slot = entry.slot();
            if (slot instanceof Slot.Value) {
                return entry.isRetraction() ? REMOVE : PUT;
            }
            if (slot instanceof Slot.Edge) {
                return entry.isRetraction() ? UNLINK : LINK;
            }
            return slot instanceof Slot.Field ? FIELD : REMOVE;
        }
    }

    private final Map<Source, Map<Kind, Counter>> counters = new EnumMap<>(Source.class);
    private final Timer latency;
    private final InstantSource clock;

    MergeMeters(MeterRegistry registry, String database, InstantSource clock) {
        this.clock = clock;
        for (Source source : Source.values()) {
            var ofSource = new EnumMap<Kind, Counter>(Kind.class);
            for (Kind kind : Kind.values()) {
                ofSource.put(kind, counter(registry, database, source, kind));
            }
            counters.put(source, ofSource);
        }
        this.latency = Timer.builder("genosdb.sync.latency")
                .description("From the writing of an entry at another replica to its merge here")
                .tag("database", database)
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String database, Source source, Kind kind) {
        return Counter.builder("genosdb.ops")
                .description("Entries that were merged and changed something")
                .tag("database", database)
                .tag("source", source.name().toLowerCase(Locale.ROOT))
                .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    @Override
    public void merged(MergeResult result, Source source) {
        List<Entry> entries = result.accepted();
        Map<Kind, Counter> ofSource = Objects.requireNonNull(counters.get(source));
        entries.stream()
                .collect(Collectors.groupingBy(Kind::of, () -> new EnumMap<>(Kind.class), Collectors.counting()))
                .forEach((kind, count) ->
                        Objects.requireNonNull(ofSource.get(kind)).increment(count));
        if (source == Source.REMOTE) {
            recordLatencies(entries);
        }
    }

    private void recordLatencies(List<Entry> entries) {
        long now = clock.millis();
        int step = Math.max(1, (entries.size() + LATENCIES_PER_MERGE - 1) / LATENCIES_PER_MERGE);
        for (int i = 0; i < entries.size(); i += step) {
            // The clock of the other replica may be ahead.
            long age = Math.max(0, now - HybridTimestamp.physical(entries.get(i).timestamp()));
            latency.record(age, TimeUnit.MILLISECONDS);
        }
    }
}
