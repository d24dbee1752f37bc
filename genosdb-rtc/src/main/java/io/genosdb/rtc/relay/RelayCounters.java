package io.genosdb.rtc.relay;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What has happened so far. Thread-safe. */
final class RelayCounters {

    private final LongAdder received = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final Map<Refusal, LongAdder> refused = new ConcurrentHashMap<>();
    private final Map<Disconnect, LongAdder> disconnected = new ConcurrentHashMap<>();

    void received() {
        received.increment();
    }

    void delivered() {
        delivered.increment();
    }

    void refused(Refusal reason) {
        count(refused, reason);
    }

    void disconnected(Disconnect cause) {
        count(disconnected, cause);
    }

    private static <E> void count(Map<E, LongAdder> adders, E constant) {
        adders.computeIfAbsent(constant, any -> new LongAdder()).increment();
    }

    RelayStatus snapshot(int connections, int subscriptions) {
        return new RelayStatus(
                connections,
                subscriptions,
                received.sum(),
                delivered.sum(),
                sums(Refusal.values(), refused),
                sums(Disconnect.values(), disconnected));
    }

    private static <E> Map<E, Long> sums(E[] constants, Map<E, LongAdder> adders) {
        var sums = new HashMap<E, Long>();
        for (E constant : constants) {
            LongAdder adder = adders.get(constant);
            sums.put(constant, adder == null ? 0 : adder.sum());
        }
        return sums;
    }
}
