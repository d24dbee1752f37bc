package io.genosdb.rtc.nostr;

import java.util.List;

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
}
