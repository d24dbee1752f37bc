package io.genosdb.rtc.wire;

import io.genosdb.room.Payload;
import io.genosdb.value.InvalidValueException;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What two peers of a room say to each other over one open link, from the handshake to the goodbye: a state machine that sends
 * nothing and waits for nothing itself. All times are milliseconds of one clock that never goes back. Nothing that a peer sends
 * makes a method throw. Not thread-safe.
 *
 * @since 0.1
 */
public final class RoomSession {

    /** The largest message that is looked at. */
    private static final int MAX_RECEIVED_BYTES = 256 * 1024;

    /** The largest message of a handshake that is looked at. */
    private static final int MAX_CONTROL_BYTES = 4096;

    private static final long GOODBYE_MILLIS = 99;
    private static final int MAX_JOINS_PER_MINUTE = 60;
    private static final int CHALLENGE_LENGTH = 36;
    private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static final JsonNumber SYNC_VERSION = JsonNumber.of(1);

    private enum Phase {
        /** The link is not open. */
        NEW,
        /** Both are in the room, and prove it. */
        SHAKING,
        /** Both are in the room. */
        ACTIVE,
        /** The other one left. */
        ABSENT,
        /** This one leaves. */
        LEAVING,
        /** This one left. */
        LEFT,
        /** The link is of no use any more. */
        ENDED
    }

    private final RoomSecret secret;
    private final SessionLimits limits;
    private final RoomFrames frames;
    private final MessageEncoder encoder;
    private final Watchdog watchdog;
    private final Reassembly reassembly;
    private final List<SessionEffect> effects = new ArrayList<>();

    /** Makes the proof, where this side asks for it: the one with the smaller name does. The same for the whole link. */
    private final @Nullable String challenge;

    private PeerHello own;
    private Phase phase = Phase.NEW;
    private long deadline;
    private boolean peerPresent = true;
    private boolean passed;
    private boolean peerReady;
    private boolean helloOutdated;
    private @Nullable PeerHello peerHello;
    private long minute;
    private int joins;

    /**
     * Makes a session over a link that is not open yet.
     *
     * @param secret the room, and what is to be proved
     * @param self how this peer is called
     * @param peer how the other is called
     * @param own what this peer declares to be
     * @param limits what the other may take
     * @param budget what all others of the room may take together
     * @param random makes challenges, which nobody may guess
     */
    public RoomSession(
            RoomSecret secret,
            String self,
            String peer,
            PeerHello own,
            SessionLimits limits,
            ReassemblyBudget budget,
            RandomGenerator random) {
        this.secret = secret;
        this.own = own;
        this.limits = limits;
        String token = secret.token();
        this.frames = new RoomFrames(token);
        this.encoder = new MessageEncoder(token);
        this.watchdog = new Watchdog(limits);
        this.reassembly = new Reassembly(limits, budget, effects::add);
        this.challenge = secret.isSet() && self.compareTo(peer) < 0 ? challenge(random) : null;
    }

