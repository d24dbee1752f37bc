package io.genosdb.rtc.simulation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** A relay: what is published goes to everybody who is connected and listens, the publisher included; or gets lost on the way. */
final class SimulatedRelay {

    final int number;
    private final Timeline timeline;
    private final RandomGenerator random;
    private final Set<Participant> connected = new LinkedHashSet<>();
    boolean up = true;
    double loss;
    double duplication;
    long delay = 5;
    long jitter = 10;

    SimulatedRelay(int number, Timeline timeline, RandomGenerator random) {
        this.number = number;
        this.timeline = timeline;
        this.random = random;
    }

    void connect(Participant participant) {
        timeline.after(random.nextLong(5, 60), () -> {
            if (up && participant.alive && connected.add(participant)) {
                participant.relayConnected(number);
            }
        });
    }

    void disconnect(Participant participant) {
        if (connected.remove(participant) && participant.alive) {
            participant.relayLost(number);
        }
    }

    /** The relay dies, and everybody notices. */
    void down() {
        up = false;
        List.copyOf(connected).forEach(this::disconnect);
    }

    boolean carries(Participant participant) {
        return up && connected.contains(participant);
    }

    void publish(Participant from, String topic, String content) {
        if (!carries(from)) {
            return;
        }
        for (Participant to : connected) {
            if (to.listensTo(topic)) {
                send(to, topic, content);
                if (random.nextDouble() < duplication) {
                    send(to, topic, content);
                }
            }
        }
    }

    private void send(Participant to, String topic, String content) {
        if (random.nextDouble() >= loss) {
            timeline.after(delay + random.nextLong(jitter + 1), () -> {
                if (carries(to) && to.alive) {
                    to.received(number, topic, content);
                }
            });
        }
    }
}
