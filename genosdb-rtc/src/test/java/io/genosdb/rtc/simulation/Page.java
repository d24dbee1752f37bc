package io.genosdb.rtc.simulation;

import io.genosdb.rtc.signal.RoomIdentity;
import io.genosdb.rtc.transport.IceCandidate;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a page in a browser behaves that imports trystero 0.25: its rules of signalling, as published, one by one. */
final class Page extends Participant implements End.Events {

    private static final long OFFER_TTL = 57_333;
    private static final long ANSWERED_TTL = 23_333;
    private static final long OFFER_RELAY_TTL = 4_800;
    private static final long SHARED_IDLE = 123_333;
    private static final long[] WARM_UP = {233, 533, 1_333};

    /** What a page knows of one peer of the room. */
    private static final class State {
        @Nullable
        End offerPeer;

        String offerId = "";
        String offerSdp = "";
        boolean offerAnswered;
        final Set<Integer> offerRelays = new LinkedHashSet<>();
        final Set<Integer> signalRelays = new LinkedHashSet<>();
        final List<String> backlog = new ArrayList<>();
        final Map<Integer, Timeline.Appointment> relayTimers = new HashMap<>();
        Timeline.@Nullable Appointment offerExpiry;

        @Nullable
        End connectedPeer;

        @Nullable
        End answeringPeer;

        String answeringOfferId = "";
        int answeringRelay;
        Timeline.@Nullable Appointment answeringExpiry;
        final Map<String, List<IceCandidate>> pendingCandidates = new HashMap<>();
    }

    private final RoomIdentity identity;
    private final PageCipher cipher;
    private final Map<String, State> states = new LinkedHashMap<>();
    private final Map<String, End> shared = new LinkedHashMap<>();
    private final Map<End, String> peers = new HashMap<>();
    private final Set<End> pooled = new LinkedHashSet<>();
    private final Set<Integer> announcing = new LinkedHashSet<>();
    private int stay;
    boolean inRoom = true;

    Page(String id, String password, World world) {
        super(id, world);
        this.identity = new RoomIdentity(World.APP, World.ROOM, password, id);
        this.cipher = new PageCipher(password, world.random);
    }

    private State state(String peer) {
        return states.computeIfAbsent(peer, key -> new State());
    }

    // Announcements

    @Override
    void relayConnected(int relay) {
        // After a reconnect a page subscribes again; its schedule goes on.
        if (announcing.add(relay)) {
            announce(relay, 0, stay);
        }
    }

    @Override
    void relayLost(int relay) {}

    private void announce(int relay, int attempt, int ofStay) {
        if (alive && inRoom && ofStay == stay) {
            publish(relay, identity.rootTopic(), Map.of("peerId", id));
            world.timeline.after(
                    attempt < WARM_UP.length ? WARM_UP[attempt] : 60_000, () -> announce(relay, attempt + 1, ofStay));
        }
    }

    private void publish(int relay, String topic, Map<String, String> payload) {
        world.trace(() -> id + " publishes on " + relay + " to " + topic + " " + payload.keySet());
        world.relays.get(relay).publish(this, topic, JsonValue.of(payload).toJson());
    }

    // What comes

    @Override
    boolean listensTo(String topic) {
        return inRoom && (topic.equals(identity.rootTopic()) || topic.equals(identity.topicOf(id)));
    }

    @Override
    void received(int relay, String topic, String content) {
        JsonObject payload = JsonObject.parse(content);
        String peer = text(payload, "peerId");
        if (!inRoom || peer.isEmpty() || peer.equals(id)) {
            return;
        }
        State known = states.get(peer);
        if (known != null && known.connectedPeer != null) {
            if (known.connectedPeer.open && !known.connectedPeer.closed) {
                return;
            }
            known.connectedPeer = null;
        }
        End live = live(peer);
        String offer = text(payload, "offer");
        String answer = text(payload, "answer");
        String candidate = text(payload, "candidate");
        if (live != null) {
            attach(peer, live);
        } else if (offer.isEmpty() && answer.isEmpty() && candidate.isEmpty()) {
            announced(peer, relay);
        } else if (!offer.isEmpty()) {
            offered(peer, relay, offer, text(payload, "offerId"));
        } else if (!candidate.isEmpty()) {
            candidate(peer, candidate, text(payload, "offerId"));
        } else {
            answered(peer, answer, text(payload, "offerId"));
        }
    }

    private static String text(JsonObject payload, String member) {
        return payload.get(member) instanceof JsonString string ? string.value() : "";
    }

