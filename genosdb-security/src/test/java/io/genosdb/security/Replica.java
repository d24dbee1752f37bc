package io.genosdb.security;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Graph;
import io.genosdb.guard.Judgement;
import io.genosdb.security.policy.Judge;
import io.genosdb.security.policy.Policy;
import io.genosdb.security.policy.RandomEntries;
import io.genosdb.security.policy.Verdict;
import java.util.ArrayList;
import java.util.List;

/** A replica without anything but its graph and what keeps it lawful. */
final class Replica {

    private static final Judge MALFORMED = new Judge(RandomEntries.POLICY);

    private final Graph graph;
    private final Judge judge;
    private final Courtroom courtroom;

    Replica(Policy policy) {
        judge = new Judge(policy);
        graph = new Graph(0, judge::access);
        courtroom = new Courtroom(judge, graph::entriesOf, graph::entry, graph::forEachEntry);
    }

    /** Whether the policy does not refuse it for ever. */
    static boolean isWellFormed(Entry entry) {
        return !(MALFORMED.verdict(entry) instanceof Verdict.Refused);
    }

    Graph graph() {
        return graph;
    }

    Judge judge() {
        return judge;
    }

    Courtroom courtroom() {
        return courtroom;
    }

    long parked() {
        return courtroom.parked();
    }

    Judgement receive(List<Entry> batch) {
        return apply(courtroom.judge(batch));
    }

    Judgement receive(Entry... batch) {
        return receive(List.of(batch));
    }

    Judgement write(Entry... batch) {
        return apply(courtroom.judgeOwn(List.of(batch)));
    }

    private Judgement apply(Judgement judgement) {
        if (!judgement.revoked().isEmpty()) {
            graph.forget(judgement.revoked());
        }
        courtroom.merged(graph.merge(judgement.admitted()));
        return judgement;
    }

    List<Entry> state() {
        return state(graph);
    }

    static List<Entry> state(Graph graph) {
        var entries = new ArrayList<Entry>();
        graph.forEachEntry(entries::add);
        entries.sort(null);
        return entries;
    }
}
