package io.genosdb.security.policy;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Version;
import io.genosdb.security.identity.Authorship;
import java.util.List;
import java.util.Map;

/**
 * What entries that were added to the histories, or withdrawn, change: which entries of the histories count now, and whose other
 * entries have to be judged again.
 *
 * @param validated entries that count and did not before
 * @param invalidated entries that counted and do not any more
 * @param authors by whose entries have to be judged again as signer or principal: of which versions
 * @param nodes whose entries have to be judged again: from which version on
 * @since 0.1
 */
public record Revision(
        List<Entry> validated, List<Entry> invalidated, Map<String, List<Span>> authors, Map<String, Version> nodes) {

    /** Nothing changes. */
    public static final Revision NOTHING = new Revision(List.of(), List.of(), Map.of(), Map.of());

    /**
     * Whether everything is as before.
     *
     * @return true where no entry came to count or ceased to
     */
    public boolean isNothing() {
        return validated.isEmpty() && invalidated.isEmpty();
    }

    /**
     * Whether the permission of an author may have changed for entries of a version.
     *
     * @param author who
     * @param version the version
     * @return whether such an entry has to be judged again
     */
    public boolean concerns(Authorship author, Version version) {
        return concerns(author.actor().text(), version)
                || (author.subject() != null && concerns(author.signer().text(), version));
    }

    private boolean concerns(String address, Version version) {
        for (Span span : authors.getOrDefault(address, List.of())) {
            if (span.contains(version)) {
                return true;
            }
        }
        return false;
    }
}
