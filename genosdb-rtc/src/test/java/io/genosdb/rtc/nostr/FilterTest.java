package io.genosdb.rtc.nostr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FilterTest {

    private static final long ANY = Filter.NO_BOUND;

    private final NostrEvent event = new NostrEvent(
            "id", "author", 100, 20_001, List.of(List.of("x", "one", "two"), List.of("y"), List.of()), "", "sig");

    @Test
    void withoutConditionsMatchesAll() {
        assertThat(filter(Set.of(), Map.of(), Set.of(), Set.of(), 0, ANY)).isTrue();
    }

    @Test
    void eachConditionIsOneOfItsValues() {
        assertThat(filter(Set.of(1, 20_001), Map.of(), Set.of(), Set.of(), 0, ANY))
                .isTrue();
        assertThat(filter(Set.of(1), Map.of(), Set.of(), Set.of(), 0, ANY)).isFalse();
        assertThat(filter(Set.of(), Map.of("x", Set.of("0", "one")), Set.of(), Set.of(), 0, ANY))
                .isTrue();
        assertThat(filter(Set.of(), Map.of(), Set.of("id"), Set.of(), 0, ANY)).isTrue();
        assertThat(filter(Set.of(), Map.of(), Set.of("other"), Set.of(), 0, ANY))
                .isFalse();
        assertThat(filter(Set.of(), Map.of(), Set.of(), Set.of("author"), 0, ANY))
                .isTrue();
        assertThat(filter(Set.of(), Map.of(), Set.of(), Set.of("other"), 0, ANY))
                .isFalse();
    }

    @Test
    void onlyTheSecondStringOfATagIsItsValue() {
        assertThat(filter(Set.of(), Map.of("x", Set.of("two")), Set.of(), Set.of(), 0, ANY))
                .isFalse();
        assertThat(filter(Set.of(), Map.of("y", Set.of("one")), Set.of(), Set.of(), 0, ANY))
                .isFalse();
    }

    @Test
    void boundsOfTimeBelongToIt() {
        assertThat(filter(Set.of(), Map.of(), Set.of(), Set.of(), 100, 100)).isTrue();
        assertThat(filter(Set.of(), Map.of(), Set.of(), Set.of(), 101, ANY)).isFalse();
        assertThat(filter(Set.of(), Map.of(), Set.of(), Set.of(), 0, 99)).isFalse();
    }

    @Test
    void allConditionsHold() {
        assertThat(filter(Set.of(20_001), Map.of("x", Set.of("one"), "y", Set.of("no")), Set.of(), Set.of(), 0, ANY))
                .isFalse();
        assertThat(filter(Set.of(20_001), Map.of("x", Set.of("one")), Set.of("id"), Set.of("author"), 1, 101))
                .isTrue();
    }

    private boolean filter(
            Set<Integer> kinds,
            Map<String, Set<String>> tags,
            Set<String> ids,
            Set<String> authors,
            long since,
            long until) {
        return new Filter(kinds, tags, ids, authors, since, until, ANY).matches(event);
    }
}
