package io.genosdb.rtc.nostr;

import io.genosdb.room.RoomStatus;
import io.genosdb.sync.transport.TransportThreads;
import io.genosdb.value.InvalidValueException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A client of several relays, each of them on its own: none waits for another one, whatever becomes of it. A relay is dialled
 * until it answers, at growing intervals of half a second to 30 seconds, and again when the connection ends; what is asked for
 * is then asked for again. A relay that refuses to serve is left alone. Thread-safe; no method waits.
 *
 * <p>Whatever is published for a topic is an ephemeral event, of a kind that follows from the topic, with the topic as its tag
 * {@code x}, as Trystero has it, and with a number, so that what is said twice is heard twice. Authors of received events are not verified: anybody may write under any key, so a signature
 * says nothing about who a peer is, which peers find out themselves.
 *
 * @since 0.1
 */
public final class Relays implements AutoCloseable {

    /** So many topics are asked for at most. */
    public static final int MAX_TOPICS = 250;

    /** What becomes of relays, and what they bring. Called by threads of the transport, one after the other for one relay. */
    public interface Listener {

        /**
         * A relay is there, and was asked for the topics.
         *
         * @param relay its place among the addresses, from 0
         */
        void connected(int relay);

        /**
         * A relay that was connected is no more. It is dialled again, or set aside.
         *
         * @param relay its place among the addresses, from 0
         */
        void disconnected(int relay);

        /**
         * Something was published that was asked for. May come several times, and from this client too.
         *
         * @param relay which relay brings it: its place among the addresses, from 0
         * @param topic the topic
         * @param content any text
         */
        void received(int relay, String topic, String content);
    }

    private final List<RelayDial> dials;
    private final NostrKeys keys;
    private final InstantSource clock;
    private final AtomicLong published = new AtomicLong();

    /**
     * Begins to dial.
     *
     * @param urls the addresses; one that is there twice is dialled once
     * @param keys who publishes
     * @param client makes the connections; decides which certificates are trusted. Not closed here
     * @param threads what runs besides the client's own threads. Not closed here
     * @param clock the time of day
     * @param random spreads the attempts of many clients; thread-safe
     * @param listener hears of the relays
     * @throws IllegalArgumentException if an address is none, which the message explains. Nothing is dialled then
     */
    public Relays(
            List<URI> urls,
            NostrKeys keys,
            HttpClient client,
            TransportThreads threads,
            InstantSource clock,
            RandomGenerator random,
            Listener listener) {
        this(urls, keys, new RelayDial.Surroundings(client, threads, clock, random, listener, RelayTimes.DEFAULTS));
    }

    Relays(List<URI> urls, NostrKeys keys, RelayDial.Surroundings surroundings) {
        urls.forEach(Relays::check);
        this.keys = keys;
        this.clock = surroundings.clock();
        List<URI> distinct = urls.stream().distinct().toList();
        this.dials = IntStream.range(0, distinct.size())
                .mapToObj(relay -> new RelayDial(relay, distinct.get(relay), surroundings))
                .toList();
        dials.forEach(RelayDial::attempt);
    }

    /**
     * Checks an address.
     *
     * @param relay the address of a relay
     * @throws IllegalArgumentException if it is none, which the message explains
     */
    public static void check(URI relay) {
        String scheme = relay.getScheme() == null ? "" : relay.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("ws") && !scheme.equals("wss")) {
            throw new IllegalArgumentException("A relay's address begins with 'ws://', or 'wss://' for TLS.");
        }
        if (relay.getHost() == null) {
            throw new IllegalArgumentException(
                    "A relay's address names a host, of letters, digits, dots and dashes: 'wss://relay.example.org'.");
        }
        if (relay.getUserInfo() != null || relay.getFragment() != null) {
            throw new IllegalArgumentException("A relay's address holds no user ('@') and no fragment ('#').");
        }
    }

    /**
     * Asks all relays for what is published from now on, the connected ones at once and all on every new connection. Takes the
     * place of what was asked for before.
     *
     * @param topics the topics; {@value #MAX_TOPICS} at most
     * @throws IllegalArgumentException if there are more
     */
    public void subscribe(Set<String> topics) {
        if (topics.size() > MAX_TOPICS) {
            throw new IllegalArgumentException(
                    "Relays are asked for " + MAX_TOPICS + " topics at most, not for " + topics.size() + ".");
        }
        Set<String> asked = Set.copyOf(topics);
        dials.forEach(dial -> dial.subscribe(asked));
    }

    /**
     * Publishes something by a relay. Nothing happens where the relay is not connected, has asked to be spared for a while, or
     * reads so slowly that too much waits for it.
     *
     * @param relay which relay: its place among the addresses, from 0
     * @param topic the topic
     * @param content any text
     * @throws InvalidValueException if the text has a lone surrogate
     */
    public void publish(int relay, String topic, String content) {
        RelayDial dial = dials.get(relay);
        if (dial.isPublishing()) {
            NostrEvent event = keys.sign(
                    clock.instant().getEpochSecond(),
                    Topics.kind(topic),
                    Topics.tags(topic, published.incrementAndGet()),
                    content);
            dial.send(new ClientMessage.Publish(event));
        }
    }

    /** The network is back, or another one: dials at once, and finds out which connections have not outlived it. */
    public void retryNow() {
        dials.forEach(RelayDial::retryNow);
    }

    /**
     * How it stands with each relay.
     *
     * @return a snapshot, in the order of the addresses
     */
    public List<RoomStatus.Relay> status() {
        return dials.stream().map(RelayDial::status).toList();
    }

    /** Dials no more, and ends the connections. Does not wait; the listener may be in a call, and hears nothing afterwards. */
    @Override
    public void close() {
        dials.forEach(RelayDial::close);
    }
}
