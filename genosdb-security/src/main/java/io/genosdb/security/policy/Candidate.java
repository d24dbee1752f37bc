package io.genosdb.security.policy;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Version;

/** A genuine, well-formed entry of a history, which counts if it is valid. For the writer. */
final class Candidate<C> {

    final Entry entry;
    final Version version;
    final Author author;
    final C change;
    boolean valid;

    Candidate(Entry entry, Author author, C change) {
        this.entry = entry;
        this.version = entry.version();
        this.author = author;
        this.change = change;
    }

    @Override
    public String toString() {
        return entry + (valid ? " (valid)" : " (not valid)");
    }
}
