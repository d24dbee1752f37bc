package io.genosdb.rtc.simulation;

import io.genosdb.rtc.signal.RoomIdentity;
import io.genosdb.rtc.signal.SignalEffect;
import io.genosdb.rtc.signal.Signalling;
import io.genosdb.rtc.transport.IceCandidate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One of ours: does what {@link Signalling} wants done. */
final class OurPeer extends Participant implements End.Events {

    final Signalling signalling;
    final List<SignalEffect> done = new ArrayList<>();
    private final Map<Long, End> ends = new LinkedHashMap<>();
    private final Map<End, Long> links = new HashMap<>();
    private final Map<String, Long> inUse = new HashMap<>();
    private Timeline.@Nullable Appointment tick;

    OurPeer(String id, String password, World world) {
        super(id, world);
        signalling = new Signalling(new RoomIdentity(World.APP, World.ROOM, password, id), world.random);
    }

    private long now() {
        return world.timeline.now();
    }

    private void act() {
        for (SignalEffect effect : signalling.effects()) {
            world.trace(() -> id + " " + effect);
            done.add(effect);
            act(effect);
        }
        if (tick != null) {
            tick.callOff();
        }
        long next = signalling.nextTick();
        if (next != Long.MAX_VALUE) {
            tick = world.timeline.after(next - now(), this::tick);
        }
    }

    private void tick() {
        if (alive) {
            signalling.tick(now());
            act();
            if (signalling.nextTick() <= now()) {
                throw new AssertionError(id + " wants to be ticked again at once");
            }
        }
    }

    private void act(SignalEffect effect) {
        if (effect instanceof SignalEffect.Publish publish) {
            world.relays.get(publish.relay()).publish(this, publish.topic(), publish.content());
        } else if (effect instanceof SignalEffect.Offer offer) {
            keep(offer.link(), End.offer(world, this, this));
        } else if (effect instanceof SignalEffect.Answer answer) {
            keep(answer.link(), End.answer(world, this, answer.sdp(), this));
        } else if (effect instanceof SignalEffect.Accept accept) {
            end(accept.link()).accept(accept.sdp());
        } else if (effect instanceof SignalEffect.Add add) {
            end(add.link()).add(add.candidate());
        } else if (effect instanceof SignalEffect.Close close) {
            end(close.link()).close();
            forget(close.link());
        } else if (effect instanceof SignalEffect.Connected connected) {
            if (!end(connected.link()).open) {
                throw new AssertionError(id + " uses a link that is not open");
            }
            inUse.put(connected.peer(), connected.link());
        }
    }

    private void keep(long link, End end) {
        if (ends.put(link, end) != null) {
            throw new AssertionError("The link " + link + " is there");
        }
        links.put(end, link);
    }

    private End end(long link) {
        End end = ends.get(link);
        if (end == null) {
            throw new AssertionError(id + " has no link " + link);
        }
        return end;
    }

    private void forget(long link) {
        End end = ends.remove(link);
        links.remove(end);
        inUse.values().removeIf(used -> used == link);
    }

    @Override
    void relayConnected(int relay) {
        signalling.relayConnected(relay, now());
        act();
    }

    @Override
    void relayLost(int relay) {
        signalling.relayLost(relay, now());
        act();
    }

    @Override
    void received(int relay, String topic, String content) {
        signalling.received(relay, topic, content, now());
        act();
    }

    @Override
    boolean listensTo(String topic) {
        return signalling.topics().contains(topic);
    }

    @Override
    public void described(End end, String sdp) {
        signalling.described(link(end), sdp, now());
        act();
    }

    @Override
    public void gathered(End end, IceCandidate candidate) {
        signalling.gathered(link(end), candidate, now());
        act();
    }

    @Override
    public void opened(End end) {
        signalling.opened(link(end), now());
        act();
    }

    @Override
    public void closed(End end) {
        long link = link(end);
        forget(link);
        signalling.closed(link, now());
        act();
    }

    private long link(End end) {
        Long link = links.get(end);
        return link == null ? -1 : link;
    }

    @Override
    void goodbye(String peer) {
        signalling.departed(peer, now());
        act();
    }

    void returned(String peer) {
        signalling.returned(peer, now());
        act();
    }

    /** Says goodbye to everybody, and ends. */
    void leave() {
        for (String peer : Set.copyOf(inUse.keySet())) {
            End end = end(inUse.get(peer));
            End there = end.other();
            if (there != null && there.owner.alive) {
                there.owner.goodbye(id);
            }
        }
        alive = false;
        Set.copyOf(ends.values()).forEach(End::close);
        world.relays.forEach(relay -> relay.disconnect(this));
    }

    void replace(String peer) {
        Long link = inUse.get(peer);
        if (link != null) {
            signalling.replace(link, now());
            act();
        }
    }

    @Override
    @Nullable
    End inUse(String peer) {
        Long link = inUse.get(peer);
        return link == null ? null : ends.get(link);
    }

    @Override
    Set<End> ends() {
        return new LinkedHashSet<>(ends.values());
    }

    @Override
    boolean isPage() {
        return false;
    }

    @Override
    public String toString() {
        return id;
    }
}
