package io.genosdb.rtc.nostr;

import io.genosdb.value.InvalidValueException;
import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonBoolean;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the messages between clients and relays: JSON arrays, one in a text message. What is read may come from
 * anywhere; a message beyond the bounds is refused whole. Thread-safe.
 *
 * @since 0.1
 */
public final class NostrCodec {

    /** The longest message, in UTF-16 characters. */
    public static final int MAX_MESSAGE_CHARS = 128 * 1024;

    /** The longest name of a request, in characters (NIP-01). */
    public static final int MAX_SUBSCRIPTION_CHARS = 64;

    /** So many filters are in a request at most. */
    public static final int MAX_FILTERS = 32;

    /** So many values are in a request at most, those of all conditions of all filters. */
    public static final int MAX_FILTER_VALUES = 2_000;

    /** So many tags has an event at most. */
    public static final int MAX_TAGS = 256;

    /** So many strings are in a tag at most. */
    public static final int MAX_TAG_STRINGS = 64;

    private static final long MAX_EXACT_INTEGER = 1L << 53;
    private static final int MAX_KIND = 65_535;
    private static final int HASH_BYTES = 32;
    private static final int SIGNATURE_BYTES = 64;

    private NostrCodec() {}

    /**
     * Writes a message of a client.
     *
     * @param message the message
     * @return JSON
     * @throws InvalidValueException if a text in it has a lone surrogate
     */
    public static String encode(ClientMessage message) {
        var parts = new ArrayList<Object>();
        if (message instanceof ClientMessage.Publish publish) {
            parts.add("EVENT");
            parts.add(members(publish.event()));
        } else if (message instanceof ClientMessage.Request request) {
            parts.add("REQ");
            parts.add(request.subscription());
            request.filters().forEach(filter -> parts.add(members(filter)));
        } else if (message instanceof ClientMessage.Close close) {
            parts.add("CLOSE");
            parts.add(close.subscription());
        }
        return JsonValue.of(parts).toJson();
    }

    /**
     * Writes a message of a relay.
     *
     * @param message the message
     * @return JSON
     * @throws InvalidValueException if a text in it has a lone surrogate
     */
    public static String encode(RelayMessage message) {
        List<Object> parts;
        if (message instanceof RelayMessage.Event event) {
            parts = List.of("EVENT", event.subscription(), members(event.event()));
        } else if (message instanceof RelayMessage.Ok ok) {
            parts = List.of("OK", ok.id(), ok.accepted(), ok.text());
        } else if (message instanceof RelayMessage.EndOfStored end) {
            parts = List.of("EOSE", end.subscription());
        } else if (message instanceof RelayMessage.Closed closed) {
            parts = List.of("CLOSED", closed.subscription(), closed.text());
        } else if (message instanceof RelayMessage.Notice notice) {
            parts = List.of("NOTICE", notice.text());
        } else if (message instanceof RelayMessage.Auth auth) {
            parts = List.of("AUTH", auth.challenge());
        } else {
            parts = List.of(((RelayMessage.Unknown) message).type());
        }
        return JsonValue.of(parts).toJson();
    }

    private static Map<String, Object> members(NostrEvent event) {
        return Map.of(
                "id", event.id(),
                "pubkey", event.pubkey(),
                "created_at", event.createdAt(),
                "kind", event.kind(),
                "tags", event.tags(),
                "content", event.content(),
                "sig", event.sig());
    }

    private static Map<String, Object> members(Filter filter) {
        var members = new LinkedHashMap<String, Object>();
        putUnlessEmpty(members, "kinds", filter.kinds());
        filter.tags().forEach((name, values) -> members.put("#" + name, values));
        putUnlessEmpty(members, "ids", filter.ids());
        putUnlessEmpty(members, "authors", filter.authors());
        if (filter.since() > 0) {
            members.put("since", filter.since());
        }
        if (filter.until() != Filter.NO_BOUND) {
            members.put("until", filter.until());
        }
        if (filter.limit() != Filter.NO_BOUND) {
            members.put("limit", filter.limit());
        }
        return members;
    }

    private static void putUnlessEmpty(Map<String, Object> members, String name, Set<?> values) {
        if (!values.isEmpty()) {
            members.put(name, values);
        }
    }

    /**
     * Reads a message of a client.
     *
     * @param text the message
     * @return the message; its event is not verified
     * @throws MalformedNostrException if it is none, or of a kind that is not read here
     */
    public static ClientMessage decodeClient(String text) throws MalformedNostrException {
        JsonArray parts = parts(text);
        String type = string(parts, 0);
        return switch (type) {
            case "EVENT" -> new ClientMessage.Publish(publishedEvent(parts));
            case "REQ" -> request(parts);
            case "CLOSE" -> new ClientMessage.Close(subscription(parts));
            default -> throw malformed("messages are EVENT, REQ and CLOSE");
        };
    }

