package io.genosdb.rtc.simulation;

import io.genosdb.rtc.signal.RoomIdentity;
import io.genosdb.rtc.signal.SignalEffect;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Relays, connections and those who meet over them. */
final class World {

    static final String APP = "simulation";
    static final String ROOM = "room";

    private static final int TRACE_LINES = 400;

    final Timeline timeline = new Timeline();
    final RandomGenerator random;
    final List<SimulatedRelay> relays = new ArrayList<>();
    final List<Participant> participants = new ArrayList<>();
    final List<End> ends = new ArrayList<>();
    final List<String> trace = new ArrayList<>();

    World(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    void trace(Supplier<String> line) {
        if (trace.size() > 2 * TRACE_LINES) {
            trace.subList(0, TRACE_LINES).clear();
        }
        trace.add(timeline.now() + " " + line.get());
    }

    String endOfTrace() {
        return String.join("\n", trace);
    }

    SimulatedRelay relay() {
        var relay = new SimulatedRelay(relays.size(), timeline, random);
        relays.add(relay);
        return relay;
    }

    OurPeer ours() {
        return ours(RoomIdentity.randomPeerId(random));
    }

    OurPeer ours(String id) {
        return join(new OurPeer(id, "", this));
    }

    Page page() {
        return page(RoomIdentity.randomPeerId(random));
    }

    Page page(String id) {
        return join(new Page(id, "", this));
    }

    <P extends Participant> P join(P participant) {
        trace(() -> participant + " joins");
        participants.add(participant);
        relays.forEach(relay -> relay.connect(participant));
        return participant;
    }

    void opened(End one, End other) {
        trace(() -> "open: " + one + ", " + other);
    }

    List<Participant> present() {
        return participants.stream()
                .filter(p -> p.alive && !(p instanceof Page page && !page.inRoom))
                .toList();
    }

    /** Whether two use the same connection. */
    boolean met(Participant one, Participant other) {
        End here = one.inUse(other.id);
        End there = other.inUse(one.id);
        return here != null
                && there != null
                && here.other() == there
                && there.other() == here
                && here.open
                && there.open;
    }

    /** What is missing for all, save pages among themselves, to be connected. */
    List<String> missing() {
        var missing = new ArrayList<String>();
        List<Participant> present = present();
        for (int i = 0; i < present.size(); i++) {
            for (int j = i + 1; j < present.size(); j++) {
                Participant one = present.get(i);
                Participant other = present.get(j);
                if (!(one.isPage() && other.isPage()) && !met(one, other)) {
                    missing.add(one + " - " + other + ": " + one.inUse(other.id) + ", " + other.inUse(one.id));
                }
            }
        }
        return missing;
    }

    /** Runs until all have met; returns how long that took. */
    long meet(long limit) {
        long start = timeline.now();
        while (!missing().isEmpty()) {
            if (timeline.now() - start > limit) {
                throw new AssertionError("Not within " + limit + " ms: " + missing());
            }
            timeline.run(5);
        }
        return timeline.now() - start;
    }

    /** No connection but those in use, no attempts, and nothing new, for a while. */
    void checkRest(long millis) {
        for (Participant one : present()) {
            if (one instanceof OurPeer ours) {
                ours.done.clear();
            }
        }
        timeline.run(millis);
        if (!missing().isEmpty()) {
            throw new AssertionError("At rest there are missing: " + missing());
        }
        for (Participant one : present()) {
            if (one instanceof OurPeer ours) {
                checkRest(ours);
            }
        }
    }

    private void checkRest(OurPeer ours) {
        ours.done.stream()
                .filter(effect -> !(effect instanceof SignalEffect.Publish) && !(effect instanceof SignalEffect.Seen))
                .findFirst()
                .ifPresent(effect -> {
                    throw new AssertionError(ours + " does at rest " + effect);
                });
        for (End end : ours.ends()) {
            boolean used = participants.stream().anyMatch(p -> p != ours && ours.inUse(p.id) == end);
            if (!used) {
                throw new AssertionError(ours + " has at rest the unused connection " + end);
            }
        }
    }
}
