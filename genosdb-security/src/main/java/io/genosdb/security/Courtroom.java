package io.genosdb.security;

import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.MergeResult;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.guard.Judgement;
import io.genosdb.guard.NotPermittedException;
import io.genosdb.guard.Refusal;
import io.genosdb.security.identity.Authorship;
import io.genosdb.security.policy.Judge;
import io.genosdb.security.policy.Revision;
import io.genosdb.security.policy.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the state of a replica in line with the {@link Judge}: applies its verdicts to what arrives, and again to what has arrived
 * before whenever a role or an access list turns out to be another one. For the writer; without clock and threads.
 *
 * <p><b>Where an entry is.</b> Every genuine entry that this replica heard of is in one of these places: in the state, if it is lawful
 * and nothing displaced it; among the {@link DisplacedEntries}, if it is lawful and something did; among the {@link ParkedEntries}, if
 * it is not lawful by what is known; nowhere, if it can never be lawful. When the judge's histories change, the {@link Revision} says
 * whose verdicts may be others now. Parked entries that have become lawful are let in; entries of the state that have ceased to be
 * are taken out and parked; and what those had displaced is offered anew. So the state is always the merge of all lawful entries
 * known, as long as the bounds of both memories are kept: the same on all replicas that know the same entries, in whatever order they came.
 * Beyond the bounds a replica forgets, and learns again from its peers, whose digests differ then.
 *
 * <p><b>What it costs.</b> An assignment that concerns no version at which its subject wrote anything scans nothing: of each author the
 * greatest version in the state is known. One that reaches into the past of somebody who wrote since scans the state once.
 */
final class Courtroom {

    private static final int DISPLACED_BY_OTHERS_AT_MOST = 20_000;
    private static final int DISPLACED_BY_THEMSELVES_AT_MOST = 10_000;
    private static final long DISPLACED_BYTES_AT_MOST = 32L << 20;

    private final Judge judge;
    private final Function<String, List<Entry>> entriesOf;
    private final Function<EntryKey, @Nullable Entry> entryAt;
    private final Consumer<Consumer<Entry>> forEachEntry;

    private final ParkedEntries parked = new ParkedEntries();
    /** Two memories, so that nobody's own updates make others' entries forgotten. */
    private final DisplacedEntries displacedByOthers =
            new DisplacedEntries(DISPLACED_BY_OTHERS_AT_MOST, DISPLACED_BYTES_AT_MOST);

    private final DisplacedEntries displacedByThemselves =
            new DisplacedEntries(DISPLACED_BY_THEMSELVES_AT_MOST, DISPLACED_BYTES_AT_MOST);

    /** Of each address, the greatest version of an entry in the state that it signed or that was signed for it. */
    private final Map<String, Version> greatest = new HashMap<>();

    /** What was restored and is not lawful by the policy of today. */
    private List<Entry> unlawful = List.of();

    /** What was restored and is nobody's. */
    private List<Entry> forged = List.of();

    /** What the judgements so far have changed; taken by whoever tells others. */
    private final List<Revision> revisions = new ArrayList<>();

    private final List<Refusal> revocations = new ArrayList<>();

    /**
     * Makes it.
     *
     * @param judge knows no history yet
     * @param entriesOf the entries that the state has of a node, of which there may be very many
     * @param entryAt the entry that the state has for a key
     * @param forEachEntry visits the entries of the state
     */
    Courtroom(
            Judge judge,
            Function<String, List<Entry>> entriesOf,
            Function<EntryKey, @Nullable Entry> entryAt,
            Consumer<Consumer<Entry>> forEachEntry) {
        this.judge = judge;
        this.entriesOf = entriesOf;
        this.entryAt = entryAt;
        this.forEachEntry = forEachEntry;
    }

    int parked() {
        return parked.size();
    }

    /** What has changed since this was asked last. */
    List<Revision> takeRevisions() {
        List<Revision> taken = List.copyOf(revisions);
        revisions.clear();
        return taken;
    }

    /** What has been taken out of the state since this was asked last, and why. */
    List<Refusal> takeRevocations() {
        List<Refusal> taken = List.copyOf(revocations);
        revocations.clear();
        return taken;
    }

    /**
     * Takes note of the state that a store gives back. What is not lawful any more is revoked by the next judgement.
     *
     * @param state the entries of the state
     * @param isForged tells those that were altered on the disk
     * @throws UnlawfulStoreException if more is not lawful than can be parked
     */
    void restore(List<Entry> state, Predicate<Entry> isForged) {
        forged = state.stream().filter(isForged).toList();
        List<Entry> genuine = state.stream().filter(isForged.negate()).toList();
        judge.revise(histories(genuine));
        var refused = new ArrayList<Entry>();
        var pending = new ArrayList<Entry>();
        for (Entry entry : genuine) {
            Verdict verdict = judge.verdict(entry);
            if (verdict instanceof Verdict.Admitted) {
                note(entry);
            } else {
                refused.add(entry);
                if (verdict instanceof Verdict.Pending) {
                    pending.add(entry);
                }
            }
        }
        if (!ParkedEntries.holds(pending)) {
            throw new UnlawfulStoreException(message(pending, state.size()));
        }
        unlawful = refused;
    }

