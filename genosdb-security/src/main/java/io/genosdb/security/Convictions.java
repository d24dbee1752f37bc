package io.genosdb.security;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who did what no honest peer does, and is not let in for a while: a minute at first, and twice as long each time, up to a day.
 * Remembers so many; the eldest are forgotten first. Thread-safe.
 */
final class Convictions {

    private static final int AT_MOST = 10_000;
    private static final long FIRST_MILLIS = TimeUnit.MINUTES.toMillis(1);
    private static final long LONGEST_MILLIS = TimeUnit.DAYS.toMillis(1);

    private final Map<String, Conviction> byAddress = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Conviction> eldest) {
            return size() > AT_MOST;
        }
    };

    private record Conviction(String offence, long lengthMillis, long untilMillis) {}

    synchronized void convict(String address, String offence, long nowMillis) {
        Conviction before = byAddress.remove(address);
        long length = before == null || nowMillis - before.untilMillis() > LONGEST_MILLIS
                ? FIRST_MILLIS
                : Math.min(2 * before.lengthMillis(), LONGEST_MILLIS);
        byAddress.put(address, new Conviction(offence, length, nowMillis + length));
    }

    /** What an address is still convicted of, or {@code null}. */
    synchronized @Nullable String offence(String address, long nowMillis) {
        Conviction conviction = byAddress.get(address);
        return conviction == null || nowMillis >= conviction.untilMillis() ? null : conviction.offence();
    }
}