    private static String challenge(RandomGenerator random) {
        var text = new StringBuilder(CHALLENGE_LENGTH);
        for (int i = 0; i < CHALLENGE_LENGTH; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    /**
     * The link is open: the handshake begins.
     *
     * @param now the time
     */
    public void opened(long now) {
        if (phase == Phase.NEW) {
            send(frames.presence(true));
            shakeHands(now);
        }
    }

    /**
     * A message came over the link.
     *
     * @param message all of it, which is the session's from now on
     * @param now the time
     */
    public void received(byte[] message, long now) {
        if (phase == Phase.NEW || phase == Phase.ENDED || message.length > MAX_RECEIVED_BYTES) {
            return;
        }
        watchdog.heard(now);
        if (frames.isPresence(message)) {
            heardOfPresence(frames.isPresent(message), now);
        } else if (frames.isFrame(message) && message.length >= MessageEncoder.SYNC_OVERHEAD) {
            var header = ActionHeader.read(message, RoomFrames.HEADER_BYTES);
            if (Actions.isReserved(header.type())) {
                receivedReserved(header, message, now);
            } else if (phase == Phase.ACTIVE && Actions.isChannel(header.type())) {
                reassembly.take(header, message, now);
            }
        }
    }

    private void heardOfPresence(boolean present, long now) {
        peerPresent = present;
        if (!present) {
            peerLeft(now);
        } else if (phase == Phase.ABSENT) {
            shakeHands(now);
        }
    }

    private void peerLeft(long now) {
        peerPresent = false;
        if (phase == Phase.SHAKING || phase == Phase.ACTIVE) {
            deactivate("the peer has left the room", true);
            phase = Phase.ABSENT;
            deadline = now + limits.absent().toMillis();
        }
    }

    private void receivedReserved(ActionHeader header, byte[] message, long now) {
        if (!header.is(ActionHeader.LAST) || header.is(ActionHeader.METADATA)) {
            return; // All of these go in one part, without metadata.
        }
        switch (header.type()) {
            case Actions.LEAVE -> peerLeft(now);
            case Actions.HANDSHAKE -> receivedProof(message, now);
            case Actions.READY -> receivedReady(now);
            case Actions.HELLO -> receivedHello(message);
            default -> receivedWhileActive(header.type(), message, now);
        }
    }

    private void receivedWhileActive(String type, byte[] message, long now) {
        if (phase != Phase.ACTIVE) {
            return;
        }
        switch (type) {
            case Actions.PING -> send(Actions.PONG);
            case Actions.PONG -> receivedPong(now);
            case Actions.SYNC -> effects.add(new SessionEffect.Sync(body(message)));
            default -> {} // Media and requests of pages, and what later versions of this project say.
        }
    }

    private void receivedPong(long now) {
        Watchdog.Ping ping = watchdog.pong();
        if (ping != null && ping.id() != null) {
            effects.add(new SessionEffect.Pong(ping.id(), now - ping.sent()));
        }
    }

    private void shakeHands(long now) {
        if (isTooRestless(now)) {
            fail("the peer joins and leaves more than " + MAX_JOINS_PER_MINUTE + " times a minute", false);
            return;
        }
        phase = Phase.SHAKING;
        deadline = now + limits.handshake().toMillis();
        passed = false;
        peerReady = false;
        helloOutdated = false;
        peerHello = null;
        if (!secret.isSet()) {
            pass(now);
        } else if (challenge != null) {
            send(Actions.HANDSHAKE, JsonValue.of(Map.of("__trystero_pw", "challenge", "c", challenge)));
        }
    }

    private boolean isTooRestless(long now) {
        if (joins == 0 || now - minute >= 60_000) {
            minute = now;
            joins = 0;
        }
        return ++joins > MAX_JOINS_PER_MINUTE;
    }

    private void pass(long now) {
        passed = true;
        // Before the other one can be active: a page forgets what comes until then, where it would keep it later.
        send(Actions.HELLO, json(own));
        send(Actions.READY);
        activate(now);
    }

    private void receivedReady(long now) {
        if (phase == Phase.SHAKING) {
            peerReady = true;
            activate(now);
        }
    }

    private void activate(long now) {
        if (passed && peerReady) {
            phase = Phase.ACTIVE;
            watchdog.reset(now);
            effects.add(new SessionEffect.Active(peerHello == null ? PeerHello.NONE : peerHello));
            if (helloOutdated) {
                declare(own);
            }
        }
    }

    private void receivedProof(byte[] message, long now) {
        if (phase != Phase.SHAKING || passed) {
            return;
        }
        JsonObject said = object(message);
        String kind = text(said, "__trystero_pw");
        if (!secret.isSet()) {
            if (kind.equals("challenge")) {
                fail("the peer's room has a password, and this one has none", true);
            }
        } else if (challenge == null) {
            answer(kind, text(said, "c"), now);
        } else if (kind.equals("response") && secret.answer(challenge).equals(text(said, "h"))) {
            pass(now);
        } else {
            fail("the peer has another password", true);
        }
    }

    private void answer(String kind, String question, long now) {
        if (!kind.equals("challenge") || question.isEmpty()) {
            fail("the peer has not asked for the password in a way that could be answered", true);
            return;
        }
        send(Actions.HANDSHAKE, JsonValue.of(Map.of("__trystero_pw", "response", "h", secret.answer(question))));
        pass(now);
    }

    private void receivedHello(byte[] message) {
        if (phase != Phase.SHAKING && phase != Phase.ACTIVE) {
            return;
        }
        PeerHello hello;
        try {
            JsonObject said = object(message);
            hello = new PeerHello(text(said, "type"), SYNC_VERSION.equals(said.get("sync")));
        } catch (IllegalArgumentException e) {
            effects.add(new SessionEffect.Refused("what the peer declares to be was dropped: " + e.getMessage()));
            return;
        }
        PeerHello before = peerHello == null ? PeerHello.NONE : peerHello;
        peerHello = hello;
        if (phase == Phase.ACTIVE && !hello.equals(before)) {
            effects.add(new SessionEffect.HelloChanged(hello));
        }
    }

    private static JsonObject json(PeerHello hello) {
        JsonObject said = JsonObject.empty().with("type", new JsonString(hello.type()));
        return hello.syncs() ? said.with("sync", SYNC_VERSION) : said;
    }

    /** The object that a message holds; an empty one where it holds none. */
    private static JsonObject object(byte[] message) {
        if (message.length <= MAX_CONTROL_BYTES) {
            try {
                return JsonText.parse(message, MessageEncoder.SYNC_OVERHEAD) instanceof JsonObject said
                        ? said
                        : JsonObject.empty();
            } catch (InvalidValueException e) {
                return JsonObject.empty();
            }
        }
        return JsonObject.empty();
    }

    private static String text(JsonObject said, String name) {
        return said.get(name) instanceof JsonString text ? text.value() : "";
    }

    private static byte[] body(byte[] message) {
        return Arrays.copyOfRange(message, MessageEncoder.SYNC_OVERHEAD, message.length);
    }

    /**
     * Does what is due.
     *
     * @param now the time
     */
    public void tick(long now) {
        if (phase == Phase.ACTIVE) {
            reassembly.tick(now);
            if (watchdog.gaveUp(now)) {
                fail("the peer gave no sign of life for " + limits.silent().toSeconds() + " s", false);
            } else if (watchdog.asks(now)) {
                send(Actions.PING);
            }
        } else if (deadline <= now) {
            timeOut();
        }
    }

    private void timeOut() {
        switch (phase) {
            case SHAKING ->
                fail("the handshake took more than " + limits.handshake().toSeconds() + " s", false);
            case ABSENT ->
                fail(
                        "the peer left and did not come back for "
                                + limits.absent().toSeconds() + " s",
                        false);
            case LEAVING -> goneForGood();
            default -> {}
        }
    }

    /**
     * When {@link #tick} has something to do at the earliest. Changes with every call of another method.
     *
     * @return a time; {@link Long#MAX_VALUE} for never
     */
    public long nextTick() {
        return switch (phase) {
            case ACTIVE -> Math.min(watchdog.nextTick(), reassembly.nextTick());
            case SHAKING, ABSENT, LEAVING -> deadline;
            case NEW, LEFT, ENDED -> Long.MAX_VALUE;
        };
    }

    /**
     * Leaves the room and says so. The link is to be kept open until {@link SessionEffect.Left}, about 0.1 s later, which comes
     * at once where there is nobody to tell.
     *
     * @param now the time
     */
    public void leave(long now) {
        switch (phase) {
            case SHAKING, ACTIVE -> {
                send(Actions.LEAVE);
                deactivate("this peer has left the room", false);
                phase = Phase.LEAVING;
                deadline = now + GOODBYE_MILLIS;
            }
            case ABSENT -> goneForGood();
            case NEW, ENDED -> {
                phase = Phase.ENDED;
                effects.add(new SessionEffect.Left());
            }
            case LEAVING, LEFT -> {}
        }
    }

    private void goneForGood() {
        phase = Phase.LEFT;
        send(frames.presence(false));
        effects.add(new SessionEffect.Left());
    }

    /**
     * Comes back into the room after {@link #leave}, over the same link.
     *
     * @param now the time
     */
    public void rejoin(long now) {
        if (phase == Phase.LEAVING) {
            goneForGood();
        }
        if (phase == Phase.LEFT) {
            send(frames.presence(true));
            if (peerPresent) {
                shakeHands(now);
            } else {
                phase = Phase.ABSENT;
                deadline = now + limits.absent().toMillis();
            }
        }
    }

    /**
     * Declares to be something else, and tells the peer if it is one that wants to know.
     *
     * @param hello what this peer is from now on
     */
    public void declare(PeerHello hello) {
        own = hello;
        if (phase == Phase.ACTIVE && peerHello != null) {
            send(Actions.HELLO, json(own));
        }
        helloOutdated = phase == Phase.SHAKING && passed;
    }

    /**
     * Asks the peer for an answer: a {@link SessionEffect.Pong}, unless it becomes inactive before.
     *
     * @param id comes back with the answer
     * @param now the time
     * @return whether it was asked; not if it is not active, or has too many to answer already
     */
    public boolean ping(long id, long now) {
        if (phase != Phase.ACTIVE || !watchdog.ping(id, now)) {
            return false;
        }
        send(Actions.PING);
        return true;
    }

    /**
     * The link has ended. Gives back what the session held.
     *
     * @param reason why, for people
     */
    public void closed(String reason) {
        deactivate(reason, false);
        phase = Phase.ENDED;
    }

    private void fail(String reason, boolean wrongPassword) {
        deactivate(reason, false);
        phase = Phase.ENDED;
        effects.add(new SessionEffect.Failed(reason, wrongPassword));
    }

    private void deactivate(String reason, boolean goodbye) {
        if (phase == Phase.ACTIVE) {
            effects.add(new SessionEffect.Inactive(reason, goodbye));
        }
        reassembly.clear();
    }

    /**
     * Whether messages go both ways.
     *
     * @return true between {@link SessionEffect.Active} and {@link SessionEffect.Inactive}
     */
    public boolean isActive() {
        return phase == Phase.ACTIVE;
    }

    /**
     * What was to be done and found out since the last call.
     *
     * @return the effects, in order
     */
    public List<SessionEffect> effects() {
        List<SessionEffect> drained = List.copyOf(effects);
        effects.clear();
        return drained;
    }

    private void send(String action) {
        send(encoder.message(action, new Payload.Text(""), null));
    }

    private void send(String action, JsonValue content) {
        send(encoder.message(action, new Payload.Json(content), null));
    }

    private void send(OutgoingMessage message) {
        message.transmission().forEachRemaining(this::send);
    }

    private void send(byte[] message) {
        effects.add(new SessionEffect.Send(message));
    }
}
