package io.genosdb.spring.stomp;

import io.genosdb.live.Subscription;
import io.genosdb.spring.GenosDatabases;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.SignedWrites;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.support.AbstractSubscribableChannel;

/**
 * Answers STOMP clients: what they send and subscribe to below {@code /genosdb}. Everything else is left to the broker
 * beside it. Needs {@link GenosStompConfigurer} with the same sessions. Thread-safe once it is started.
 *
 * @since 0.1
 */
public final class GenosStompHandler implements MessageHandler, SmartLifecycle {

    /** Started before the web server lets clients in, stopped after it has let them go. */
    static final int PHASE = DEFAULT_PHASE - 4096;

    private static final String PREFIX = "/genosdb/";

    private final AbstractSubscribableChannel inbound;
    private final MessageChannel outbound;
    private final GenosStompSessions sessions;
    private final StompRequests requests;
    private final InboundGate gate = new InboundGate(this::checkTopic);
    private volatile boolean running;

    /**
     * Makes a handler for one database.
     *
     * @param inbound the channel of frames from clients, {@code clientInboundChannel}
     * @param outbound the channel of frames to clients, {@code clientOutboundChannel}
     * @param sessions the sessions
     * @param operations the database
     * @param queries the queries that clients may follow by name
     * @param authorizer decides who may do what
     */
    public GenosStompHandler(
            AbstractSubscribableChannel inbound,
            MessageChannel outbound,
            GenosStompSessions sessions,
            GenosOperations operations,
            Collection<NamedQuery> queries,
            StompAuthorizer authorizer) {
        this(
                inbound,
                outbound,
                sessions,
                GenosDatabases.DEFAULT_NAME,
                operations,
                name -> null,
                queries,
                authorizer,
                null);
    }

    /**
     * Makes a handler for several databases.
     *
     * @param inbound the channel of frames from clients, {@code clientInboundChannel}
     * @param outbound the channel of frames to clients, {@code clientOutboundChannel}
     * @param sessions the sessions
     * @param name the application's name of the database of requests that name none
     * @param operations that database
     * @param databases the databases by name; {@code null} for those that don't exist
     * @param queries the queries that clients may follow by name
     * @param authorizer decides who may do what
     * @param signedWrites what clients write with keys of their own, or {@code null} where security is off
     */
    public GenosStompHandler(
            AbstractSubscribableChannel inbound,
            MessageChannel outbound,
            GenosStompSessions sessions,
            String name,
            GenosOperations operations,
            Function<String, @Nullable GenosOperations> databases,
            Collection<NamedQuery> queries,
            StompAuthorizer authorizer,
            @Nullable SignedWrites signedWrites) {
        this.inbound = inbound;
        this.outbound = outbound;
        this.sessions = sessions;
        this.requests = new StompRequests(name, operations, databases, byName(queries), authorizer, signedWrites);
    }

    private static Map<String, NamedQuery> byName(Collection<NamedQuery> queries) {
        var byName = new LinkedHashMap<String, NamedQuery>();
        for (NamedQuery query : queries) {
            if (byName.putIfAbsent(query.name(), query) != null) {
                throw new IllegalArgumentException("two queries are declared with the name '" + query.name() + "'");
            }
        }
        return Map.copyOf(byName);
    }

    static boolean isOurs(@Nullable String destination) {
        return destination != null && destination.startsWith(PREFIX);
    }

    /**
     * Whether clients may subscribe to it by the rules for its query, but not send: they would speak in the name of the
     * database. Spring makes a topic of {@code /user/topic/...} too, so where in the destination it stands does not matter.
     */
    static boolean isOurTopic(@Nullable String destination) {
        return destination != null && destination.contains(GenosStompTopics.PREFIX);
    }

    /**
     * How the clients are doing.
     *
     * @return a snapshot
     */
    public StompStatistics statistics() {
        return sessions.statistics();
    }

    @Override
    public void handleMessage(Message<?> message) {
        var frame = new ClientFrame(message);
        StompSession session = sessions.find(frame.sessionId());
        if (session == null) {
            return;
        }
        session.attach(outbound);
        switch (frame.type()) {
            case DISCONNECT -> session.end();
            case SUBSCRIBE, UNSUBSCRIBE, MESSAGE -> {
                StompRequestException refusal = InboundInterceptor.refusal(message);
                if (!session.isOpen()) {
                    return;
                }
                if (refusal != null) {
                    refuse(session, frame, refusal);
                } else if (InboundInterceptor.isOurs(message)) {
                    serve(session, frame);
                }
            }
            default -> {}
        }
    }

