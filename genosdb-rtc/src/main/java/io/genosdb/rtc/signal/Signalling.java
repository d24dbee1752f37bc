package io.genosdb.rtc.signal;

import io.genosdb.rtc.transport.IceCandidate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a peer meets the others of its room: what it says on relays, and which connections it makes and keeps. Decides only: what is
 * to be done is fetched from {@link #effects} after each call, and every connection, called a link here, is somebody else's.
 *
 * <p>Times are milliseconds of any clock that never goes back. Not thread-safe.
 *
 * @since 0.1
 */
public final class Signalling {

    private static final int MAX_PEERS = 1024;
    private static final int MAX_LINKS = 640;
    private static final int MAX_ATTEMPTS = 64;
    private static final int MAX_ANSWERS = 48;
    private static final int MAX_ANSWERS_TO_ONE = 2;
    private static final int MAX_OPEN_TO_ONE = 3;
    private static final int OFFER_ID_LENGTH = 12;
    private static final int RUN_LENGTH = 8;

    /** An attempt that has not opened for so long may give way to another one where there are too many. */
    private static final long PATIENCE_MILLIS = 5000;

    /** An announcement to a peer, or an offer, is not said again on the same relay before so long. */
    private static final long REPLY_MILLIS = 200;

    private static final long REPEAT_MILLIS = 1000;
    private static final long DIAL_MILLIS = 500;

    /** What a peer had said before its goodbye may come for so long after it. */
    private static final long LATE_MILLIS = 10_000;

    /** A page that asks for a link which has been open for so long has lost it. */
    private static final long DOUBT_MILLIS = 5000;

    private static final long FAILURE_MILLIS = 60_000;

    /** How long an open link outlives its successor where this side, or the other one, decides which one stays. */
    private static final long DECIDED_MILLIS = 10_000;

    private static final long UNDECIDED_MILLIS = 30_000;

    /** A link that has lasted so long was a good one, and the next is made at once when it ends. */
    private static final long STABLE_MILLIS = 10_000;

    private final RoomIdentity identity;
    private final String self;
    private final String rootTopic;
    private final String selfTopic;
    private final String run;
    private final SignalCipher cipher;
    private final RandomGenerator random;
    private final Announcements announcements = new Announcements();
    private final Map<String, RemotePeer> peers = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Long, Link> links = new LinkedHashMap<>();
    private final List<SignalEffect> effects = new ArrayList<>();
    private long lastLink;

    /**
     * Begins.
     *
     * @param identity which room, and who
     * @param random makes names and initialisation vectors, unpredictably for others
     */
    public Signalling(RoomIdentity identity, RandomGenerator random) {
        this.identity = identity;
        this.self = identity.self();
        this.rootTopic = identity.rootTopic();
        this.selfTopic = identity.topicOf(self);
        this.run = RoomIdentity.randomText(random, RUN_LENGTH);
        this.cipher = identity.cipher(random);
        this.random = random;
    }

    /**
     * A relay carries messages, and has been subscribed to {@link #topics}.
     *
     * @param relay the relay's number
     * @param now the time
     */
    public void relayConnected(int relay, long now) {
        announcements.connected(relay, now);
        announce(relay, now);
        for (Link link : links.values()) {
            link.forget(relay);
            if (needsTelling(link)) {
                tell(link, relay, now);
            }
        }
    }

    /**
     * A relay carries nothing any more.
     *
     * @param relay the relay's number
     * @param now the time
     */
    public void relayLost(int relay, long now) {
        announcements.lost(relay);
        for (Link link : links.values()) {
            if (needsTelling(link) && link.toldOn().contains(relay)) {
                // What was on its way there may be lost; the others take it.
                link.resendAt = now;
            }
        }
    }

    /**
     * A relay brought something. What makes no sense is ignored.
     *
     * @param relay the relay's number
     * @param topic for whom
     * @param content what
     * @param now the time
     */
    public void received(int relay, String topic, String content, long now) {
        boolean direct = topic.equals(selfTopic);
        if (direct || topic.equals(rootTopic)) {
            Signal.parse(content)
                    .filter(signal -> !signal.peer().equals(self))
                    .ifPresent(signal -> heard(relay, direct, signal, now));
        }
    }

    private void heard(int relay, boolean direct, Signal signal, long now) {
        RemotePeer peer = admit(signal.peer());
        if (peer == null || peer.gone.contains(signal.run())) {
            return;
        }
        peer.relays.add(relay);
        boolean restarted = restarted(peer, signal.run());
        switch (signal.kind()) {
            case ANNOUNCEMENT -> announced(peer, relay, direct, signal, restarted, now);
            case OFFER -> offered(peer, relay, signal, now);
            case ANSWER -> answered(peer, signal, now);
            case CANDIDATE -> candidate(peer, signal);
        }
    }

    /** The peer of that name; null where too many others are busy. */
    private @Nullable RemotePeer admit(String id) {
        RemotePeer known = peers.get(id);
        if (known != null) {
            return known;
        }
        if (peers.size() >= MAX_PEERS) {
            Optional<RemotePeer> idle =
                    peers.values().stream().filter(RemotePeer::isIdle).findFirst();
            if (idle.isEmpty()) {
                return null;
            }
            peers.remove(idle.get().id);
        }
        var peer = new RemotePeer(id, identity.topicOf(id));
        peers.put(id, peer);
        return peer;
    }

    /** Whether a peer that was known has been started again; what was under way with its former self is over. */
    private boolean restarted(RemotePeer peer, String now) {
        boolean known = !peer.runs.isEmpty();
        if (now.isEmpty() || !peer.runs.add(now) || !known) {
            return false;
        }
        peer.startOver();
        peer.departedAt = Link.NEVER;
        peer.lost = "";
        for (Link attempt : List.copyOf(peer.attempts)) {
            if (attempt.isOfOtherRun(now)) {
                drop(attempt, "The peer has been started again");
            }
        }
        return true;
    }

    // Announcements

    private void announce(int relay, long now) {
        if (announcements.due(relay, now)) {
            publish(relay, rootTopic, Signal.announcement(self, run, ""));
        }
    }

    private void announced(RemotePeer peer, int relay, boolean direct, Signal signal, boolean restarted, long now) {
        if (!mayBeLate(peer, now)) {
            peer.departedAt = Link.NEVER;
            effects.add(new SignalEffect.Seen(peer.id));
        }
        Link current = peer.current();
        boolean asked = direct && leads(peer);
        if (current != null && !restarted && !(asked && isDoubtful(current, current.openedAt, signal, now))) {
            return;
        }
        Link offer = peer.offer();
        if (offer != null && offer.stage == Link.Stage.ACCEPTED) {
            long since = offer.deadline - Link.ANSWERED_MILLIS;
            if (!asked || !isDoubtful(offer, since, signal, now)) {
                return;
            }
            drop(offer, "The peer has lost it");
        } else if (offer != null) {
            repeat(offer, relay, now);
            return;
        }
        if (!restarted && !peer.answers().isEmpty()) {
            return;
        }
        if (leads(peer)) {
            dial(peer, now);
        } else {
            reply(peer, relay, now);
            if (peer.retryAt == Link.NEVER) {
                // The reply may get lost, or come before the peer has noticed the end of a former link.
                peer.startOver();
                peer.retryLater(now);
            }
        }
    }

    /** The smaller id makes the offers, unless a link is to be replaced. */
    private boolean leads(RemotePeer peer) {
        return self.compareTo(peer.id) < 0;
    }

    /** Whether an announcement may be older than the goodbye. */
    private boolean mayBeLate(RemotePeer peer, long now) {
        return peer.departed() && now - peer.departedAt < LATE_MILLIS;
    }

    /** Whether a peer, asking for an offer, says that it has no link, and means this one. */
    private static boolean isDoubtful(Link link, long since, Signal signal, long now) {
        return signal.run().isEmpty()
                ? now - since > DOUBT_MILLIS
                : link.offerId.equals(signal.offerId()) || link.isOfOtherRun(signal.run());
    }

    private void reply(RemotePeer peer, int relay, long now) {
        if (peer.mayReply(relay, now, REPLY_MILLIS)) {
            publish(relay, peer.topic, Signal.announcement(self, run, peer.lost));
        }
    }

    // Offers

    private void dial(RemotePeer peer, long now) {
        if (peer.dialledAt != Link.NEVER && now - peer.dialledAt < DIAL_MILLIS) {
            peer.retryAt = Math.min(peer.retryAt, peer.dialledAt + DIAL_MILLIS);
        } else if (!hasRoom(now)) {
            peer.retryAt = Math.min(peer.retryAt, now + REPEAT_MILLIS);
        } else {
            peer.dialledAt = now;
            String offerId = RoomIdentity.randomText(random, OFFER_ID_LENGTH);
            Link link = begin(peer, offerId, Link.Stage.OFFERED, now + Link.OFFER_MILLIS);
            effects.add(new SignalEffect.Offer(link.id, peer.id));
        }
    }

    private boolean hasRoom(long now) {
        return links.size() < MAX_LINKS && (attempts().count() < MAX_ATTEMPTS || makeRoom(attempts(), now));
    }

    /** Answers leave room for offers of this side: anybody may make offers, under any name. */
    private boolean hasRoomForAnswer(long now) {
        return (answers().count() < MAX_ANSWERS || makeRoom(answers(), now)) && hasRoom(now);
    }

    private Stream<Link> attempts() {
        return links.values().stream().filter(link -> !link.isOpen());
    }

    private Stream<Link> answers() {
        return attempts().filter(link -> link.stage == Link.Stage.ANSWERED);
    }

    /** Ends the oldest of some attempts, if it has had its time. */
    private boolean makeRoom(Stream<Link> candidates, long now) {
        Optional<Link> oldest =
                candidates.filter(link -> hasHadItsTime(link, now)).findFirst();
        oldest.ifPresent(link -> drop(link, "It has not opened, and others wait"));
        return oldest.isPresent();
    }

    private static boolean hasHadItsTime(Link link, long now) {
        return switch (link.stage) {
            case OFFERED -> now - (link.deadline - Link.OFFER_MILLIS) > PATIENCE_MILLIS;
            case ANSWERED -> now - (link.deadline - Link.ANSWERED_MILLIS) > PATIENCE_MILLIS;
            case ACCEPTED, OPEN -> false;
        };
    }

    private Link begin(RemotePeer peer, String offerId, Link.Stage stage, long deadline) {
        var link = new Link(++lastLink, peer, offerId, stage, deadline);
        links.put(link.id, link);
        peer.attempts.add(link);
        return link;
    }

    private void offered(RemotePeer peer, int relay, Signal signal, long now) {
        Link known = peer.attempt(signal.offerId());
        if (known != null && known.stage == Link.Stage.ANSWERED) {
            repeat(known, relay, now);
            return;
        }
        if (known != null || peer.offers.contains(signal.offerId())) {
            return;
        }
        Link own = peer.offer();
        if (own != null && own.stage == Link.Stage.OFFERED && leads(peer)) {
            repeat(own, relay, now);
            return;
        }
        Optional<String> sdp = decrypt(peer, signal, now).filter(Signal::isDescription);
        if (sdp.isEmpty()) {
            peer.offers.add(signal.offerId());
        } else {
            answer(peer, relay, signal, sdp.get(), now);
        }
    }

    private void answer(RemotePeer peer, int relay, Signal signal, String sdp, long now) {
        Link own = peer.offer();
        if (own != null && own.stage == Link.Stage.OFFERED) {
            drop(own, "The peer's offer goes first");
        }
        List<Link> others = peer.answers();
        if (others.size() >= MAX_ANSWERS_TO_ONE) {
            drop(others.get(0), "The peer has made another offer");
        }
        if (!hasRoomForAnswer(now)) {
            return;
        }
        if (!mayBeLate(peer, now)) {
            peer.departedAt = Link.NEVER;
        }
        peer.offers.add(signal.offerId());
        Link link = begin(peer, signal.offerId(), Link.Stage.ANSWERED, now + Link.ANSWERED_MILLIS);
        link.run = signal.run();
        link.tell(relay, now);
        effects.add(new SignalEffect.Answer(link.id, peer.id, sdp));
        for (IceCandidate candidate : peer.takeEarly(signal.offerId())) {
            add(link, candidate);
        }
    }

    private void answered(RemotePeer peer, Signal signal, long now) {
        Link link = peer.attempt(signal.offerId());
        if (link != null && link.stage == Link.Stage.OFFERED && link.isDescribed()) {
            decrypt(peer, signal, now).filter(Signal::isDescription).ifPresent(sdp -> {
                link.stage = Link.Stage.ACCEPTED;
                link.run = signal.run();
                link.deadline = now + Link.ANSWERED_MILLIS;
                link.resendAt = Link.NEVER;
                effects.add(new SignalEffect.Accept(link.id, sdp));
            });
        }
    }

    private void candidate(RemotePeer peer, Signal signal) {
        Link link = peer.attempt(signal.offerId());
        if (link == null && peer.offers.contains(signal.offerId())) {
            return;
        }
        cipher.decrypt(signal.text()).flatMap(Signal::candidate).ifPresent(candidate -> {
            if (link == null) {
                peer.keepEarly(signal.offerId(), candidate);
            } else {
                add(link, candidate);
            }
        });
    }

    private void add(Link link, IceCandidate candidate) {
        if (link.isNew(candidate.candidate())) {
            effects.add(new SignalEffect.Add(link.id, candidate));
        }
    }

    private Optional<String> decrypt(RemotePeer peer, Signal signal, long now) {
        Optional<String> text = cipher.decrypt(signal.text());
        if (text.isEmpty() && (peer.failedAt == Link.NEVER || now - peer.failedAt >= FAILURE_MILLIS)) {
            peer.failedAt = now;
            effects.add(new SignalEffect.Failed(peer.id, "It has another password for the room"));
        }
        return text;
    }

    // Links

    /**
     * A link is described: by its offer, or by the answer to one.
     *
     * @param link the link
     * @param sdp its description
     * @param now the time
     */
    public void described(long link, String sdp, long now) {
        Link described = links.get(link);
        if (described != null && !described.isOpen() && !described.isDescribed()) {
            described.describe(cipher.encrypt(sdp), now);
            boolean answer = described.stage == Link.Stage.ANSWERED;
            for (int relay : List.copyOf(answer ? described.toldOn() : heardOn(described.peer))) {
                tell(described, relay, now);
            }
        }
    }

    /** Connected relays where a peer was heard; all where there is none. */
    private Set<Integer> heardOn(RemotePeer peer) {
        var relays = new TreeSet<>(peer.relays);
        relays.retainAll(announcements.relays());
        return relays.isEmpty() ? announcements.relays() : relays;
    }

    /**
     * There is a way to this side of a link.
     *
     * @param link the link
     * @param candidate the way
     * @param now the time
     */
    public void gathered(long link, IceCandidate candidate, long now) {
        Link gathered = links.get(link);
        if (gathered == null || gathered.isOpen() || candidate.candidate().isBlank()) {
            return;
        }
        String encrypted = cipher.encrypt(Signal.candidateJson(candidate));
        if (gathered.gather(encrypted) && gathered.isDescribed()) {
            var signal = new Signal(Signal.Kind.CANDIDATE, self, run, gathered.offerId, encrypted);
            gathered.toldOn().stream()
                    .filter(announcements.relays()::contains)
                    .forEach(relay -> publish(relay, gathered.peer.topic, signal));
        }
    }

    /**
     * A link carries messages.
     *
     * @param link the link
     * @param now the time
     */
    public void opened(long link, long now) {
        Link opened = links.get(link);
        if (opened == null || opened.isOpen()) {
            return;
        }
        RemotePeer peer = opened.peer;
        peer.attempts.remove(opened);
        peer.retryAt = Link.NEVER;
        peer.lost = "";
        opened.stage = Link.Stage.OPEN;
        opened.openedAt = now;
        peer.run = opened.run;
        use(opened);
        dropOvertaken(peer, opened);
        retire(peer, opened, now);
    }

    private void use(Link link) {
        RemotePeer peer = link.peer;
        peer.open.remove(link);
        peer.open.add(link);
        link.deadline = Link.NEVER;
        effects.add(new SignalEffect.Connected(link.id, peer.id));
    }

    /** Ends attempts that nobody needs any more. Where both sides did so, each might end the other's last one. */
    private void dropOvertaken(RemotePeer peer, Link opened) {
        for (Link attempt : List.copyOf(peer.attempts)) {
            boolean decided = leads(peer) && !attempt.isOfOtherRun(opened.run);
            if (decided || attempt.stage == Link.Stage.OFFERED) {
                drop(attempt, "Another connection came first");
            }
        }
    }

    /** Ends older links, soon: the other side may still send over them, or prefer them. */
    private void retire(RemotePeer peer, Link opened, long now) {
        for (Link link : List.copyOf(peer.open)) {
            if (link == opened) {
                continue;
            }
            if (link.isOfOtherRun(opened.run) || peer.open.size() > MAX_OPEN_TO_ONE) {
                drop(link, "The peer has a new connection");
            } else {
                link.deadline = Math.min(link.deadline, now + (leads(peer) ? DECIDED_MILLIS : UNDECIDED_MILLIS));
            }
        }
    }

    /**
     * A link has ended. No departure: the peer is dialled again.
     *
     * @param link the link
     * @param now the time
     */
    public void closed(long link, long now) {
        Link closed = links.get(link);
        if (closed != null) {
            ended(closed, now);
        }
    }

    private void ended(Link link, long now) {
        RemotePeer peer = link.peer;
        boolean inUse = link == peer.current();
        forget(link);
        if (!link.isOpen()) {
            if (link.stage != Link.Stage.OFFERED) {
                peer.lost = link.offerId;
                // Where the answer never arrived, the peer makes the same offer again, and it takes another answer.
                peer.offers.remove(link.offerId);
            }
            peer.retryLater(now);
        } else if (inUse) {
            Link former = peer.current();
            if (former != null) {
                use(former);
            } else {
                peer.lost = link.offerId;
                redial(peer, now - link.openedAt, now);
            }
        }
    }

    /** At once, unless the link did not last: then there is something wrong with the peer, or between the two. */
    private void redial(RemotePeer peer, long lasted, long now) {
        if (lasted >= STABLE_MILLIS) {
            peer.startOver();
            seek(peer, now);
        } else {
            peer.retryLater(now);
        }
    }

    private void drop(Link link, String reason) {
        forget(link);
        effects.add(new SignalEffect.Close(link.id, reason));
    }

    private void forget(Link link) {
        links.remove(link.id);
        link.peer.attempts.remove(link);
        link.peer.open.remove(link);
    }

    /** Looks for a peer that a link is missing to. */
    private void seek(RemotePeer peer, long now) {
        Link current = peer.current();
        if (peer.departed() || (current != null && !current.worn)) {
            peer.startOver();
            return;
        }
        if (!peer.attempts.isEmpty()) {
            // When the last of them ends, without having opened, it goes on.
            peer.retryAt = Link.NEVER;
            return;
        }
        peer.retryLater(now);
        if (leads(peer) || current != null) {
            dial(peer, now);
        } else {
            List.copyOf(heardOn(peer)).forEach(relay -> reply(peer, relay, now));
        }
    }

    /**
     * A peer said goodbye over its link, which is not closed by that. The peer is not dialled until it is heard again, and what it
     * had said before does not make it {@linkplain SignalEffect.Seen seen}.
     *
     * @param peer the peer
     * @param now the time
     */
    public void departed(String peer, long now) {
        RemotePeer departed = peers.get(peer);
        if (departed == null) {
            return;
        }
        departed.departedAt = now;
        departed.startOver();
        departed.lost = "";
        departed.forgetEarly();
        if (!departed.run.isEmpty()) {
            departed.gone.add(departed.run);
        }
        List.copyOf(departed.attempts).forEach(link -> drop(link, "The peer said goodbye"));
    }

    /**
     * A peer that had said goodbye is back, over the same link.
     *
     * @param peer the peer
     * @param now the time
     */
    public void returned(String peer, long now) {
        RemotePeer returned = peers.get(peer);
        if (returned != null) {
            returned.departedAt = Link.NEVER;
            returned.gone.remove(returned.run);
        }
    }

    /**
     * A link is worn and should be replaced by another one to the same peer, which is used from its
     * {@link SignalEffect.Connected} on. The old one goes on until then. Pages in browsers ignore whoever they have a link with: a
     * link to a page is not replaced, and the call does nothing.
     *
     * @param link the link
     * @param now the time
     */
    public void replace(long link, long now) {
        Link worn = links.get(link);
        if (worn != null && worn == worn.peer.current() && !worn.run.isEmpty() && !worn.worn) {
            worn.worn = true;
            seek(worn.peer, now);
        }
    }

    // Relays

    private boolean needsTelling(Link link) {
        return link.isDescribed() && (link.stage == Link.Stage.OFFERED || link.stage == Link.Stage.ANSWERED);
    }

    /** Says all about a link once more, unless that was done a moment ago. */
    private void repeat(Link link, int relay, long now) {
        if (!needsTelling(link)) {
            if (link.stage == Link.Stage.ANSWERED) {
                link.tell(relay, now);
            }
        } else if (!link.wasTold(relay, now, REPEAT_MILLIS)) {
            tell(link, relay, now);
        }
    }

    private void tell(Link link, int relay, long now) {
        if (announcements.relays().contains(relay)) {
            link.tell(relay, now);
            link.signals(self, run).forEach(signal -> publish(relay, link.peer.topic, signal));
        }
    }

    private void publish(int relay, String topic, Signal signal) {
        effects.add(new SignalEffect.Publish(relay, topic, signal.toJson()));
    }

    /**
     * Time has passed.
     *
     * @param now the time
     */
    public void tick(long now) {
        List.copyOf(announcements.relays()).forEach(relay -> announce(relay, now));
        for (Link link : List.copyOf(links.values())) {
            if (links.containsKey(link.id)) {
                tick(link, now);
            }
        }
        for (RemotePeer peer : List.copyOf(peers.values())) {
            if (peer.retryAt <= now) {
                seek(peer, now);
            }
        }
    }

    private void tick(Link link, long now) {
        if (link.deadline <= now) {
            expired(link, now);
        } else if (link.resendAt <= now) {
            link.scheduleResend(now);
            if (needsTelling(link)) {
                List.copyOf(announcements.relays()).forEach(relay -> tell(link, relay, now));
            }
        }
    }

    private void expired(Link link, long now) {
        if (link.isOpen()) {
            drop(link, "The peer has a new connection");
            return;
        }
        ended(link, now);
        if (link.stage == Link.Stage.OFFERED && link.peer.current() == null) {
            // Nobody is there; whoever comes announces itself.
            link.peer.startOver();
        }
        effects.add(new SignalEffect.Close(link.id, "It did not open in time"));
    }

    /**
     * When {@link #tick} has something to do at the earliest. Changes with every call.
     *
     * @return a time; {@link Long#MAX_VALUE} if never
     */
    public long nextTick() {
        return LongStream.concat(
                        LongStream.of(announcements.nextTick()),
                        LongStream.concat(
                                links.values().stream().mapToLong(Link::nextTick),
                                peers.values().stream().mapToLong(p -> p.retryAt)))
                .min()
                .orElse(Link.NEVER);
    }

    /**
     * What is to be done since the last time this was asked.
     *
     * @return effects, in order
     */
    public List<SignalEffect> effects() {
        List<SignalEffect> drained = List.copyOf(effects);
        effects.clear();
        return drained;
    }

    /**
     * What every relay is to be subscribed to.
     *
     * @return two topics, always the same
     */
    public Set<String> topics() {
        return Set.of(rootTopic, selfTopic);
    }
}
