package io.genosdb.rtc.signal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A connection to a peer, from the decision to make it. */
final class Link {

    static final long NEVER = Long.MAX_VALUE;

    /** How long a link takes to open, at most, from the moment both sides know each other's description. */
    static final long ANSWERED_MILLIS = 23_333;

    /** How long an offer waits for its answer. */
    static final long OFFER_MILLIS = 57_333;

    private static final int MAX_CANDIDATES = 64;
    private static final long FIRST_RESEND_MILLIS = 1000;
    private static final int RESENDS = 5;

    /** How far it has come. */
    enum Stage {
        /** Begun here, without an answer. */
        OFFERED,
        /** Begun here, with an answer. */
        ACCEPTED,
        /** Begun by the peer. */
        ANSWERED,
        OPEN
    }

    final long id;
    final RemotePeer peer;
    final String offerId;
    Stage stage;

    /** Which start of the peer is at the other end; empty if not known, or a page. */
    String run = "";

    /** When it must be open, or be closed; of an open link, when it is closed for another one. */
    long deadline;

    long openedAt;
    boolean worn;

    /** Its description and candidates, encrypted, as far as they are known. */
    private String description = "";

    private final List<String> candidates = new ArrayList<>();
    private final Set<String> candidatesOfPeer = new HashSet<>();

    /** On which relays the peer was told of it, or is to be, and when. */
    private final Map<Integer, Long> told = new HashMap<>();

    private int resends;
    long resendAt = NEVER;

    Link(long id, RemotePeer peer, String offerId, Stage stage, long deadline) {
        this.id = id;
        this.peer = peer;
        this.offerId = offerId;
        this.stage = stage;
        this.deadline = deadline;
    }

    boolean isOpen() {
        return stage == Stage.OPEN;
    }

    /** Whether it was begun by the peer at the other end that is known to be another start of it than this. */
    boolean isOfOtherRun(String other) {
        return !run.isEmpty() && !other.isEmpty() && !run.equals(other);
    }

    boolean isDescribed() {
        return !description.isEmpty();
    }

    void describe(String encrypted, long now) {
        description = encrypted;
        resendAt = now + FIRST_RESEND_MILLIS;
    }

    /** Keeps a candidate of this side; false if there are too many. */
    boolean gather(String encrypted) {
        return candidates.size() < MAX_CANDIDATES && candidates.add(encrypted);
    }

    /** Notes a candidate of the other side; false if it is known, or there are too many. */
    boolean isNew(String candidate) {
        return candidatesOfPeer.size() < MAX_CANDIDATES && candidatesOfPeer.add(candidate);
    }

    /** All there is to say about it, to whom it concerns. */
    List<Signal> signals(String self, String ownRun) {
        var signals = new ArrayList<Signal>();
        signals.add(new Signal(
                stage == Stage.ANSWERED ? Signal.Kind.ANSWER : Signal.Kind.OFFER, self, ownRun, offerId, description));
        candidates.forEach(c -> signals.add(new Signal(Signal.Kind.CANDIDATE, self, ownRun, offerId, c)));
        return signals;
    }

    /** Relays over which its candidates go. */
    Set<Integer> toldOn() {
        return told.keySet();
    }

    /** Whether the peer has been told on a relay within so many milliseconds. */
    boolean wasTold(int relay, long now, long within) {
        Long at = told.get(relay);
        return at != null && now - at < within;
    }

    void tell(int relay, long now) {
        told.put(relay, now);
    }

    void forget(int relay) {
        told.remove(relay);
    }

    /** The next time it is said again takes twice as long each time. */
    void scheduleResend(long now) {
        resends++;
        resendAt = resends < RESENDS ? now + (FIRST_RESEND_MILLIS << resends) : NEVER;
    }

    long nextTick() {
        return isOpen() ? deadline : Math.min(deadline, resendAt);
    }
}