    /** Before a SUBSCRIBE to a topic, or an UNSUBSCRIBE, reaches the broker. */
    private void checkTopic(Message<?> message) {
        var frame = new ClientFrame(message);
        StompSession session = sessions.find(frame.sessionId());
        String id = frame.subscription();
        if (frame.type() == SimpMessageType.UNSUBSCRIBE) {
            if (session != null && id != null) {
                session.unsubscribeFromTopic(id);
            }
            return;
        }
        if (session == null || id == null || id.isEmpty()) {
            throw ClientFrame.malformed("id", "a subscription needs an id, in a session that is open");
        }
        session.admit();
        frame.checkHeaders(sessions.limits().maxHeaderLength());
        requests.checkTopic(frame);
        session.subscribeToTopic(id);
    }

    private void serve(StompSession session, ClientFrame frame) {
        try {
            session.admit();
            frame.checkHeaders(sessions.limits().maxHeaderLength());
            if (frame.request() != null && session.repliesSubscription() == null) {
                throw ClientFrame.malformed("request", "subscribe to " + Frame.Reply.DESTINATION + " first");
            }
            switch (frame.type()) {
                case SUBSCRIBE -> subscribe(session, frame);
                case UNSUBSCRIBE -> unsubscribe(session, frame);
                default -> session.reply(acknowledgements(session, frame, requests.run(frame)));
            }
        } catch (RuntimeException e) {
            refuse(session, frame, StompRefusals.of(e));
        }
    }

    private void subscribe(StompSession session, ClientFrame frame) {
        String id = frame.subscription();
        if (id == null || id.isEmpty()) {
            throw ClientFrame.malformed("id", "a subscription needs an id");
        }
        String destination = frame.destination();
        if (destination.equals(Frame.Reply.DESTINATION)) {
            session.subscribeToReplies(id);
            session.reply(acknowledgements(session, frame, JsonObject.empty()));
        } else if (destination.equals(StompRequests.MAP) || destination.startsWith(StompRequests.MAP + "/")) {
            follow(session, frame, id);
        } else {
            throw new StompRequestException(
                    StompErrorCode.UNKNOWN_DESTINATION,
                    "destination",
                    "one can subscribe to /genosdb/map, /genosdb/map/<name> and " + Frame.Reply.DESTINATION);
        }
    }

    private void follow(StompSession session, ClientFrame frame, String id) {
        StompRequests.Live live = requests.live(frame);
        LiveSubscription subscription = session.subscribe(id, frame.destination());
        Subscription source;
        try {
            source = live.operations().map(live.query(), event -> session.offer(subscription, event));
        } catch (RuntimeException e) {
            session.drop(subscription);
            throw e;
        }
        session.open(subscription, source, acknowledgements(session, frame, JsonObject.empty()));
    }

    private static void unsubscribe(StompSession session, ClientFrame frame) {
        List<Frame> acknowledgements = acknowledgements(session, frame, JsonObject.empty());
        String id = frame.subscription();
        if (id != null) {
            session.unsubscribe(id);
        }
        session.reply(acknowledgements);
    }

    /** What the client wants to hear of a request that was carried out. */
    private static List<Frame> acknowledgements(StompSession session, ClientFrame frame, JsonObject result) {
        var frames = new ArrayList<Frame>(2);
        String request = frame.request();
        String replies = session.repliesSubscription();
        if (request != null && replies != null) {
            var content = JsonObject.of(Map.of("request", new JsonString(request), "result", result));
            frames.add(new Frame.Reply(replies, request, null, content));
        }
        String receipt = frame.receipt();
        if (receipt != null) {
            frames.add(new Frame.Receipt(receipt));
        }
        return frames;
    }

    /** Tells what was wrong: as a reply where the client can take one, else by an ERROR, which ends the connection. */
    private void refuse(StompSession session, ClientFrame frame, StompRequestException refusal) {
        sessions.counters().error(refusal.code());
        String id = frame.subscription();
        if (id != null) {
            session.keepOwn(id);
        }
        String request = frame.request();
        String replies = session.repliesSubscription();
        if (request == null || replies == null) {
            session.fail(new Frame.Refusal(refusal, frame.receipt()));
            return;
        }
        var content = JsonObject.of(Map.of("request", new JsonString(request), "error", Frame.Refusal.json(refusal)));
        session.reply(List.of(new Frame.Reply(replies, request, refusal.code(), content)));
    }

    @Override
    public void start() {
        running = true;
        inbound.addInterceptor(gate);
        inbound.subscribe(this);
    }

    /** Answers nothing more, and ends the live queries of all sessions. */
    @Override
    public void stop() {
        running = false;
        inbound.unsubscribe(this);
        inbound.removeInterceptor(gate);
        sessions.endAll();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
