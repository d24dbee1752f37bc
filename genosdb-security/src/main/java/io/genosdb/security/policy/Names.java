package io.genosdb.security.policy;

import io.genosdb.security.identity.Address;
import io.genosdb.security.identity.Authorship;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the texts in entries name: authors, users and the owners that identifiers of nodes begin with. An address has one text only,
 * in the mixed case of EIP-55, since with two it would be two people. What was found right is remembered, because the check takes a
 * hash. Thread-safe.
 */
final class Names {

    static final String USER_PREFIX = "user:";

    private static final int ADDRESS_LENGTH = 42;
    private static final int REMEMBERED_AT_MOST = 100_000;

    private final Map<String, String> addresses = new ConcurrentHashMap<>();
    private final Map<String, Authorship> authors = new ConcurrentHashMap<>();

    boolean isAddress(String text) {
        return address(text) != null;
    }

    /** The address that a text is, always the same instance, or {@code null}. */
    @Nullable
    String address(String text) {
        if (text.length() != ADDRESS_LENGTH || !text.startsWith("0x")) {
            return null;
        }
        String known = addresses.get(text);
        if (known != null) {
            return known;
        }
        try {
            return remember(addresses, text, new Address(text).text());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static <T> T remember(Map<String, T> memory, String text, T meaning) {
        if (memory.size() >= REMEMBERED_AT_MOST) {
            memory.clear();
        }
        memory.put(text, meaning);
        return meaning;
    }

    /** Who an entry's author is, or {@code null} where the text names nobody, or somebody for themselves. */
    @Nullable
    Authorship author(String text) {
        Authorship known = authors.get(text);
        if (known != null) {
            return known;
        }
        try {
            Authorship author = Authorship.parse(text);
            return author.signer().equals(author.subject()) ? null : remember(authors, text, author);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Whether a node is one of those that stand for users. */
    static boolean isUser(String nodeId) {
        return nodeId.startsWith(USER_PREFIX);
    }

    /** The user whom a node stands for, or {@code null} where it stands for nobody. */
    @Nullable
    String user(String nodeId) {
        return isUser(nodeId) ? address(nodeId.substring(USER_PREFIX.length())) : null;
    }

    /** The address that a node belongs to by its identifier, or {@code null}. */
    @Nullable
    String ownerById(String nodeId) {
        boolean mayBe =
                nodeId.length() > ADDRESS_LENGTH && nodeId.charAt(ADDRESS_LENGTH) == '/' && nodeId.startsWith("0x");
        return mayBe ? address(nodeId.substring(0, ADDRESS_LENGTH)) : null;
    }
}
