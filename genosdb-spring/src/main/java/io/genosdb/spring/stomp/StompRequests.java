package io.genosdb.spring.stomp;

import io.genosdb.WriteBatch;
import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Node;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.SignedWrites;
import io.genosdb.spring.stomp.StompRequest.Operation;
import io.genosdb.value.InvalidValueException;
import io.genosdb.value.JsonBoolean;
import io.genosdb.value.JsonNull;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Understands requests and carries them out. Refuses what is not exactly as specified, before anything is done. */
final class StompRequests {

    static final String MAP = "/genosdb/map";

    private static final Set<String> QUERY_HEADERS =
            Set.of("query", "field", "order", "limit", "after", "before", "missing-cursor");

    /** Others would be orders to an external broker: to keep a queue for ever, or to share that of somebody else. */
    private static final Set<String> TOPIC_HEADERS = Set.of("id", "destination", "ack", "receipt", "request");

    private final Database main;
    private final Function<String, @Nullable GenosOperations> databases;
    private final Map<String, NamedQuery> queries;
    private final StompAuthorizer authorizer;
    private final @Nullable SignedWrites signedWrites;

    StompRequests(
            String mainName,
            GenosOperations main,
            Function<String, @Nullable GenosOperations> databases,
            Map<String, NamedQuery> queries,
            StompAuthorizer authorizer,
            @Nullable SignedWrites signedWrites) {
        this.main = new Database(mainName, main);
        this.databases = databases;
        this.queries = queries;
        this.authorizer = authorizer;
        this.signedWrites = signedWrites;
    }

    /** What is to be followed. */
    record Live(GenosOperations operations, Query query) {}

    /** A database by the name that requests and rules know it by. */
    private record Database(String name, GenosOperations operations) {}

    /** The query of a SUBSCRIBE, allowed and compiled. */
    Live live(ClientFrame frame) {
        String destination = frame.destination();
        if (destination.equals(MAP)) {
            Database database = database(frame.header("database"));
            authorize(frame, Operation.MAP, database, null, null);
            return new Live(database.operations(), adHoc(frame));
        }
        String name = destination.substring(MAP.length() + 1);
        NamedQuery query = queries.get(name);
        if (query == null) {
            throw new StompRequestException(
                    StompErrorCode.UNKNOWN_QUERY, "destination", "no query of this name was declared");
        }
        Database database = database(query.database());
        authorize(frame, Operation.MAP, database, name, null);
        return new Live(database.operations(), query.bind(frame.parameters()));
    }

    /** Lets a SUBSCRIBE to a topic pass by the rules for the query whose changes are published there. */
    void checkTopic(ClientFrame frame) {
        String destination = frame.destination();
        NamedQuery query = destination.startsWith(GenosStompTopics.PREFIX)
                ? queries.get(destination.substring(GenosStompTopics.PREFIX.length()))
                : null;
        if (query == null || !query.parameters().isEmpty()) {
            throw new StompRequestException(
                    StompErrorCode.UNKNOWN_QUERY, "destination", "no query of this name was declared for a topic");
        }
        frame.checkNativeHeaders(TOPIC_HEADERS);
        authorize(frame, Operation.MAP, database(query.database()), query.name(), null);
    }

    private static Query adHoc(ClientFrame frame) {
        String options = frame.header("options");
        if (options == null) {
            return fromHeaders(frame);
        }
        for (String header : QUERY_HEADERS) {
            if (frame.header(header) != null) {
                throw ClientFrame.malformed(header, "give either options or single headers, not both");
            }
        }
        return Query.parse(options);
    }

    /** Only the filter is JSON; everything else stays a string, whatever is in it. */
    private static Query fromHeaders(ClientFrame frame) {
        var options = new LinkedHashMap<String, Object>();
        String filter = frame.header("query");
        if (filter != null) {
            options.put("query", json("query", filter));
        }
        String limit = frame.header("limit");
        if (limit != null) {
            options.put("$limit", json("limit", limit));
        }
        copy(frame, "field", options, "field");
        copy(frame, "order", options, "order");
        copy(frame, "after", options, "$after");
        copy(frame, "before", options, "$before");
        copy(frame, "missing-cursor", options, "missingCursor");
        return Query.of(options);
    }

    private static void copy(ClientFrame frame, String header, Map<String, Object> options, String option) {
        String value = frame.header(header);
        if (value != null) {
            options.put(option, new JsonString(value));
        }
    }

    private static JsonValue json(String header, String text) {
        try {
            return JsonValue.parseRelaxed(text);
        } catch (InvalidValueException e) {
            throw ClientFrame.malformed(header, String.valueOf(e.getMessage()));
        }
    }

    /** Carries out a SEND. Gives the result. */
    JsonObject run(ClientFrame frame) {
        if (GenosStompHandler.isOurTopic(frame.destination())) {
            throw new StompRequestException(
                    StompErrorCode.FORBIDDEN, "destination", "only the server publishes to this topic");
        }
        return switch (frame.destination()) {
            case "/genosdb/put" -> put(frame);
            case "/genosdb/get" -> get(frame);
            case "/genosdb/link" -> link(frame, Operation.LINK);
            case "/genosdb/unlink" -> link(frame, Operation.UNLINK);
            case "/genosdb/remove" -> remove(frame);
            case "/genosdb/draft" -> draft(frame);
            case "/genosdb/submit" -> submit(frame);
            default -> throw unknownDestination();
        };
    }

