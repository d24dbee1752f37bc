package io.genosdb.rtc.simulation;

import io.genosdb.rtc.transport.IceCandidate;
import org.jspecify.annotations.Nullable;

/** One side of a simulated connection. It opens when both sides know each other's description, and one a way to the other. */
final class End {

    /** What its owner hears of it. */
    interface Events {
        void described(End end, String sdp);

        void gathered(End end, IceCandidate candidate);

        void opened(End end);

        void closed(End end);
    }

    private static final long ICE_TIMEOUT = 15_000;

    final int number;
    final Participant owner;
    private final World world;
    private final Events events;
    private final boolean offers;
    private @Nullable End other;
    private boolean knowsWay;
    private boolean opening;
    boolean open;
    boolean closed;

    private End(World world, Participant owner, Events events, boolean offers) {
        this.world = world;
        this.owner = owner;
        this.events = events;
        this.offers = offers;
        this.number = world.ends.size();
        world.ends.add(this);
    }

    static End offer(World world, Participant owner, Events events) {
        var end = new End(world, owner, events, true);
        end.describe("offer " + end.number);
        return end;
    }

    static End answer(World world, Participant owner, String offer, Events events) {
        var end = new End(world, owner, events, false);
        String[] words = offer.split(" ", -1);
        if (words.length < 2 || !words[0].equals("offer")) {
            end.failAfter(1);
        } else {
            end.other = world.ends.get(Integer.parseInt(words[1]));
            end.knowsWay = words.length > 2;
            end.describe("answer " + end.number + " " + words[1]);
            end.failAfter(ICE_TIMEOUT);
        }
        return end;
    }

    private void describe(String sdp) {
        long takes = world.random.nextLong(1, 30);
        later(takes, () -> events.described(this, sdp));
        for (int i = 0; i < 3; i++) {
            var candidate = new IceCandidate("candidate:" + i + " way " + number, "0", 0, "u" + number);
            later(takes + world.random.nextLong(-1, 60), () -> events.gathered(this, candidate));
        }
    }

    private void later(long millis, Runnable action) {
        world.timeline.after(millis, () -> {
            if (!closed && owner.alive) {
                action.run();
            }
        });
    }

    private void failAfter(long millis) {
        later(millis, () -> {
            if (!open) {
                closed = true;
                events.closed(this);
            }
        });
    }

    void accept(String answer) {
        String[] words = answer.split(" ", -1);
        if (offers && other == null && words.length == 3 && words[2].equals(Integer.toString(number))) {
            other = world.ends.get(Integer.parseInt(words[1]));
            failAfter(ICE_TIMEOUT);
            check();
        } else {
            failAfter(1);
        }
    }

    void add(IceCandidate candidate) {
        String[] words = candidate.candidate().split(" ", -1);
        if (words.length == 3) {
            knowsWay |= other != null
                    ? words[2].equals(Integer.toString(other.number))
                    : !words[2].equals(Integer.toString(number));
            check();
        }
    }

    private void check() {
        End there = other;
        if (there != null && there.other == this && (knowsWay || there.knowsWay) && !opening && !there.opening) {
            opening = true;
            there.opening = true;
            long takes = world.random.nextLong(2, 80);
            world.timeline.after(takes, () -> open(there));
        }
    }

    private void open(End there) {
        if (!closed && !there.closed && owner.alive && there.owner.alive) {
            open = true;
            there.open = true;
            world.opened(this, there);
            later(world.random.nextLong(0, 40), () -> events.opened(this));
            there.later(world.random.nextLong(0, 40), () -> there.events.opened(there));
        }
    }

    /** The owner closes it; the other side is told. */
    void close() {
        if (!closed) {
            closed = true;
            tell(world.random.nextLong(1, 50));
        }
    }

    /** The owner is no more; the other side finds out. */
    void vanish() {
        if (!closed) {
            closed = true;
            tell(world.random.nextLong(5000, 20_000));
        }
    }

    /** The network between both is cut for good; each side finds out on its own. */
    void cut() {
        End there = other;
        if (!closed && there != null) {
            world.timeline.after(world.random.nextLong(1, 20_000), this::lose);
            world.timeline.after(world.random.nextLong(1, 20_000), there::lose);
        }
    }

    private void tell(long millis) {
        End there = other;
        if (open && there != null) {
            world.timeline.after(millis, there::lose);
        }
    }

    private void lose() {
        if (!closed) {
            closed = true;
            if (owner.alive) {
                events.closed(this);
            }
        }
    }

    @Nullable
    End other() {
        return other;
    }

    @Override
    public String toString() {
        return "#" + number + " of " + owner.id;
    }
}
