package io.genosdb.security.policy;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Version;
import io.genosdb.security.identity.Authorship;

/** A genuine, well-formed entry of a history, which counts if it is valid. For the writer. */
final class Candidate<C> {

    final Entry entry;
    final Version version;
    final Authorship author;
    final C change;
    boolean valid;

    Candidate(Entry entry, Authorship author, C change) {
        this.entry = entry;
        this.version = entry.version();
        this.author = author;
        this.change = change;
    }

    /** Whether it depends on an address's role. */
    boolean mentions(String address) {
        return author.signer().text().equals(address) || author.actor().text().equals(address);
    }

    @Override
    public String toString() {
        return entry + (valid ? " (valid)" : " (not valid)");
    }
}
