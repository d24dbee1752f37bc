package io.genosdb.spring.stomp;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What has happened so far. Thread-safe. */
final class StompCounters {

    private final LongAdder sent = new LongAdder();
    private final LongAdder rejectedSessions = new LongAdder();
    private final LongAdder slowDisconnects = new LongAdder();
    private final Map<StompErrorCode, LongAdder> errors = new ConcurrentHashMap<>();

    void sent() {
        sent.increment();
    }

    void rejectedSession() {
        rejectedSessions.increment();
    }

    void slowDisconnect() {
        slowDisconnects.increment();
    }

    void error(StompErrorCode code) {
        errors.computeIfAbsent(code, any -> new LongAdder()).increment();
    }

    StompStatistics snapshot(int sessions, int subscriptions, long pending) {
        var byCode = new EnumMap<StompErrorCode, Long>(StompErrorCode.class);
        for (StompErrorCode code : StompErrorCode.values()) {
            LongAdder count = errors.get(code);
            byCode.put(code, count == null ? 0 : count.sum());
        }
        return new StompStatistics(
                sessions,
                subscriptions,
                pending,
                sent.sum(),
                rejectedSessions.sum(),
                slowDisconnects.sum(),
                Collections.unmodifiableMap(byCode));
    }
}