    private @Nullable End live(String peer) {
        End end = shared.get(peer);
        if (end != null && end.closed) {
            shared.remove(peer);
            return null;
        }
        return end;
    }

    private void announced(String peer, int relay) {
        State state = state(peer);
        if (state.answeringPeer != null || state.connectedPeer != null || state.offerAnswered) {
            return;
        }
        if (id.compareTo(peer) > 0 && state.offerPeer == null) {
            publish(relay, identity.topicOf(peer), Map.of("peerId", id));
            return;
        }
        if (!state.offerRelays.add(relay)) {
            return;
        }
        ensureOffer(peer, state);
        world.timeline.after(world.random.nextLong(3), () -> sendOffer(peer, state, relay));
    }

    private void ensureOffer(String peer, State state) {
        if (state.offerPeer == null) {
            End end = End.offer(world, this, this);
            boolean gathered = world.random.nextInt(3) > 0;
            if (gathered) {
                pooled.add(end);
            }
            peers.put(end, peer);
            state.offerPeer = end;
            state.offerId = RoomIdentity.randomPeerId(world.random).substring(0, 12);
            state.offerSdp = cipher.encrypt("offer " + end.number + (gathered ? " gathered" : ""));
            state.offerAnswered = false;
            state.backlog.clear();
            expireOffer(state, OFFER_TTL);
        }
    }

    private void sendOffer(String peer, State state, int relay) {
        if (!alive || !inRoom || states.get(peer) != state) {
            return;
        }
        if (state.connectedPeer != null
                || state.answeringPeer != null
                || state.offerAnswered
                || state.offerPeer == null) {
            state.offerRelays.remove(relay);
            return;
        }
        state.signalRelays.add(relay);
        state.relayTimers.put(relay, world.timeline.after(OFFER_RELAY_TTL, () -> state.offerRelays.remove(relay)));
        publish(relay, identity.topicOf(peer), Map.of("peerId", id, "offerId", state.offerId, "offer", state.offerSdp));
        state.backlog.forEach(candidate -> sendCandidate(relay, peer, state.offerId, candidate));
    }

    private void sendCandidate(int relay, String peer, String offerId, String candidate) {
        publish(relay, identity.topicOf(peer), Map.of("peerId", id, "offerId", offerId, "candidate", candidate));
    }

    private void expireOffer(State state, long ttl) {
        if (state.offerExpiry != null) {
            state.offerExpiry.callOff();
        }
        state.offerExpiry = world.timeline.after(ttl, () -> {
            if (state.connectedPeer == null) {
                resetOffer(state);
            }
        });
    }

    private void resetOffer(State state) {
        if (state.offerExpiry != null) {
            state.offerExpiry.callOff();
        }
        state.relayTimers.values().forEach(Timeline.Appointment::callOff);
        state.relayTimers.clear();
        state.offerRelays.clear();
        state.signalRelays.clear();
        state.backlog.clear();
        End offer = state.offerPeer;
        if (offer != null && offer != state.connectedPeer) {
            offer.close();
        }
        state.offerPeer = null;
        state.offerId = "";
        state.offerSdp = "";
        state.offerAnswered = false;
    }

    private void offered(String peer, int relay, String offer, String offerId) {
        State state = state(peer);
        if (state.answeringPeer != null || state.offerAnswered) {
            return;
        }
        boolean outgoing = state.offerPeer != null || !state.offerRelays.isEmpty();
        if (outgoing && id.compareTo(peer) < 0) {
            return;
        }
        if (outgoing) {
            resetOffer(state);
        }
        String sdp = cipher.decrypt(offer);
        if (sdp == null) {
            return;
        }
        End end = End.answer(world, this, sdp, this);
        peers.put(end, peer);
        state.answeringPeer = end;
        state.answeringOfferId = offerId;
        state.answeringRelay = relay;
        state.answeringExpiry = world.timeline.after(ANSWERED_TTL, () -> {
            if (state.connectedPeer == null && state.answeringPeer == end) {
                end.close();
                state.answeringPeer = null;
            }
        });
        state.pendingCandidates.getOrDefault(offerId, List.of()).forEach(end::add);
        state.pendingCandidates.remove(offerId);
    }

    private void candidate(String peer, String candidate, String offerId) {
        String json = cipher.decrypt(candidate);
        if (json == null) {
            return;
        }
        JsonObject object = JsonObject.parse(json);
        var way = new IceCandidate(text(object, "candidate"), text(object, "sdpMid"), 0, null);
        State state = state(peer);
        End target = state.offerPeer != null && state.offerId.equals(offerId) ? state.offerPeer : state.answeringPeer;
        if (target == null || target.closed) {
            state.pendingCandidates
                    .computeIfAbsent(offerId, key -> new ArrayList<>())
                    .add(way);
        } else {
            target.add(way);
        }
    }

