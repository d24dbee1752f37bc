package io.genosdb.rtc.relay;

import io.genosdb.rtc.nostr.ClientMessage;
import io.genosdb.rtc.nostr.Filter;
import io.genosdb.rtc.nostr.NostrCodec;
import io.genosdb.rtc.nostr.NostrEvent;
import io.genosdb.rtc.nostr.NostrKeys;
import io.genosdb.value.JsonString;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A relay of Nostr (NIP-01) for ephemeral events, kinds 20,000 to 29,999: verifies them and passes them on at once to whoever
 * asks for them now, and keeps none. It has neither sockets nor threads: messages come in through {@link RelaySession#receive} and
 * are dealt with by the thread that calls it. Thread-safe.
 *
 * @since 0.1
 */
public final class Relay {

    private static final int FIRST_KIND = 20_000;
    private static final int LAST_KIND = 29_999;

    /** How a client's message with an event begins; a relay's has the name of the request between this and the rest. */
    private static final String EVENT = "[\"EVENT\",";

    private final RelayLimits limits;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final RelayCounters counters = new RelayCounters();
    private final SubscriptionIndex index = new SubscriptionIndex();
    private final RecentEvents recent;
    private final AtomicLong numbers = new AtomicLong();
    private final Semaphore places;

    /**
     * Makes a relay without clients.
     *
     * @param limits what clients may take
     * @param clock tells the time of day
     * @param ticker a clock in nanoseconds, like {@link System#nanoTime}, by which rates are measured
     */
    public Relay(RelayLimits limits, InstantSource clock, LongSupplier ticker) {
        this.limits = limits;
        this.clock = clock;
        this.ticker = ticker;
        this.recent = new RecentEvents(limits.maxRememberedEvents());
        this.places = new Semaphore(limits.maxConnections());
    }

    /**
     * A client has connected. Where there are too many, its session is ended at once.
     *
     * @param remote the client's address, for the log
     * @param sink where messages to it go
     * @return its session, to be closed when the connection has ended
     */
    public RelaySession open(String remote, RelaySink sink) {
        boolean hasPlace = places.tryAcquire();
        var session = new RelaySession(this, remote, sink, hasPlace, ticker);
        if (!hasPlace) {
            session.end(Disconnect.FULL);
        }
        return session;
    }

    /**
     * What clients may take.
     *
     * @return the limits
     */
    public RelayLimits limits() {
        return limits;
    }

    /**
     * How the relay is doing.
     *
     * @return a snapshot
     */
    public RelayStatus status() {
        return counters.snapshot(limits.maxConnections() - places.availablePermits(), index.size());
    }

    void release() {
        places.release();
    }

    RelayCounters counters() {
        return counters;
    }

    SubscriptionIndex index() {
        return index;
    }

    /** Every event from now on is asked for, also one that was published before and comes again. */
    void begin(Subscription subscription) {
        index.add(subscription);
        // After that: who is in between gets an event twice rather than not at all.
        subscription.opened(numbers.incrementAndGet());
    }

    /**
     * Without the lower bound of times where that is about now. Nothing is stored here, so what arrives is new, and a client whose
     * clock is fast would not hear those whose clocks are right.
     */
    Filter effective(Filter filter) {
        long latest = clock.instant().getEpochSecond() + limits.maxClockSkew().toSeconds();
        return filter.since() > latest
                ? filter
                : new Filter(
                        filter.kinds(),
                        filter.tags(),
                        filter.ids(),
                        filter.authors(),
                        0,
                        filter.until(),
                        filter.limit());
    }

    /** Passes an event on, and tells what to object to, where there is something. */
    @Nullable
    Refusal publish(NostrEvent event) {
        counters.received();
        Refusal refusal = refusal(event);
        if (refusal != null) {
            return refusal;
        }
        long number = numbers.incrementAndGet();
        long first = recent.number(event.id(), number);
        boolean isNew = first == number;
        String text = null;
        for (Subscription subscription : index.matching(event)) {
            if (isNew || subscription.isYoungerThan(first)) {
                text = text == null ? NostrCodec.encode(new ClientMessage.Publish(event)) : text;
                deliver(subscription, text);
            }
        }
        return isNew ? null : Refusal.DUPLICATE;
    }

    private @Nullable Refusal refusal(NostrEvent event) {
        if (event.kind() < FIRST_KIND || event.kind() > LAST_KIND) {
            return Refusal.NOT_EPHEMERAL;
        }
        long skew = Math.abs(event.createdAt() - clock.instant().getEpochSecond());
        if (skew > limits.maxClockSkew().toSeconds()) {
            return Refusal.UNTIMELY;
        }
        return NostrKeys.verify(event) ? null : Refusal.FORGED;
    }

    private void deliver(Subscription subscription, String publish) {
        counters.delivered();
        subscription
                .session()
                .send(EVENT + new JsonString(subscription.name()).toJson() + "," + publish.substring(EVENT.length()));
    }
}
