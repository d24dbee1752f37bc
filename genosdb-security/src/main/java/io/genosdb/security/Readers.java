package io.genosdb.security;

import io.genosdb.graph.Reader;
import io.genosdb.security.policy.Judge;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** One reader for each address, as long as not too many ask. Thread-safe. */
final class Readers {

    private static final int REMEMBERED_AT_MOST = 10_000;

    private final Judge judge;
    private final LongSupplier wallMillis;
    private final Map<String, AddressReader> byAddress = new ConcurrentHashMap<>();

    Readers(Judge judge, LongSupplier wallMillis) {
        this.judge = judge;
        this.wallMillis = wallMillis;
    }

    /** What there is for an address, or the empty string for somebody unknown; follows its rights. */
    Reader reader(String address) {
        AddressReader known = byAddress.get(address);
        if (known == null) {
            if (byAddress.size() >= REMEMBERED_AT_MOST) {
                byAddress.clear();
            }
            known = AddressReader.following(judge, address, judge::roleRevision, wallMillis);
            byAddress.put(address, known);
        }
        return known;
    }
}
