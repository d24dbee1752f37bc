package io.genosdb.rtc.signal;

import io.genosdb.rtc.transport.IceCandidate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is known about one peer. */
final class RemotePeer {

    private static final int MAX_RUNS = 8;
    private static final int MAX_OFFERS = 64;
    private static final int MAX_EARLY_OFFERS = 4;
    private static final int MAX_EARLY_CANDIDATES = 16;
    private static final long[] RETRY_MILLIS = {1000, 2000, 4000, 8000, 16_000, 16_000};

    final String id;
    final String topic;

    /** Links that are not open yet, the oldest first. */
    final List<Link> attempts = new ArrayList<>();

    /** Open links; the last one is in use. */
    final List<Link> open = new ArrayList<>();

    /** Starts of this peer that were heard of. */
    final RecentIds runs = new RecentIds(MAX_RUNS);

    /** Starts of this peer that have said goodbye. */
    final RecentIds gone = new RecentIds(MAX_RUNS);

    /** Which start of it had the last link that opened; empty if not known, or a page. */
    String run = "";

    /** Its offers that need no answer any more. */
    final RecentIds offers = new RecentIds(MAX_OFFERS);

    /** Where it was heard. */
    final TreeSet<Integer> relays = new TreeSet<>();

    /** Candidates that came ahead of their offers. */
    private final LinkedHashMap<String, List<IceCandidate>> early = new LinkedHashMap<>();

    /** When it was told on a relay that this peer is there. */
    private final Map<Integer, Long> replies = new HashMap<>();

    /** The last attempt that came to its end, which the peer may not know; empty if it doesn't matter. */
    String lost = "";

    long departedAt = Link.NEVER;
    long failedAt = Link.NEVER;
    long dialledAt = Link.NEVER;
    long retryAt = Link.NEVER;
    private int tries;

    RemotePeer(String id, String topic) {
        this.id = id;
        this.topic = topic;
    }

    /** The link in use. */
    @Nullable
    Link current() {
        return open.isEmpty() ? null : open.get(open.size() - 1);
    }

    /** The one attempt begun here. */
    @Nullable
    Link offer() {
        return attempts.stream()
                .filter(l -> l.stage != Link.Stage.ANSWERED)
                .findFirst()
                .orElse(null);
    }

    /** Attempts begun by the peer. */
    List<Link> answers() {
        return attempts.stream().filter(l -> l.stage == Link.Stage.ANSWERED).toList();
    }

    @Nullable
    Link attempt(String offerId) {
        return attempts.stream()
                .filter(l -> l.offerId.equals(offerId))
                .findFirst()
                .orElse(null);
    }

    boolean isIdle() {
        return attempts.isEmpty() && open.isEmpty();
    }

    boolean departed() {
        return departedAt != Link.NEVER;
    }

    void keepEarly(String offerId, IceCandidate candidate) {
        List<IceCandidate> kept = early.computeIfAbsent(offerId, key -> new ArrayList<>());
        if (kept.size() < MAX_EARLY_CANDIDATES && !kept.contains(candidate)) {
            kept.add(candidate);
        }
        if (early.size() > MAX_EARLY_OFFERS) {
            early.remove(early.keySet().iterator().next());
        }
    }

    List<IceCandidate> takeEarly(String offerId) {
        List<IceCandidate> kept = early.remove(offerId);
        return kept == null ? List.of() : kept;
    }

    void forgetEarly() {
        early.clear();
    }

    /** Whether it may be told on a relay that this peer is there, again; notes that it was. */
    boolean mayReply(int relay, long now, long interval) {
        Long last = replies.get(relay);
        if (last != null && now - last < interval) {
            return false;
        }
        replies.put(relay, now);
        return true;
    }

    /** Tries again later, each time after a longer while, and not for ever. */
    void retryLater(long now) {
        retryAt = tries < RETRY_MILLIS.length ? now + RETRY_MILLIS[tries] : Link.NEVER;
        tries++;
    }

    void startOver() {
        tries = 0;
        retryAt = Link.NEVER;
    }
}
