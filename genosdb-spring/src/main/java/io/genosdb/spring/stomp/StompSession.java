package io.genosdb.spring.stomp;

import io.genosdb.live.MapEvent;
import io.genosdb.live.Subscription;
import io.genosdb.spring.websocket.NonBlockingSession;
import io.genosdb.sync.transport.TokenBucket;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.simp.stomp.StompEncoder;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;

/**
 * One client: its live queries, and what waits to be sent to it.
 *
 * <p>One frame of ours is on its way at a time, from the channel to the socket. Whatever else there is to tell waits here,
 * where events of one node become one. The monitor guards all state and is never held while a frame is sent, a live query
 * closed or the socket touched.
 */
final class StompSession implements NonBlockingSession.SessionListener {

    private static final Logger LOG = LoggerFactory.getLogger(StompSession.class);

    private final WebSocketSession socket;
    private final StompLimits limits;
    private final TokenBucket requests;
    private final StompCounters counters;
    private final Set<String> ownSubscriptionIds = ConcurrentHashMap.newKeySet(4);
    private final Set<String> topicSubscriptions = ConcurrentHashMap.newKeySet(0);
    private final Map<String, LiveSubscription> subscriptions = new HashMap<>(4);
    private final Queue<Frame> replies = new ArrayDeque<>(0);
    private final Queue<LiveSubscription> turns = new ArrayDeque<>(0);
    private final AtomicInteger drains = new AtomicInteger();
    private volatile @Nullable MessageChannel outbound;
    private @Nullable String repliesSubscription;
    private long lastMessage;
    private boolean inFlight;
    private boolean handed;
    private boolean ending;
    private boolean ended;

    StompSession(WebSocketSession session, StompLimits limits, TokenBucket requests, StompCounters counters) {
        this.socket = NonBlockingSession.around(session, limits.sendTimeLimit(), limits.sendBufferSize(), this);
        this.limits = limits;
        this.requests = requests;
        this.counters = counters;
    }

    String id() {
        return socket.getId();
    }

    WebSocketSession socket() {
        return socket;
    }

    /** Where its frames are sent. */
    void attach(MessageChannel outbound) {
        this.outbound = outbound;
    }

    /** Whether requests are still answered. */
    synchronized boolean isOpen() {
        return !(ending || ended);
    }

    synchronized void admit() {
        if (!requests.tryTake()) {
            throw new StompRequestException(
                    StompErrorCode.RATE_LIMITED,
                    null,
                    "a session may send " + limits.requestsPerSecond() + " requests per second, and " + limits.burst()
                            + " at once after a pause");
        }
    }

    /** Identifiers of subscriptions to our destinations, so that no broker hears when they end. */
    Set<String> ownSubscriptionIds() {
        return ownSubscriptionIds;
    }

    /** After a refusal: an UNSUBSCRIBE took the identifier away and a SUBSCRIBE added it, before they were looked at. */
    synchronized void keepOwn(String id) {
        if (hasSubscription(id)) {
            ownSubscriptionIds.add(id);
        } else {
            ownSubscriptionIds.remove(id);
        }
    }

    synchronized void subscribeToReplies(String id) {
        checkNew(id);
        if (repliesSubscription != null) {
            throw new StompRequestException(
                    StompErrorCode.MALFORMED,
                    "destination",
                    "this session is subscribed to " + Frame.Reply.DESTINATION + " already");
        }
        repliesSubscription = id;
    }

    synchronized @Nullable String repliesSubscription() {
        return repliesSubscription;
    }

    /** Makes room for a live query, whose events wait until {@link #open}. */
    synchronized LiveSubscription subscribe(String id, String destination) {
        checkNew(id);
        checkRoom();
        var subscription = new LiveSubscription(id, destination);
        subscriptions.put(id, subscription);
        return subscription;
    }

    /** Lets a subscription to a topic be told what the broker has for it. */
    synchronized void subscribeToTopic(String id) {
        checkNew(id);
        checkRoom();
        topicSubscriptions.add(id);
    }

    boolean hasTopicSubscription(String id) {
        return topicSubscriptions.contains(id);
    }