    /**
     * Reads a message of a relay.
     *
     * @param text the message
     * @return the message; its event is not verified
     * @throws MalformedNostrException if it is none
     */
    public static RelayMessage decodeRelay(String text) throws MalformedNostrException {
        JsonArray parts = parts(text);
        String type = string(parts, 0);
        return switch (type) {
            case "EVENT" -> new RelayMessage.Event(subscription(parts), event(part(parts, 2)));
            case "OK" ->
                new RelayMessage.Ok(string(parts, 1), part(parts, 2) == JsonBoolean.TRUE, optionalString(parts, 3));
            case "EOSE" -> new RelayMessage.EndOfStored(subscription(parts));
            case "CLOSED" -> new RelayMessage.Closed(subscription(parts), optionalString(parts, 2));
            case "NOTICE" -> new RelayMessage.Notice(string(parts, 1));
            case "AUTH" -> new RelayMessage.Auth(string(parts, 1));
            default -> new RelayMessage.Unknown(type);
        };
    }

    private static JsonArray parts(String text) throws MalformedNostrException {
        if (text.length() > MAX_MESSAGE_CHARS) {
            throw malformed("the message is longer than " + MAX_MESSAGE_CHARS + " characters");
        }
        try {
            if (JsonValue.parse(text) instanceof JsonArray parts) {
                return parts;
            }
        } catch (InvalidValueException e) {
            throw malformed("the message is not JSON");
        }
        throw malformed("the message is not a JSON array");
    }

    private static NostrEvent publishedEvent(JsonArray parts) throws MalformedNostrException {
        JsonValue published = part(parts, 1);
        try {
            return event(published);
        } catch (MalformedNostrException e) {
            String problem = String.valueOf(e.getMessage());
            if (published instanceof JsonObject members
                    && members.get("id") instanceof JsonString id
                    && NostrKeys.isHex(id.value(), HASH_BYTES)) {
                throw new MalformedNostrException(
                        problem, new RelayMessage.Ok(id.value(), false, MalformedNostrException.text(problem)));
            }
            throw e;
        }
    }

    private static NostrEvent event(JsonValue value) throws MalformedNostrException {
        JsonObject members = object(value, "an event");
        return new NostrEvent(
                hex(members, "id", HASH_BYTES),
                hex(members, "pubkey", HASH_BYTES),
                integer(members, "created_at", MAX_EXACT_INTEGER),
                (int) integer(members, "kind", MAX_KIND),
                tags(members),
                string(members, "content"),
                hex(members, "sig", SIGNATURE_BYTES));
    }

    private static List<List<String>> tags(JsonObject members) throws MalformedNostrException {
        if (!(members.get("tags") instanceof JsonArray tags) || tags.size() > MAX_TAGS) {
            throw malformed("'tags' of an event is a list of " + MAX_TAGS + " lists at most");
        }
        var result = new ArrayList<List<String>>(tags.size());
        for (JsonValue tag : tags) {
            if (!(tag instanceof JsonArray strings) || strings.size() > MAX_TAG_STRINGS) {
                throw malformed("a tag is a list of " + MAX_TAG_STRINGS + " strings at most");
            }
            result.add(strings(strings, "a tag"));
        }
        return result;
    }

    private static ClientMessage.Request request(JsonArray parts) throws MalformedNostrException {
        String subscription = subscription(parts);
        try {
            return new ClientMessage.Request(subscription, filters(parts));
        } catch (MalformedNostrException e) {
            String problem = String.valueOf(e.getMessage());
            throw new MalformedNostrException(
                    problem, new RelayMessage.Closed(subscription, MalformedNostrException.text(problem)));
        }
    }

    private static List<Filter> filters(JsonArray parts) throws MalformedNostrException {
        int count = parts.size() - 2;
        if (count < 1 || count > MAX_FILTERS) {
            throw malformed("a request has 1 to " + MAX_FILTERS + " filters");
        }
        var filters = new ArrayList<Filter>(count);
        int values = 0;
        for (JsonValue part : parts.subList(2, parts.size())) {
            Filter filter = filter(object(part, "a filter"));
            values += size(filter);
            if (values > MAX_FILTER_VALUES) {
                throw malformed("a request has " + MAX_FILTER_VALUES + " values in its filters at most");
            }
            filters.add(filter);
        }
        return filters;
    }

