package io.genosdb.rtc.relay;

import io.genosdb.rtc.nostr.Filter;
import io.genosdb.rtc.nostr.NostrEvent;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** An open request of a client. */
final class Subscription {

    private final String name;
    private final List<Filter> filters;
    private final RelaySession session;
    private volatile long openedAfter = Long.MAX_VALUE;

    /** What an event has to have, at least, to be asked for: a tag, an author, ... */
    record Key(String field, String value) {

        private static final Key ANY = new Key("", "");

        static Key id(String id) {
            return new Key("id", id);
        }

        static Key author(String pubkey) {
            return new Key("author", pubkey);
        }

        static Key kind(int kind) {
            return new Key("kind", Integer.toString(kind));
        }

        static Key tag(String name, String value) {
            return new Key("#" + name, value);
        }

        /** All keys that requests for an event can have. */
        static void forEachOf(NostrEvent event, Consumer<Key> action) {
            event.tags().stream()
                    .filter(tag -> tag.size() > 1)
                    .forEach(tag -> action.accept(tag(tag.get(0), tag.get(1))));
            action.accept(id(event.id()));
            action.accept(author(event.pubkey()));
            action.accept(kind(event.kind()));
            action.accept(ANY);
        }
    }

    Subscription(String name, List<Filter> filters, RelaySession session) {
        this.name = name;
        this.filters = filters;
        this.session = session;
    }

    String name() {
        return name;
    }

    RelaySession session() {
        return session;
    }

    boolean matches(NostrEvent event) {
        return filters.stream().anyMatch(filter -> filter.matches(event));
    }

    /** From now on the events with a greater number are not new to it when they come again. */
    void opened(long number) {
        openedAfter = number;
    }

    /** Whether it may have missed an event that came first as the one of this number. */
    boolean isYoungerThan(long number) {
        return openedAfter > number;
    }

    /** So many values are in its filters, and so many times it is in the index at most. */
    int values() {
        return filters.stream().mapToInt(Subscription::values).sum();
    }

    private static int values(Filter filter) {
        return 1
                + filter.ids().size()
                + filter.authors().size()
                + filter.kinds().size()
                + filter.tags().values().stream().mapToInt(Set::size).sum();
    }

    /** Under which keys it is found. */
    void forEachKey(Consumer<Key> action) {
        filters.forEach(filter -> forEachKey(filter, action));
    }

    /** One condition is enough, since {@link #matches} asks for all: the one that few events meet. */
    private static void forEachKey(Filter filter, Consumer<Key> action) {
        if (!filter.ids().isEmpty()) {
            filter.ids().forEach(id -> action.accept(Key.id(id)));
        } else if (!filter.tags().isEmpty()) {
            Map.Entry<String, Set<String>> fewest = filter.tags().entrySet().stream()
                    .min(Comparator.comparingInt(tag -> tag.getValue().size()))
                    .orElseThrow();
            fewest.getValue().forEach(value -> action.accept(Key.tag(fewest.getKey(), value)));
        } else if (!filter.authors().isEmpty()) {
            filter.authors().forEach(author -> action.accept(Key.author(author)));
        } else if (!filter.kinds().isEmpty()) {
            filter.kinds().forEach(kind -> action.accept(Key.kind(kind)));
        } else {
            action.accept(Key.ANY);
        }
    }
}