    private void answered(String peer, String answer, String offerId) {
        String sdp = cipher.decrypt(answer);
        State state = states.get(peer);
        if (sdp == null
                || state == null
                || state.offerPeer == null
                || state.offerAnswered
                || !offerId.equals(state.offerId)) {
            return;
        }
        state.offerAnswered = true;
        expireOffer(state, ANSWERED_TTL);
        state.offerPeer.accept(sdp);
    }

    // Connections

    @Override
    public void described(End end, String sdp) {
        State state = states.get(peers.get(end));
        if (state != null && state.answeringPeer == end) {
            publish(
                    state.answeringRelay,
                    identity.topicOf(peers.get(end)),
                    Map.of("peerId", id, "offerId", state.answeringOfferId, "answer", cipher.encrypt(sdp)));
        }
    }

    @Override
    public void gathered(End end, IceCandidate candidate) {
        String peer = peers.get(end);
        State state = states.get(peer);
        if (state == null || pooled.contains(end)) {
            return;
        }
        String encrypted = cipher.encrypt(JsonValue.of(Map.of("candidate", candidate.candidate(), "sdpMid", "0"))
                .toJson());
        if (state.answeringPeer == end) {
            sendCandidate(state.answeringRelay, peer, state.answeringOfferId, encrypted);
        } else if (state.offerPeer == end && state.connectedPeer == null) {
            state.backlog.add(encrypted);
            state.signalRelays.forEach(relay -> sendCandidate(relay, peer, state.offerId, encrypted));
        }
    }

    @Override
    public void opened(End end) {
        String peer = peers.get(end);
        State state = state(peer);
        if (!inRoom || (state.connectedPeer != null && state.connectedPeer != end)) {
            end.close();
            return;
        }
        End known = live(peer);
        if (known != null && known != end) {
            end.close();
            attach(peer, known);
        } else {
            shared.put(peer, end);
            attach(peer, end);
        }
    }

    private void attach(String peer, End end) {
        State state = state(peer);
        if (state.answeringExpiry != null) {
            state.answeringExpiry.callOff();
        }
        state.answeringPeer = null;
        state.connectedPeer = end;
        world.trace(() -> id + " is connected to " + peer + " by " + end);
        resetOffer(state);
    }

    @Override
    public void closed(End end) {
        String peer = peers.get(end);
        shared.remove(peer, end);
        State state = states.get(peer);
        if (state != null) {
            if (state.connectedPeer == end) {
                state.connectedPeer = null;
            }
            if (state.answeringPeer == end) {
                state.answeringPeer = null;
            }
            if (state.offerPeer == end) {
                resetOffer(state);
            }
        }
    }

    /** The page stays, and its connections do for a while, but it leaves the room. */
    void leaveRoom() {
        inRoom = false;
        stay++;
        announcing.clear();
        states.forEach((peer, state) -> {
            if (state.answeringPeer != null) {
                state.answeringPeer.close();
            }
            End end = state.connectedPeer;
            if (end != null && end.other() != null && end.other().owner.alive) {
                end.other().owner.goodbye(id);
                int left = stay;
                world.timeline.after(SHARED_IDLE, () -> {
                    if (stay == left && alive) {
                        end.close();
                    }
                });
            }
            resetOffer(state);
        });
        states.clear();
    }

    void rejoin() {
        inRoom = true;
        stay++;
        for (String peer : List.copyOf(shared.keySet())) {
            End end = live(peer);
            if (end != null && end.open && end.other() != null && end.other().owner.alive) {
                attach(peer, end);
                if (end.other().owner instanceof OurPeer ours) {
                    ours.returned(id);
                }
            }
        }
        world.relays.forEach(relay -> {
            if (relay.carries(this)) {
                relayConnected(relay.number);
            }
        });
    }

    @Override
    @Nullable
    End inUse(String peer) {
        State state = states.get(peer);
        return state == null || state.connectedPeer == null || state.connectedPeer.closed ? null : state.connectedPeer;
    }

    @Override
    Set<End> ends() {
        return new LinkedHashSet<>(peers.keySet());
    }

    @Override
    void goodbye(String peer) {
        State state = states.get(peer);
        if (state != null) {
            state.connectedPeer = null;
        }
    }

    @Override
    boolean isPage() {
        return true;
    }

    @Override
    public String toString() {
        return "page " + id;
    }
}
