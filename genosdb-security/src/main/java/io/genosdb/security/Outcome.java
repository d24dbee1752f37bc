package io.genosdb.security;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import io.genosdb.guard.Judgement;
import io.genosdb.guard.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a judgement will say, while it is being made. Each entry ends up in one place only. */
final class Outcome {

    private final Map<Hash256, Entry> admitted = new LinkedHashMap<>();
    private final Map<Hash256, Entry> revoked = new LinkedHashMap<>();
    private final Map<Hash256, Entry> parked = new LinkedHashMap<>();
    private final Map<Hash256, Entry> released = new LinkedHashMap<>();
    private final List<Refusal> refusals = new ArrayList<>(0);
    private final List<Refusal> revocations = new ArrayList<>(0);

    void admit(Entry entry) {
        admitted.put(entry.hash(), entry);
    }

    /** Returns false where it was revoked already. */
    boolean revoke(Entry entry, String reason) {
        boolean isNews = revoked.putIfAbsent(entry.hash(), entry) == null;
        if (isNews) {
            revocations.add(new Refusal(entry, reason));
        }
        return isNews;
    }

    void park(Entry entry) {
        if (released.remove(entry.hash()) == null) {
            parked.put(entry.hash(), entry);
        }
    }

    void release(Entry entry) {
        if (parked.remove(entry.hash()) == null) {
            released.put(entry.hash(), entry);
        }
    }

    void refuse(Entry entry, String reason) {
        refusals.add(new Refusal(entry, reason));
    }

    Collection<Entry> revoked() {
        return revoked.values();
    }

    /** What is taken out of the state, and why: nobody who sent the batch is to blame for that. */
    List<Refusal> revocations() {
        return revocations;
    }

    Judgement judgement() {
        return new Judgement(
                List.copyOf(admitted.values()),
                List.copyOf(revoked.values()),
                List.copyOf(parked.values()),
                List.copyOf(released.values()),
                List.copyOf(refusals));
    }
}
