package io.genosdb.security.policy;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes note of everything that one revision changes. */
final class Ledger {

    /** Whether each candidate that was looked at counted before the revision. */
    private final Map<Candidate<?>, Boolean> before = new LinkedHashMap<>();

    private final Map<String, List<Span>> authors = new HashMap<>();
    private final Map<String, Version> nodes = new HashMap<>();

    /** To be called before a candidate's validity changes. */
    void changes(Candidate<?> candidate) {
        before.putIfAbsent(candidate, candidate.valid);
    }

    void author(String address, Span span) {
        authors.computeIfAbsent(address, key -> new ArrayList<>(1)).add(span);
    }

    void node(String nodeId, Version from) {
        nodes.merge(nodeId, from, (a, b) -> a.compareTo(b) <= 0 ? a : b);
    }

    Map<String, List<Span>> authors() {
        return authors;
    }

    Revision revision() {
        var validated = new ArrayList<Entry>();
        var invalidated = new ArrayList<Entry>();
        before.forEach((candidate, was) -> {
            if (candidate.valid && !was) {
                validated.add(candidate.entry);
            } else if (!candidate.valid && was) {
                invalidated.add(candidate.entry);
            }
        });
        return new Revision(validated, invalidated, authors, nodes);
    }
}
