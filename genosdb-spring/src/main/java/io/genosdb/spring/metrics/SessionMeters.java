package io.genosdb.spring.metrics;

import io.genosdb.sync.SyncEvent;
import io.genosdb.sync.SyncListener;
import io.genosdb.sync.wire.Message.Purpose;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Times how long it took to catch up with peers. */
final class SessionMeters implements SyncListener {

    private final Map<Purpose, Timer> timers = new EnumMap<>(Purpose.class);

    SessionMeters(MeterRegistry registry, String database) {
        for (Purpose mode : Purpose.values()) {
            if (mode != Purpose.LIVE) {
                timers.put(
                        mode,
                        Timer.builder("genosdb.sync.session")
                                .description("From finding that something differs from a peer to having caught up")
                                .tag("database", database)
                                .tag("mode", mode.name().toLowerCase(Locale.ROOT))
                                .register(registry));
            }
        }
    }

    @Override
    public void onEvent(SyncEvent event) {
        if (event instanceof SyncEvent.CaughtUp caughtUp) {
            Timer timer = timers.get(caughtUp.purpose());
            if (timer != null) {
                timer.record(caughtUp.duration());
            }
        }
    }
}
