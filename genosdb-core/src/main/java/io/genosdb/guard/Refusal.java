package io.genosdb.guard;

import io.genosdb.graph.Entry;

/**
 * An entry that was not let in, and why.
 *
 * @param entry the entry
 * @param reason why, in words for people, without anything of the entry's payload
 * @since 0.1
 */
public record Refusal(Entry entry, String reason) {}
