package io.genosdb.rtc.signal;

import io.genosdb.rtc.transport.IceCandidate;
import io.genosdb.value.InvalidValueException;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What peers tell each other on relays.
 *
 * @param kind what it is
 * @param peer who says so
 * @param run which start of that peer; empty for pages, which don't tell
 * @param offerId which attempt it is about; of an announcement, which one has come to its end, or nothing
 * @param text what is said, encrypted; nothing in an announcement
 */
record Signal(Kind kind, String peer, String run, String offerId, String text) {

    /** What is said. */
    enum Kind {
        ANNOUNCEMENT(""),
        OFFER("offer"),
        CANDIDATE("candidate"),
        ANSWER("answer");

        private final String member;

        Kind(String member) {
            this.member = member;
        }
    }

    private static final int MAX_CONTENT = 96 * 1024;
    private static final int MAX_SDP = 64 * 1024;
    private static final int MAX_CANDIDATE = 4096;
    private static final int MAX_ID = 64;

    private static final String PEER = "peerId";
    private static final String RUN = "run";
    private static final String OFFER_ID = "offerId";
    private static final String LOST = "lost";

    static Signal announcement(String self, String run, String lost) {
        return new Signal(Kind.ANNOUNCEMENT, self, run, lost, "");
    }

    String toJson() {
        var members = new LinkedHashMap<String, String>();
        members.put(PEER, peer);
        members.put(RUN, run);
        if (kind != Kind.ANNOUNCEMENT) {
            members.put(OFFER_ID, offerId);
            members.put(kind.member, text);
        } else if (!offerId.isEmpty()) {
            members.put(LOST, offerId);
        }
        return JsonValue.of(members).toJson();
    }

    /** Reads what a relay brought; empty if it is nothing of the kind. */
    static Optional<Signal> parse(String content) {
        return content.length() > MAX_CONTENT
                ? Optional.empty()
                : object(content).flatMap(Signal::of);
    }

    private static Optional<JsonObject> object(String json) {
        try {
            return JsonValue.parse(json) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
        } catch (InvalidValueException e) {
            return Optional.empty();
        }
    }

    private static Optional<Signal> of(JsonObject object) {
        String peer = text(object, PEER);
        if (!RoomIdentity.isPeerId(peer)) {
            return Optional.empty();
        }
        Kind kind = Kind.ANNOUNCEMENT;
        for (Kind other : new Kind[] {Kind.ANSWER, Kind.CANDIDATE, Kind.OFFER}) {
            if (object.get(other.member) != null) {
                if (text(object, other.member).isEmpty()) {
                    return Optional.empty();
                }
                kind = other;
            }
        }
        String offerId = id(object, kind == Kind.ANNOUNCEMENT ? LOST : OFFER_ID);
        if (kind != Kind.ANNOUNCEMENT && offerId.isEmpty()) {
            return Optional.empty();
        }
        String text = kind == Kind.ANNOUNCEMENT ? "" : text(object, kind.member);
        return Optional.of(new Signal(kind, peer, id(object, RUN), offerId, text));
    }

    private static String id(JsonObject object, String member) {
        String id = text(object, member);
        return id.length() <= MAX_ID ? id : "";
    }

    private static String text(JsonObject object, String member) {
        return object.get(member) instanceof JsonString string ? string.value() : "";
    }

    /** Whether a description, decrypted, may go to the transport. */
    static boolean isDescription(String sdp) {
        return !sdp.isBlank() && sdp.length() <= MAX_SDP;
    }

    static String candidateJson(IceCandidate candidate) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("candidate", candidate.candidate());
        if (candidate.sdpMid() != null) {
            members.put("sdpMid", candidate.sdpMid());
        }
        members.put("sdpMLineIndex", candidate.sdpMLineIndex());
        if (candidate.usernameFragment() != null) {
            members.put("usernameFragment", candidate.usernameFragment());
        }
        return JsonValue.of(members).toJson();
    }

    /** Reads a candidate, decrypted. The empty one, by which some browsers end their list, is none. */
    static Optional<IceCandidate> candidate(String json) {
        return json.length() > MAX_CANDIDATE ? Optional.empty() : object(json).flatMap(Signal::candidate);
    }

    private static Optional<IceCandidate> candidate(JsonObject object) {
        String candidate = text(object, "candidate");
        if (candidate.isBlank()) {
            return Optional.empty();
        }
        int index = object.get("sdpMLineIndex") instanceof JsonNumber number ? (int) number.value() : 0;
        return Optional.of(new IceCandidate(
                candidate, textOrNull(object, "sdpMid"), Math.max(0, index), textOrNull(object, "usernameFragment")));
    }

    private static @Nullable String textOrNull(JsonObject object, String member) {
        return object.get(member) instanceof JsonString string ? string.value() : null;
    }
}
