package io.genosdb.rtc.relay;

import io.genosdb.rtc.nostr.ClientMessage;
import io.genosdb.rtc.nostr.MalformedNostrException;
import io.genosdb.rtc.nostr.NostrCodec;
import io.genosdb.rtc.nostr.NostrEvent;
import io.genosdb.rtc.nostr.RelayMessage;
import io.genosdb.sync.transport.TokenBucket;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client of a relay. Its messages come one after the other; everything else may be called by any thread. The monitor guards
 * the open requests and is not held while something is sent.
 *
 * @since 0.1
 */
public final class RelaySession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RelaySession.class);

    /** Longer values are in no filter that means what rooms and people's programs mean. */
    private static final int MAX_VALUE_CHARS = 256;

    private final Relay relay;
    private final RelayLimits limits;
    private final String remote;
    private final RelaySink sink;
    private final boolean hasPlace;
    private final TokenBucket allowance;
    private final TokenBucket patience;
    private final Map<String, Subscription> subscriptions = new HashMap<>(4);
    private int values;
    private boolean ended;

    RelaySession(Relay relay, String remote, RelaySink sink, boolean hasPlace, LongSupplier ticker) {
        this.relay = relay;
        this.limits = relay.limits();
        this.remote = remote;
        this.sink = sink;
        this.hasPlace = hasPlace;
        this.allowance = new TokenBucket(limits.messagesPerSecond(), limits.burst(), ticker);
        this.patience = new TokenBucket(limits.messagesPerSecond(), limits.burst(), ticker);
    }

    /**
     * A message of the client. It is answered, and its event delivered, before this returns.
     *
     * @param message a text message, whatever is in it
     */
    public void receive(String message) {
        if (isEnded()) {
            return;
        }
        boolean admitted = allowance.tryTake();
        if (!admitted && !patience.tryTake()) {
            end(Disconnect.FLOODING);
            return;
        }
        if (message.length() > limits.maxMessageChars()) {
            String text = "a message has " + limits.maxMessageChars() + " characters at most";
            refuse(Refusal.TOO_LARGE, new RelayMessage.Notice(Refusal.TOO_LARGE.text(text)));
        } else {
            serve(message, admitted);
        }
    }

    private void serve(String message, boolean admitted) {
        try {
            ClientMessage request = NostrCodec.decodeClient(message);
            if (admitted || request instanceof ClientMessage.Close) {
                serve(request);
            } else {
                limit(request);
            }
        } catch (MalformedNostrException e) {
            refuse(Refusal.MALFORMED, e.answer());
        }
    }

    private void serve(ClientMessage request) {
        if (request instanceof ClientMessage.Publish publish) {
            publish(publish.event());
        } else if (request instanceof ClientMessage.Request wanted) {
            subscribe(wanted);
        } else if (request instanceof ClientMessage.Close close) {
            unsubscribe(close.subscription());
        }
    }

    private void limit(ClientMessage request) {
        String text = "a client may send " + limits.messagesPerSecond() + " messages per second, and " + limits.burst()
                + " at once after a pause";
        if (request instanceof ClientMessage.Publish publish) {
            String answer = Refusal.RATE_LIMITED.text(text);
            refuse(Refusal.RATE_LIMITED, new RelayMessage.Ok(publish.event().id(), false, answer));
        } else if (request instanceof ClientMessage.Request wanted) {
            refuse(Refusal.RATE_LIMITED, wanted, text);
        }
    }

    private void publish(NostrEvent event) {
        Refusal refusal = relay.publish(event);
        if (refusal == null) {
            send(new RelayMessage.Ok(event.id(), true, ""));
            return;
        }
        String text = refusal.text(
                switch (refusal) {
                    case NOT_EPHEMERAL -> "this relay takes ephemeral events only, of kinds 20000 to 29999";
                    case UNTIMELY ->
                        "the time of the event is more than "
                                + limits.maxClockSkew().toSeconds() + " seconds off";
                    case DUPLICATE -> "this relay has had the event already";
                    default -> "the id or the signature of the event is wrong";
                });
        refuse(refusal, new RelayMessage.Ok(event.id(), refusal == Refusal.DUPLICATE, text));
    }

    private void subscribe(ClientMessage.Request request) {
        String name = request.subscription();
        if (!isShort(request)) {
            String text = "a value of a filter has " + MAX_VALUE_CHARS + " characters at most";
            refuse(Refusal.MALFORMED, request, text);
        } else if (!begin(request)) {
            String text = "a client may have " + limits.maxSubscriptions() + " requests, and "
                    + limits.maxFilterValues() + " values in their filters together";
            refuse(Refusal.TOO_MANY_SUBSCRIPTIONS, request, text);
        } else {
            send(new RelayMessage.EndOfStored(name));
        }
    }

    private static boolean isShort(ClientMessage.Request request) {
        return request.filters().stream()
                .flatMap(filter -> Stream.of(Stream.of(filter.ids(), filter.authors()), filter.tags().values().stream())
                        .flatMap(sets -> sets))
                .flatMap(Set::stream)
                .allMatch(value -> value.length() <= MAX_VALUE_CHARS);
    }

    /** Takes the place of an earlier request of the same name, without a gap. False where there is no room for it. */
    private synchronized boolean begin(ClientMessage.Request request) {
        var added = new Subscription(
                request.subscription(),
                request.filters().stream().map(relay::effective).toList(),
                this);
        Subscription before = subscriptions.get(added.name());
        int count = subscriptions.size() + (before == null ? 1 : 0);
        int total = values + added.values() - (before == null ? 0 : before.values());
        if (count > limits.maxSubscriptions() || total > limits.maxFilterValues()) {
            return false;
        }
        if (!ended) {
            subscriptions.put(added.name(), added);
            values = total;
            relay.begin(added);
            if (before != null) {
                relay.index().remove(before);
            }
        }
        return true;
    }

    private synchronized void unsubscribe(String name) {
        Subscription removed = subscriptions.remove(name);
        if (removed != null) {
            values -= removed.values();
            relay.index().remove(removed);
        }
    }

    /** Who is told that a request is closed has none of that name, nor the one before. */
    private void refuse(Refusal reason, ClientMessage.Request request, String explanation) {
        unsubscribe(request.subscription());
        refuse(reason, new RelayMessage.Closed(request.subscription(), reason.text(explanation)));
    }

    private void refuse(Refusal reason, RelayMessage answer) {
        relay.counters().refused(reason);
        send(answer);
    }

    private void send(RelayMessage message) {
        send(NostrCodec.encode(message));
    }

    /** By the thread of any client. */
    void send(String message) {
        if (isEnded()) {
            return;
        }
        try {
            sink.send(message);
        } catch (RuntimeException e) {
            LOG.debug("A client of the relay at {} takes no message", remote, e);
            tooSlow();
        }
    }

    /** The client does not read what is sent to it: its session ends. For the sink, on any thread. */
    public void tooSlow() {
        end(Disconnect.SLOW);
    }

    void end(Disconnect cause) {
        if (!finish()) {
            return;
        }
        relay.counters().disconnected(cause);
        LOG.debug("A client of the relay at {} is disconnected: {}", remote, cause);
        try {
            sink.disconnect(cause);
        } catch (RuntimeException e) {
            LOG.debug("The connection of a client of the relay at {} could not be closed", remote, e);
        }
    }

    /** The connection has ended. Idempotent. */
    @Override
    public void close() {
        finish();
    }

    /** Whether it had not ended before. */
    private synchronized boolean finish() {
        if (ended) {
            return false;
        }
        ended = true;
        subscriptions.values().forEach(relay.index()::remove);
        subscriptions.clear();
        if (hasPlace) {
            relay.release();
        }
        return true;
    }

    private synchronized boolean isEnded() {
        return ended;
    }
}