    void unsubscribeFromTopic(String id) {
        topicSubscriptions.remove(id);
    }

    private void checkRoom() {
        if (subscriptions.size() + topicSubscriptions.size() >= limits.maxSubscriptions()) {
            throw new StompRequestException(
                    StompErrorCode.TOO_MANY_SUBSCRIPTIONS,
                    null,
                    "a session may have " + limits.maxSubscriptions()
                            + " live queries and topics; unsubscribe one first");
        }
    }

    private void checkNew(String id) {
        if (hasSubscription(id) || topicSubscriptions.contains(id)) {
            throw new StompRequestException(
                    StompErrorCode.MALFORMED, "id", "this session has a subscription with this id already");
        }
    }

    /** Takes an event of a live query. Called by its listener. */
    void offer(LiveSubscription subscription, MapEvent event) {
        boolean slow;
        synchronized (this) {
            boolean fits = subscription.offer(event, limits.maxPending());
            slow = !fits && subscription.isOpen();
            queue(subscription);
        }
        if (slow) {
            disconnectSlow("more than " + limits.maxPending() + " events wait for one subscription");
        } else {
            drain();
        }
    }

    private void queue(LiveSubscription subscription) {
        if (subscription.hasFrames() && !subscription.isQueued() && isOpen()) {
            subscription.setQueued(true);
            turns.add(subscription);
        }
    }

    /** The initial result is there: it may leave now, and after it the acknowledgements. */
    void open(LiveSubscription subscription, Subscription live, Collection<Frame> acknowledgements) {
        boolean open;
        synchronized (this) {
            open = isOpen() && !subscription.isOverflown() && subscriptions.get(subscription.id()) == subscription;
            if (open) {
                subscription.open(live, acknowledgements);
                queue(subscription);
            }
        }
        if (!open) {
            live.close();
            drop(subscription);
        }
        if (subscription.isOverflown()) {
            throw new StompRequestException(
                    StompErrorCode.RESULT_TOO_LARGE,
                    null,
                    "the result has more than " + limits.maxPending() + " nodes; ask for less of it with limit");
        }
        drain();
    }

    /** Takes back the room for a live query that could not be subscribed. */
    synchronized void drop(LiveSubscription subscription) {
        subscriptions.remove(subscription.id(), subscription);
    }

    /** Ends the subscription with this identifier. */
    void unsubscribe(String id) {
        LiveSubscription subscription;
        synchronized (this) {
            if (id.equals(repliesSubscription)) {
                repliesSubscription = null;
            }
            subscription = subscriptions.remove(id);
        }
        if (subscription != null) {
            close(List.of(subscription));
        }
    }

    /** Sends frames when those before them have left. */
    void reply(Collection<Frame> frames) {
        boolean slow;
        synchronized (this) {
            if (!isOpen()) {
                return;
            }
            replies.addAll(frames);
            slow = replies.size() > limits.maxPending();
        }
        if (slow) {
            disconnectSlow("more than " + limits.maxPending() + " replies wait");
        } else {
            drain();
        }
    }

    /** Sends a last frame, upon which the connection is closed, and ends everything else. */
    void fail(Frame.Refusal error) {
        List<LiveSubscription> open;
        synchronized (this) {
            if (!isOpen()) {
                return;
            }
            ending = true;
            replies.add(error);
            open = takeSubscriptions();
        }
        close(open);
        drain();
    }

    /** Ends everything; nothing more is sent. The socket is left alone. */
    void end() {
        List<LiveSubscription> open;
        synchronized (this) {
            ended = true;
            replies.clear();
            open = takeSubscriptions();
        }
        close(open);
    }