    private static String message(List<Entry> unlawful, int all) {
        long authors = unlawful.stream().map(Entry::author).distinct().count();
        return unlawful.size() + " of the store's " + all + " entries, by " + authors
                + (authors == 1 ? " author" : " authors")
                + ", are not lawful by the superadmins and roles configured now, which is more than can be kept aside. Nothing was"
                + " changed. Are the configured superadmins the right ones?";
    }

    private void revokeRestored(Outcome outcome) {
        for (Entry entry : forged) {
            outcome.revoke(entry, "it is not signed by the author it names");
        }
        unlawful.forEach(entry -> revoke(entry, outcome));
        forged = List.of();
        unlawful = List.of();
    }

    private static List<Entry> histories(List<Entry> entries) {
        var histories = new ArrayList<Entry>(0);
        for (Entry entry : entries) {
            if (entry.slot() instanceof Slot.Managed) {
                histories.add(entry);
            }
        }
        return histories;
    }

    // ---- What was written here

    /** Lets everything in, or nothing, with no trace left. */
    Judgement judgeOwn(List<Entry> batch) {
        List<Entry> unknown =
                histories(batch).stream().filter(entry -> !judge.knows(entry)).toList();
        Revision revision = judge.revise(unknown);
        for (Entry entry : batch) {
            Verdict verdict = judge.verdict(entry);
            if (!(verdict instanceof Verdict.Admitted)) {
                judge.withdraw(unknown);
                throw new NotPermittedException(message(entry, verdict));
            }
        }
        var outcome = new Outcome();
        batch.forEach(entry -> admit(entry, outcome));
        release(revision, outcome);
        revoke(revision, outcome);
        revocations.addAll(outcome.revocations());
        return outcome.judgement();
    }

    private static String message(Entry entry, Verdict verdict) {
        return "not permitted to write " + entry.key() + ": " + reason(verdict);
    }

    private static String reason(Verdict verdict) {
        if (verdict instanceof Verdict.Refused refused) {
            return refused.reason();
        }
        return verdict instanceof Verdict.Pending pending ? pending.reason() : "";
    }

    // ---- What came from elsewhere

    /** Lets in what is lawful, parks what may become so, and refuses the rest. */
    Judgement judge(List<Entry> batch) {
        var outcome = new Outcome();
        List<Entry> histories = histories(batch);
        Revision revision = histories.isEmpty() ? Revision.NOTHING : judge.revise(histories);
        release(revision, outcome);
        revokeRestored(outcome);
        for (Entry entry : batch) {
            Verdict verdict = judge.verdict(entry);
            if (verdict instanceof Verdict.Admitted) {
                admit(entry, outcome);
            } else if (!parked.contains(entry)) {
                outcome.refuse(entry, reason(verdict));
                park(entry, verdict, outcome);
            }
        }
        revoke(revision, outcome);
        revocations.addAll(outcome.revocations());
        return outcome.judgement();
    }

    private void admit(Entry entry, Outcome outcome) {
        Entry kept = parked.remove(entry);
        if (kept != null) {
            outcome.release(kept);
        }
        outcome.admit(entry);
        note(entry);
    }

    private void note(Entry entry) {
        Authorship author = judge.authorOf(entry);
        if (author != null) {
            note(author.signer().text(), entry);
            note(author.actor().text(), entry);
        }
    }

    private void note(String address, Entry entry) {
        Version known = greatest.get(address);
        if (known == null || known.compareTo(entry.version()) < 0) {
            greatest.put(address, entry.version());
        }
    }

    private void park(Entry entry, Verdict verdict, Outcome outcome) {
        if (!(verdict instanceof Verdict.Pending) || parked.contains(entry)) {
            return;
        }
        outcome.park(entry);
        List<Entry> evicted = parked.add(entry);
        if (!evicted.isEmpty()) {
            evicted.forEach(outcome::release);
            // Being parked, none of them counted: nothing changes.
            judge.withdraw(histories(evicted));
        }
    }

    /** Takes an entry out of the state. */
    private void revoke(Entry entry, Outcome outcome) {
        Entry held = entryAt.apply(entry.key());
        if (held != null && held.hash().equals(entry.hash())) {
            Verdict verdict = judge.verdict(held);
            if (outcome.revoke(held, reason(verdict))) {
                park(held, verdict, outcome);
            }
        }
    }

    // ---- What that changes of what was there