    private static int size(Filter filter) {
        return filter.kinds().size()
                + filter.ids().size()
                + filter.authors().size()
                + filter.tags().values().stream().mapToInt(Set::size).sum();
    }

    /** Conditions of later protocols are passed over, as relays do. */
    private static Filter filter(JsonObject members) throws MalformedNostrException {
        return new Filter(
                kinds(members),
                tagConditions(members),
                strings(members, "ids"),
                strings(members, "authors"),
                optionalInteger(members, "since", 0),
                optionalInteger(members, "until", Filter.NO_BOUND),
                optionalInteger(members, "limit", Filter.NO_BOUND));
    }

    private static Map<String, Set<String>> tagConditions(JsonObject members) throws MalformedNostrException {
        var names = new ArrayList<String>();
        members.forEach((name, value) -> {
            if (name.length() == 2 && name.charAt(0) == '#') {
                names.add(name);
            }
        });
        var tags = new LinkedHashMap<String, Set<String>>();
        for (String name : names) {
            tags.put(name.substring(1), strings(members, name));
        }
        return tags;
    }

    private static Set<Integer> kinds(JsonObject members) throws MalformedNostrException {
        var kinds = new HashSet<Integer>();
        for (JsonValue kind : values(members, "kinds")) {
            kinds.add((int) integer(kind, "'kinds' of a filter", MAX_KIND));
        }
        return kinds;
    }

    private static Set<String> strings(JsonObject members, String name) throws MalformedNostrException {
        return Set.copyOf(new HashSet<>(strings(values(members, name), "'" + name + "' of a filter")));
    }

    /** A list that is there and empty would match nothing: whoever sends that is mistaken. */
    private static List<JsonValue> values(JsonObject members, String name) throws MalformedNostrException {
        JsonValue value = members.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof JsonArray values && !values.isEmpty()) {
            return values;
        }
        throw malformed("'" + name + "' of a filter is a list that is not empty");
    }

    private static List<String> strings(List<JsonValue> values, String what) throws MalformedNostrException {
        var strings = new ArrayList<String>(values.size());
        for (JsonValue value : values) {
            if (!(value instanceof JsonString string)) {
                throw malformed(what + " holds strings");
            }
            strings.add(string.value());
        }
        return strings;
    }

    private static String subscription(JsonArray parts) throws MalformedNostrException {
        String subscription = string(parts, 1);
        if (subscription.isEmpty() || subscription.length() > MAX_SUBSCRIPTION_CHARS) {
            throw malformed("the name of a request has 1 to " + MAX_SUBSCRIPTION_CHARS + " characters");
        }
        return subscription;
    }

    private static JsonValue part(JsonArray parts, int index) throws MalformedNostrException {
        if (index >= parts.size()) {
            throw malformed("the message has too few parts");
        }
        return parts.get(index);
    }

    private static String string(JsonArray parts, int index) throws MalformedNostrException {
        if (part(parts, index) instanceof JsonString string) {
            return string.value();
        }
        throw malformed("part " + index + " of the message is a string");
    }

    private static String optionalString(JsonArray parts, int index) {
        return index < parts.size() && parts.get(index) instanceof JsonString string ? string.value() : "";
    }

    private static JsonObject object(JsonValue value, String what) throws MalformedNostrException {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw malformed(what + " is an object");
    }

    private static String string(JsonObject members, String name) throws MalformedNostrException {
        if (members.get(name) instanceof JsonString string) {
            return string.value();
        }
        throw malformed("'" + name + "' of an event is a string");
    }

    private static String hex(JsonObject members, String name, int bytes) throws MalformedNostrException {
        String text = string(members, name);
        if (!NostrKeys.isHex(text, bytes)) {
            throw malformed("'" + name + "' of an event has " + 2 * bytes + " lower-case hexadecimal digits");
        }
        return text;
    }

    private static long integer(JsonObject members, String name, long max) throws MalformedNostrException {
        return integer(members.get(name), "'" + name + "' of an event", max);
    }

    private static long optionalInteger(JsonObject members, String name, long otherwise)
            throws MalformedNostrException {
        JsonValue value = members.get(name);
        return value == null ? otherwise : integer(value, "'" + name + "' of a filter", MAX_EXACT_INTEGER);
    }

    private static long integer(@Nullable JsonValue value, String what, long max) throws MalformedNostrException {
        if (value instanceof JsonNumber number
                && number.value() >= 0
                && number.value() <= max
                && number.value() == Math.rint(number.value())) {
            return (long) number.value();
        }
        throw malformed(what + " is an integer of 0 to " + max);
    }

    private static MalformedNostrException malformed(String message) {
        return new MalformedNostrException(message);
    }
}