    private void disconnectSlow(String reason) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        counters.slowDisconnect();
        LOG.debug("Session {} reads too slowly: {}", id(), reason);
        disconnect(CloseStatus.SESSION_NOT_RELIABLE.withReason("slow consumer: " + reason));
    }

    private void disconnect(CloseStatus status) {
        end();
        try {
            socket.close(status);
        } catch (IOException | RuntimeException e) {
            LOG.debug("Closing session {} failed", id(), e);
        }
    }

    private List<LiveSubscription> takeSubscriptions() {
        var open = List.copyOf(subscriptions.values());
        subscriptions.clear();
        turns.clear();
        repliesSubscription = null;
        return open;
    }

    private void close(List<LiveSubscription> open) {
        var live = new ArrayList<Subscription>();
        synchronized (this) {
            for (LiveSubscription subscription : open) {
                turns.remove(subscription);
                Subscription source = subscription.end();
                if (source != null) {
                    live.add(source);
                }
            }
        }
        live.forEach(Subscription::close);
    }

    /** A frame of ours has passed the outbound channel. */
    void onHanded() {
        synchronized (this) {
            handed = true;
        }
        drain();
    }

    @Override
    public void onIdle() {
        drain();
    }

    @Override
    public void onStuck(Throwable failure) {
        LOG.debug("Session {} could not be written to", id(), failure);
        boolean waited;
        synchronized (this) {
            waited = !ended && failure instanceof SocketTimeoutException;
            ended = true;
        }
        if (waited) {
            counters.slowDisconnect();
        }
        end();
    }

    /** Sends what waits and may leave, whoever found out; one thread at a time, without recursion. */
    private void drain() {
        if (drains.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            Frame frame = take();
            while (frame != null) {
                send(frame);
                frame = take();
            }
            seen = drains.addAndGet(-seen);
        } while (seen != 0);
    }

    private synchronized @Nullable Frame take() {
        if (inFlight && handed && NonBlockingSession.isIdle(socket)) {
            inFlight = false;
        }
        if (inFlight || ended) {
            return null;
        }
        Frame next = replies.poll();
        if (next == null) {
            next = takeTurn();
        }
        if (next != null) {
            inFlight = true;
            handed = false;
        }
        return next;
    }

    private @Nullable Frame takeTurn() {
        LiveSubscription subscription = turns.poll();
        if (subscription == null) {
            return null;
        }
        Frame next = subscription.next();
        if (subscription.hasFrames()) {
            turns.add(subscription);
        } else {
            subscription.setQueued(false);
        }
        return next;
    }

    private void send(Frame frame) {
        var headers = frame.headers();
        headers.setSessionId(id());
        headers.setHeader(OutboundInterceptor.SESSION, this);
        if (headers.getSubscriptionId() != null) {
            headers.setMessageId(id() + "-" + ++lastMessage);
        }
        headers.setLeaveMutable(true);
        Message<byte[]> message = MessageBuilder.createMessage(frame.body(), headers.getMessageHeaders());
        if (frame instanceof Frame.Refusal && socket instanceof NonBlockingSession) {
            sendLast(message);
            return;
        }
        try {
            if (Objects.requireNonNull(outbound).send(message)) {
                counters.sent();
            } else {
                LOG.debug("An interceptor held back a frame for session {}", id());
                onHanded();
            }
        } catch (MessagingException e) {
            // Without this frame the client's picture of the result would be wrong.
            LOG.debug("A frame for session {} could not be sent", id(), e);
            disconnect(CloseStatus.SERVER_ERROR);
        }
    }

    synchronized boolean hasSubscription(String id) {
        return subscriptions.containsKey(id) || id.equals(repliesSubscription);
    }

    /**
     * Past the channel: where another thread is just leaving the session, Spring closes it after an ERROR without having
     * written that. This socket writes first.
     */
    private void sendLast(Message<byte[]> message) {
        try {
            socket.sendMessage(new TextMessage(new StompEncoder().encode(message)));
            counters.sent();
        } catch (IOException | RuntimeException e) {
            LOG.debug("A last frame for session {} could not be sent", id(), e);
        }
        disconnect(CloseStatus.PROTOCOL_ERROR);
    }

    synchronized int subscriptionCount() {
        return subscriptions.size();
    }

    synchronized long pending() {
        long pending = replies.size();
        for (LiveSubscription subscription : subscriptions.values()) {
            pending += subscription.pending();
        }
        return pending;
    }
}