    private static StompRequestException unknownDestination() {
        return new StompRequestException(
                StompErrorCode.UNKNOWN_DESTINATION,
                "destination",
                "requests are sent to /genosdb/put, get, link, unlink, remove, draft and submit, the last two where security is on");
    }

    private JsonObject draft(ClientFrame frame) {
        SignedWrites writes = signedWrites(frame, Operation.DRAFT);
        if (frame.request() == null) {
            throw ClientFrame.malformed("request", "a draft needs this header, under which it is answered");
        }
        return writes.draft(frame.user(), frame.body(Set.of("writes")));
    }

    private JsonObject submit(ClientFrame frame) {
        return signedWrites(frame, Operation.SUBMIT).submit(frame.user(), frame.body(Set.of("entries")));
    }

    private SignedWrites signedWrites(ClientFrame frame, Operation operation) {
        SignedWrites writes = signedWrites;
        if (writes == null) {
            throw unknownDestination();
        }
        if (frame.header("database") != null) {
            throw new StompRequestException(
                    StompErrorCode.UNKNOWN_DATABASE, "database", "signed entries are for the main database");
        }
        authorize(frame, operation, main, null, null);
        return writes;
    }

    private JsonObject put(ClientFrame frame) {
        JsonObject body = frame.body(Set.of("id", "value", "expect"));
        JsonValue expected = body.get("expect");
        if (!(body.get("value") instanceof JsonObject value)) {
            throw ClientFrame.malformed("body.value", "needs an object");
        }
        String id = body.get("id") == null ? null : string(body, "id");
        if (id == null && expected != null) {
            throw ClientFrame.malformed("body.expect", "needs an id");
        }
        HybridTimestamp version =
                expected == null || expected instanceof JsonNull ? null : timestamp(string(body, "expect"));
        GenosOperations operations = authorized(frame, Operation.PUT, id);
        if (id == null) {
            return JsonObject.of(Map.of("id", new JsonString(operations.put(value))));
        }
        var batch = new WriteBatch().put(value, id);
        if (expected != null) {
            batch.expect(id, version);
        }
        HybridTimestamp written = operations.write(batch);
        return JsonObject.of(Map.of("id", new JsonString(id), "timestamp", Frame.timestamp(written)));
    }

    private static HybridTimestamp timestamp(String text) {
        try {
            return HybridTimestamp.parseHex(text);
        } catch (IllegalArgumentException e) {
            throw ClientFrame.malformed("body.expect", "needs a timestamp as events have it, or null");
        }
    }

    private JsonObject get(ClientFrame frame) {
        String id = string(frame.body(Set.of("id")), "id");
        if (frame.request() == null) {
            throw ClientFrame.malformed("request", "a get needs this header, under which it is answered");
        }
        JsonValue node = authorized(frame, Operation.GET, id)
                .get(id)
                .map(StompRequests::json)
                .orElse(JsonNull.NULL);
        return JsonObject.of(Map.of("node", node));
    }

    private static JsonValue json(Node node) {
        return JsonObject.of(Frame.node(node.id(), node.value(), node.edges(), node.timestamp()));
    }

    private JsonObject link(ClientFrame frame, Operation operation) {
        JsonObject body = frame.body(Set.of("source", "target"));
        String source = string(body, "source");
        String target = string(body, "target");
        GenosOperations operations = authorized(frame, operation, source);
        if (operation == Operation.LINK) {
            operations.link(source, target);
        } else {
            operations.unlink(source, target);
        }
        return JsonObject.empty();
    }

    private JsonObject remove(ClientFrame frame) {
        String id = string(frame.body(Set.of("id")), "id");
        boolean removed = authorized(frame, Operation.REMOVE, id).remove(id);
        return JsonObject.of(Map.of("removed", JsonBoolean.of(removed)));
    }

    private static String string(JsonObject body, String member) {
        if (body.get(member) instanceof JsonString string) {
            return string.value();
        }
        throw ClientFrame.malformed("body." + member, "needs a string");
    }

    private GenosOperations authorized(ClientFrame frame, Operation operation, @Nullable String node) {
        Database database = database(frame.header("database"));
        authorize(frame, operation, database, null, node);
        return database.operations();
    }

    private void authorize(
            ClientFrame frame, Operation operation, Database database, @Nullable String query, @Nullable String node) {
        authorizer.authorize(new StompRequest(
                operation, String.valueOf(frame.sessionId()), frame.user(), database.name(), query, node));
    }

    /** Rules know a database by the application's name of it, whether a request gives that or none. */
    private Database database(@Nullable String name) {
        if (name == null) {
            return main;
        }
        GenosOperations operations = databases.apply(name);
        if (operations == null) {
            throw new StompRequestException(
                    StompErrorCode.UNKNOWN_DATABASE, "database", "there is no database of this name");
        }
        return new Database(name, operations);
    }
}
