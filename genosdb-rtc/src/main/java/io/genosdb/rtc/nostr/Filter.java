package io.genosdb.rtc.nostr;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Map;
import java.util.Set;

/**
 * Which events are asked for: those that meet all conditions.
 *
 * @param kinds one of these; empty: any
 * @param tags for each tag, named without {@code #}, one of these values; a tag that is not there has no condition
 * @param ids one of these; empty: any
 * @param authors one of these public keys; empty: any
 * @param since not older, in seconds since 1970; 0: no bound
 * @param until not newer, in seconds since 1970; {@link #NO_BOUND}: no bound
 * @param limit so many stored events at most; {@link #NO_BOUND}: no bound. Says nothing about new ones
 * @since 0.1
 */
public record Filter(
        Set<Integer> kinds,
        Map<String, Set<String>> tags,
        Set<String> ids,
        Set<String> authors,
        long since,
        long until,
        long limit) {

    /** In place of {@link #until} and {@link #limit}. */
    public static final long NO_BOUND = Long.MAX_VALUE;

    /** Copies the collections. */
    public Filter {
        kinds = Set.copyOf(kinds);
        tags = tags.entrySet().stream()
                .collect(toUnmodifiableMap(Map.Entry::getKey, values -> Set.copyOf(values.getValue())));
        ids = Set.copyOf(ids);
        authors = Set.copyOf(authors);
    }

    /**
     * Asks for events with a tag.
     *
     * @param kinds one of these; empty: any
     * @param tag the tag's name, without {@code #}
     * @param values one of these
     * @param since not older, in seconds since 1970; 0: no bound
     * @return the filter
     */
    public static Filter ofTag(Set<Integer> kinds, String tag, Set<String> values, long since) {
        return new Filter(kinds, Map.of(tag, values), Set.of(), Set.of(), since, NO_BOUND, NO_BOUND);
    }

    /**
     * Whether an event is one of those asked for.
     *
     * @param event the event
     * @return true if it meets all conditions; {@link #limit} is none
     */
    public boolean matches(NostrEvent event) {
        return event.createdAt() >= since
                && event.createdAt() <= until
                && (kinds.isEmpty() || kinds.contains(event.kind()))
                && (ids.isEmpty() || ids.contains(event.id()))
                && (authors.isEmpty() || authors.contains(event.pubkey()))
                && tags.entrySet().stream().allMatch(tag -> event.hasTag(tag.getKey(), tag.getValue()));
    }
}
