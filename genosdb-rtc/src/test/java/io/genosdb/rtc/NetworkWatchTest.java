package io.genosdb.rtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Lesson 3: back-offs end at once when the network returns. */
class NetworkWatchTest {

    private final AtomicReference<Set<String>> addresses = new AtomicReference<>(Set.of("10.0.0.1"));
    private final NetworkWatch watch = new NetworkWatch(addresses::get);
    private final AtomicInteger told = new AtomicInteger();

    @Test
    void anAddressThatIsNewIsTold() {
        watch.add(told::incrementAndGet);
        watch.look();
        assertThat(told).hasValue(0);
        addresses.set(Set.of());
        watch.look();
        assertThat(told).hasValue(0);
        addresses.set(Set.of("10.0.0.1"));
        watch.look();
        assertThat(told).hasValue(1);
        addresses.set(Set.of("10.0.0.2"));
        watch.look();
        assertThat(told).hasValue(2);
    }

    @Test
    void whoIsNotInterestedAnyMoreIsNotTold() {
        Runnable listener = told::incrementAndGet;
        watch.add(listener);
        watch.remove(listener);
        addresses.set(Set.of("10.0.0.2"));
        watch.look();
        assertThat(told).hasValue(0);
    }

    @Test
    void thisHostHasAddressesOrNone() {
        assertThat(NetworkWatch.ofThisHost()).doesNotContain("127.0.0.1");
    }
}
