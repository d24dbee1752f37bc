package io.genosdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.Succession.State;
import io.genosdb.Succession.Step;
import io.genosdb.testing.Property;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuccessionTest {

    private long now = 1_000;

    @Test
    void anOwnerRestsForGood() {
        var owner = new Succession(true);
        assertThat(owner.state()).isEqualTo(State.OWNER);
        assertThat(owner.next(now)).isEqualTo(Step.REST);
        assertThat(owner.restUntil()).isEqualTo(Long.MAX_VALUE);
        owner.detached(now);
        assertThat(owner.state()).isEqualTo(State.OWNER);
    }

    @Test
    void aSeekerClaimsThenDialsThenRests() {
        var seeker = new Succession(false);
        assertThat(seeker.next(now)).isEqualTo(Step.CLAIM);
        seeker.claimRefused();
        assertThat(seeker.next(now)).isEqualTo(Step.DIAL);
        seeker.dialRefused(now);
        assertThat(seeker.next(now)).isEqualTo(Step.REST);
        assertThat(seeker.next(seeker.restUntil())).isEqualTo(Step.CLAIM);
        seeker.claimed();
        assertThat(seeker.state()).isEqualTo(State.OWNER);
        assertThat(seeker.next(now)).isEqualTo(Step.REST);
    }

    @Test
    void restsGrowAndAreShort() {
        var seeker = new Succession(false);
        long longest = 0;
        for (int round = 0; round < 20; round++) {
            seeker.claimRefused();
            seeker.dialRefused(now);
            long rest = seeker.restUntil() - now;
            assertThat(rest).isGreaterThanOrEqualTo(longest).isLessThanOrEqualTo(250);
            longest = rest;
            now = seeker.restUntil();
        }
        assertThat(longest).isEqualTo(250);
    }

    @Test
    void anOwnerThatIsLostIsReplacedAtOnce() {
        var attached = new Succession(false);
        attached.claimRefused();
        attached.attached(now);
        assertThat(attached.next(now)).isEqualTo(Step.REST);
        now += 60_000;
        attached.detached(now);
        assertThat(attached.state()).isEqualTo(State.SEEKING);
        assertThat(attached.next(now)).isEqualTo(Step.CLAIM);
    }

    /** One that lets nobody in must not be dialled in a loop. */
    @Test
    void anOwnerThatEndsTheConnectionAtOnceIsDialledMoreAndMoreRarely() {
        var seeker = new Succession(false);
        int dials = 0;
        long end = now + 10_000;
        for (; now < end; now++) {
            switch (seeker.next(now)) {
                case CLAIM -> seeker.claimRefused();
                case DIAL -> {
                    dials++;
                    seeker.attached(now);
                    seeker.detached(now + 1);
                }
                case REST -> {}
            }
        }
        assertThat(dials).isBetween(30, 60);
    }

    @Test
    void aStoreThatCannotBeTakenOverIsTriedAfterGrowingRests() {
        var seeker = new Succession(false);
        long rest = 0;
        for (int i = 0; i < 10; i++) {
            seeker.claimFailed(now);
            assertThat(seeker.restUntil() - now).isGreaterThanOrEqualTo(rest).isBetween(1_000L, 30_000L);
            rest = seeker.restUntil() - now;
            now = seeker.restUntil();
            assertThat(seeker.next(now)).isEqualTo(Step.CLAIM);
        }
        assertThat(rest).isEqualTo(30_000);
    }

    /** Any number of processes, ending in any order, some without being asked: soon one owns the store, and all others know it. */
    @Test
    void oneAlwaysTakesOver() {
        Property.forAll(500, random -> {
            var processes = new ArrayList<Succession>();
            for (int i = random.nextInt(2, 8); i > 0; i--) {
                processes.add(new Succession(false));
            }
            long time = random.nextLong(1_000_000);
            while (!processes.isEmpty()) {
                long since = time;
                while (!isSettled(processes)) {
                    for (Succession process : processes) {
                        step(process, processes, time);
                    }
                    assertThat(++time - since)
                            .as("milliseconds until one owns the store")
                            .isLessThan(600);
                }
                Succession ended = processes.remove(random.nextInt(processes.size()));
                time += random.nextInt(5_000);
                if (ended.state() == State.OWNER) {
                    for (Succession process : processes) {
                        process.detached(time);
                    }
                }
            }
        });
    }

    private static void step(Succession process, List<Succession> processes, long time) {
        boolean isOwned = processes.stream().anyMatch(other -> other.state() == State.OWNER);
        switch (process.next(time)) {
            case CLAIM -> {
                if (isOwned) {
                    process.claimRefused();
                } else {
                    process.claimed();
                }
            }
            case DIAL -> {
                if (isOwned) {
                    process.attached(time);
                } else {
                    process.dialRefused(time);
                }
            }
            case REST -> {}
        }
    }

    private static boolean isSettled(List<Succession> processes) {
        long owners = processes.stream()
                .filter(process -> process.state() == State.OWNER)
                .count();
        assertThat(owners).isLessThanOrEqualTo(1);
        return owners == 1 && processes.stream().noneMatch(process -> process.state() == State.SEEKING);
    }
}
