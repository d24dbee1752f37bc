package io.genosdb.rtc.nostr;

import java.util.List;
import java.util.Set;

/**
 * A signed event of Nostr (NIP-01).
 *
 * @param id 64 lower-case hexadecimal digits: the SHA-256 of the canonical form
 * @param pubkey 64 lower-case hexadecimal digits: the author's public key
 * @param createdAt seconds since 1970
 * @param kind 0 to 65535
 * @param tags lists of strings, of which the first is the tag's name
 * @param content any text
 * @param sig 128 lower-case hexadecimal digits: the author's BIP-340 signature of the id
 * @since 0.1
 */
public record NostrEvent(
        String id, String pubkey, long createdAt, int kind, List<List<String>> tags, String content, String sig) {

    /** Copies the tags. */
    public NostrEvent {
        tags = tags.stream().map(List::copyOf).toList();
    }

    /**
     * Whether there is a tag of this name with one of these values, which are what comes second in a tag.
     *
     * @param name the tag's name
     * @param values the values
     * @return true if there is one
     */
    public boolean hasTag(String name, Set<String> values) {
        return tags.stream().anyMatch(tag -> tag.size() > 1 && tag.get(0).equals(name) && values.contains(tag.get(1)));
    }
}
