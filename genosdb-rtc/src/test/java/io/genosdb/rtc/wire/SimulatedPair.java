package io.genosdb.rtc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.room.Payload;
import io.genosdb.value.JsonValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Two sessions over a link that loses nothing and keeps the order of each direction, and delays everything as a seed wants. What is
 * wrong with a session by itself is found here: effects that do not fit, messages that are not what was sent.
 */
final class SimulatedPair {

    static final RoomSecret SECRET = new RoomSecret("", "genosdb", "test");

    /** What a side sent. */
    record Sent(String channel, Payload payload, @Nullable JsonValue metadata) {}

    /** One end. */
    final class Side {
        final RoomSession session;
        final MessageEncoder encoder = new MessageEncoder(SECRET.token());
        final ReassemblyBudget budget = new ReassemblyBudget(1L << 30);
        final Deque<byte[]> toOther = new ArrayDeque<>();
        final List<Transmission> transmissions = new ArrayList<>();
        final List<Sent> sent = new ArrayList<>();
        final List<Sent> received = new ArrayList<>();
        final List<SessionEffect> effects = new ArrayList<>();
        final List<Long> pongs = new ArrayList<>();
        PeerHello own;
        PeerHello peer = PeerHello.NONE;
        boolean active;
        boolean inRoom = true;
        boolean failed;
        int pings;
        int completed;

        Side(String self, String other, String password, PeerHello own) {
            this.own = own;
            session = new RoomSession(
                    new RoomSecret(password, SECRET.appId(), SECRET.roomId()),
                    self,
                    other,
                    own,
                    SessionLimits.DEFAULTS,
                    budget,
                    random);
        }

        void drain() {
            for (SessionEffect effect : session.effects()) {
                assertThat(failed && !(effect instanceof SessionEffect.Left))
                        .as("nothing after a failure: " + effect)
                        .isFalse();
                if (effect instanceof SessionEffect.Send send) {
                    toOther.add(send.message());
                } else {
                    effects.add(effect);
                    note(effect);
                }
            }
            assertThat(session.isActive()).isEqualTo(active);
        }

        private void note(SessionEffect effect) {
            if (effect instanceof SessionEffect.Active joined) {
                assertThat(active).isFalse();
                active = true;
                peer = joined.hello();
            } else if (effect instanceof SessionEffect.Inactive) {
                assertThat(active).isTrue();
                active = false;
                transmissions.clear();
                pings = 0;
            } else if (effect instanceof SessionEffect.Failed) {
                assertThat(active).isFalse();
                failed = true;
            } else if (effect instanceof SessionEffect.Left) {
                assertThat(active).isFalse();
            } else {
                assertThat(active).as("only with an active peer: " + effect).isTrue();
                noteWhileActive(effect);
            }
        }

        private void noteWhileActive(SessionEffect effect) {
            if (effect instanceof SessionEffect.HelloChanged changed) {
                assertThat(changed.hello()).isNotEqualTo(peer);
                peer = changed.hello();
            } else if (effect instanceof SessionEffect.Message message) {
                received.add(new Sent(message.channel(), message.payload(), message.metadata()));
            } else if (effect instanceof SessionEffect.Pong pong) {
                pongs.add(pong.id());
                assertThat(pings).isPositive();
                pings--;
            }
        }

        void send(Sent message) {
            transmissions.add(encoder.encode(message.channel(), message.payload(), message.metadata())
                    .transmission());
            sent.add(message);
        }

        void sendPart(int which) {
            Transmission transmission = transmissions.get(which);
            toOther.add(transmission.next());
            if (!transmission.hasNext()) {
                transmissions.remove(which);
                completed++;
            }
        }

        void ping(long id) {
            if (session.ping(id, now)) {
                pings++;
            }
            drain();
        }

        void leave() {
            session.leave(now);
            inRoom = false;
            drain();
        }

        void rejoin() {
            session.rejoin(now);
            inRoom = true;
            drain();
        }

        void declare(PeerHello hello) {
            own = hello;
            session.declare(hello);
            drain();
        }
    }

    final Random random;
    final Side a;
    final Side b;
    long now = 1_000_000;

    SimulatedPair(long seed, String passwordOfA, String passwordOfB) {
        random = new Random(seed);
        a = new Side("aaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbb", passwordOfA, new PeerHello("superpeer", true));
        b = new Side("bbbbbbbbbbbbbbbbbbbb", "aaaaaaaaaaaaaaaaaaaa", passwordOfB, PeerHello.NONE);
    }

    void open() {
        for (Side side : List.of(a, b)) {
            side.session.opened(now);
            side.drain();
        }
    }

    Side other(Side side) {
        return side == a ? b : a;
    }

    void deliver(Side from) {
        byte[] message = from.toOther.poll();
        if (message != null) {
            Side to = other(from);
            to.session.received(message, now);
            to.drain();
        }
    }

    void pass(long millis) {
        long until = now + millis;
        while (true) {
            long next = Math.min(a.session.nextTick(), b.session.nextTick());
            if (next > until) {
                now = until;
                return;
            }
            now = Math.max(now, next);
            for (Side side : List.of(a, b)) {
                side.session.tick(now);
                side.drain();
                assertThat(side.session.nextTick()).as("what is due was done").isGreaterThan(now);
            }
        }
    }

    /** Sends and delivers what is under way. */
    void settle() {
        for (int quiet = 0; quiet < 2; quiet++) {
            for (Side side : List.of(a, b)) {
                while (!side.transmissions.isEmpty()) {
                    side.sendPart(random.nextInt(side.transmissions.size()));
                    quiet = 0;
                }
                while (!side.toOther.isEmpty()) {
                    deliver(side);
                    quiet = 0;
                }
            }
            pass(100);
        }
    }

    /** Something that can be told from everything else that is sent. */
    Sent randomMessage(int number) {
        String channel = List.of("chat", "file", "Gespräch").get(random.nextInt(3));
        JsonValue metadata = random.nextInt(3) == 0 ? JsonValue.of(number) : null;
        int length = random.nextInt(4) == 0 ? random.nextInt(80_000) : random.nextInt(40);
        return new Sent(
                channel,
                switch (random.nextInt(3)) {
                    case 0 -> new Payload.Text(number + "x".repeat(length));
                    case 1 -> new Payload.Json(JsonValue.of(List.of(number, "x".repeat(length))));
                    default -> {
                        var bytes = new byte[length + 4];
                        Arrays.fill(bytes, (byte) number);
                        bytes[0] = (byte) (number >> 8);
                        yield new Payload.Binary(bytes);
                    }
                },
                metadata);
    }
}