    /** Lets in what was parked and is lawful now. Comes before anything else is parked, so that nothing of it has to make room. */
    private void release(Revision revision, Outcome outcome) {
        if (revision.isNothing()) {
            return;
        }
        revisions.add(revision);
        var concerned = new ArrayList<>(revision.validated());
        revision.nodes().keySet().forEach(node -> concerned.addAll(parked.ofNode(node)));
        revision.authors().keySet().forEach(address -> concerned.addAll(parked.mentioning(address)));
        for (Entry entry : concerned) {
            if (parked.contains(entry) && judge.verdict(entry) instanceof Verdict.Admitted) {
                admit(entry, outcome);
            }
        }
    }

    /** Takes out of the state what is not lawful any more, and offers anew what that had displaced. */
    private void revoke(Revision revision, Outcome outcome) {
        if (!revision.isNothing()) {
            revision.invalidated().forEach(entry -> revoke(entry, outcome));
            reconsiderState(revision, outcome);
        }
        for (Entry revoked : List.copyOf(outcome.revoked())) {
            offerAgain(displacedByOthers.take(revoked.nodeId()), outcome);
            offerAgain(displacedByThemselves.take(revoked.nodeId()), outcome);
        }
    }

    private void reconsiderState(Revision revision, Outcome outcome) {
        var concerned = new ArrayList<Entry>();
        revision.nodes().forEach((node, from) -> {
            for (Entry entry : entriesOf.apply(node)) {
                if (entry.version().compareTo(from) >= 0) {
                    concerned.add(entry);
                }
            }
        });
        if (isScanNeeded(revision)) {
            forEachEntry.accept(entry -> {
                Authorship author = judge.authorOf(entry);
                if (author != null && revision.concerns(author, entry.version())) {
                    concerned.add(entry);
                }
            });
        }
        for (Entry entry : concerned) {
            if (!(judge.verdict(entry) instanceof Verdict.Admitted)) {
                revoke(entry, outcome);
            }
        }
    }

    /** Whether somebody whose permissions have changed for some versions may have written something then. */
    private boolean isScanNeeded(Revision revision) {
        for (var concerned : revision.authors().entrySet()) {
            Version last = greatest.get(concerned.getKey());
            boolean wroteSince =
                    last != null && concerned.getValue().stream().anyMatch(span -> last.compareTo(span.after()) > 0);
            if (wroteSince) {
                return true;
            }
        }
        return false;
    }

    private void offerAgain(Collection<Entry> displaced, Outcome outcome) {
        for (Entry entry : displaced) {
            Verdict verdict = judge.verdict(entry);
            if (verdict instanceof Verdict.Admitted) {
                admit(entry, outcome);
            } else {
                park(entry, verdict, outcome);
            }
        }
    }

    // ---- What was displaced

    /** Remembers what a merge displaced. */
    void merged(MergeResult result) {
        if (!result.superseded().isEmpty()) {
            Map<String, String> authors = authors(result.accepted());
            for (Entry entry : result.superseded()) {
                boolean byItsAuthor = isBy(authors, entry.nodeId(), entry)
                        && (!(entry.slot() instanceof Slot.Edge edge) || isBy(authors, edge.target(), entry));
                (byItsAuthor ? displacedByThemselves : displacedByOthers).add(entry);
            }
        }
        for (Entry entry : result.dominated()) {
            (isDominatedByItsAuthor(entry) ? displacedByThemselves : displacedByOthers).add(entry);
        }
    }

    /** Whether all that an entry lost against is its author's own, who therefore cannot flush the memory of what others lost. */
    private boolean isDominatedByItsAuthor(Entry lost) {
        return rivals(lost).stream()
                .map(entryAt)
                .filter(winner -> winner != null && winner.compareTo(lost) > 0)
                .allMatch(winner -> winner.author().equals(lost.author()));
    }

    /** All keys whose entries can keep an entry out of the state. */
    private static List<EntryKey> rivals(Entry entry) {
        var keys = new ArrayList<EntryKey>(3);
        keys.add(entry.key());
        keys.add(new EntryKey(entry.nodeId(), Slot.TOMBSTONE));
        if (entry.slot() instanceof Slot.Field) {
            keys.add(new EntryKey(entry.nodeId(), Slot.VALUE));
        } else if (entry.slot() instanceof Slot.Edge edge) {
            keys.add(new EntryKey(edge.target(), Slot.TOMBSTONE));
        }
        return keys;
    }

    /** Who wrote the entries of each node; the empty string for several. */
    private static Map<String, String> authors(List<Entry> accepted) {
        var authors = new HashMap<String, String>();
        for (Entry entry : accepted) {
            authors.merge(entry.nodeId(), entry.author(), (a, b) -> a.equals(b) ? a : "");
        }
        return authors;
    }

    private static boolean isBy(Map<String, String> authors, String nodeId, Entry entry) {
        return authors.getOrDefault(nodeId, entry.author()).equals(entry.author());
    }
}
