package io.genosdb.rtc.nostr;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How topics are written in events, as Trystero does it. */
final class Topics {

    static final String TAG = "x";

    /** Relays compare with the time at which the author's clock stood, so what is new may look older than that. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(1);

    private static final int FIRST_EPHEMERAL = 20_000;
    private static final int EPHEMERAL_KINDS = 10_000;

    private Topics() {}

    static int kind(String topic) {
        return FIRST_EPHEMERAL + topic.chars().sum() % EPHEMERAL_KINDS;
    }

    static Filter filter(Set<String> topics, long nowSeconds) {
        Set<Integer> kinds = topics.stream().map(Topics::kind).collect(Collectors.toSet());
        return Filter.ofTag(kinds, TAG, topics, Math.max(0, nowSeconds - CLOCK_DIFFERENCE.toSeconds()));
    }

    /** The topic of an event, if it is one of those asked for. */
    static Optional<String> topic(NostrEvent event, Set<String> topics) {
        return event.tags().stream()
                .filter(tag -> tag.size() > 1 && tag.get(0).equals(TAG))
                .map(tag -> tag.get(1))
                .findFirst()
                .filter(topic -> topics.contains(topic) && event.kind() == kind(topic));
    }

    /**
     * The tags of an event. The number makes it another one than what was published before: relays pass over what they have had,
     * and the same text for the same topic in the same second would be that.
     */
    static List<List<String>> tags(String topic, long number) {
        return List.of(List.of(TAG, topic), List.of("seq", Long.toString(number)));
    }
}
