package io.genosdb.security;

import io.genosdb.graph.Access;
import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.MergeResult;
import io.genosdb.graph.Reader;
import io.genosdb.graph.Slot;
import io.genosdb.guard.Actor;
import io.genosdb.guard.ForgedEntryException;
import io.genosdb.guard.Guard;
import io.genosdb.guard.GuardedDatabase;
import io.genosdb.guard.Judgement;
import io.genosdb.guard.Refusal;
import io.genosdb.security.identity.Address;
import io.genosdb.security.identity.Identity;
import io.genosdb.security.identity.SignatureVerifier;
import io.genosdb.security.identity.Signatures;
import io.genosdb.security.policy.Judge;
import io.genosdb.security.policy.Revision;
import io.genosdb.sync.Admission;
import io.genosdb.value.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The guard of one database: the {@link Courtroom} with signatures, readers, peers and whoever is told of changes around it. */
final class SecurityGuard implements Guard {

    private static final Logger logger = LoggerFactory.getLogger(SecurityGuard.class);
    private static final Duration EXPIRY_CHECK = Duration.ofSeconds(1);
    private static final int REFUSALS_REMEMBERED_AT_MOST = 300;

    private final GuardedDatabase database;
    private final Identity identity;
    private final Supplier<Actor> current;
    private final boolean verifyStore;
    private final Judge judge;
    private final Courtroom courtroom;
    private final SignatureVerifier verifier = new SignatureVerifier(
            ForkJoinPool.commonPool(), Runtime.getRuntime().availableProcessors());
    private final Readers readers;
    private final RoleWatch watch;
    private final PeerAdmission admission;
    private final EventQueue events;
    private final Deque<Refusal> refusals = new ArrayDeque<>();
    private final List<SecurityEvent> untold = new ArrayList<>();
    private volatile boolean closed;
    private final List<Runnable> beginnings = new ArrayList<>();

    SecurityGuard(
            GuardedDatabase database,
            Identity identity,
            Judge judge,
            Readers readers,
            Supplier<Actor> current,
            Listeners listeners,
            boolean verifyStore) {
        this.database = database;
        this.identity = identity;
        this.judge = judge;
        this.readers = readers;
        this.current = current;
        this.verifyStore = verifyStore;
        this.courtroom = new Courtroom(judge, database::entriesOf, database::entry, database::forEachEntry);
        this.events = new EventQueue(listeners, database::execute);
        this.watch = new RoleWatch(judge);
        this.admission = new PeerAdmission();
    }

    Judge judge() {
        return judge;
    }

    boolean isClosed() {
        return closed;
    }

    int parked() {
        return courtroom.parked();
    }

    List<Refusal> refusals() {
        synchronized (refusals) {
            return List.copyOf(refusals);
        }
    }

    /** Has something begun when the database is open. */
    void onStart(Runnable beginning) {
        beginnings.add(beginning);
    }

    // ---- Who acts

    @Override
    public Actor actor() {
        return current.get();
    }

    @Override
    public JsonObject writable(JsonObject value) {
        JsonObject writable = value;
        for (String field : Judge.MANAGED_FIELDS) {
            if (writable.get(field) != null) {
                writable = writable.without(field);
            }
        }
        return writable;
    }

    // ---- What is let in

    @Override
    public void authenticate(List<Entry> received) {
        verifier.verify(received);
    }

    @Override
    public void restore(List<Entry> state) {
        try {
            checkSigned(state);
            Set<Hash256> forged = verifyStore ? forged(state) : Set.of();
            courtroom.restore(state, entry -> forged.contains(entry.hash()));
        } catch (UnlawfulStoreException e) {
            closed = true;
            throw e;
        }
        judge.forEachAssignment((address, assignment) -> watch.begin(address, assignment, database.wallMillis()));
    }

    private void checkSigned(List<Entry> state) {
        long unsigned = state.stream().filter(entry -> entry.author().isEmpty()).count();
        if (unsigned > 0) {
            throw new UnlawfulStoreException("the store of database '" + database.name() + "' holds " + unsigned
                    + " entries that nobody signed: it was written without security. Nothing was changed. Open it without security,"
                    + " export its nodes, and put them into an empty store with security");
        }
    }

    private Set<Hash256> forged(List<Entry> state) {
        var forged = new HashSet<Hash256>();
        try {
            verifier.verify(state);
        } catch (ForgedEntryException e) {
            for (Entry entry : state) {
                if (!verifier.isGenuine(entry)) {
                    forged.add(entry.hash());
                }
            }
        }
        return forged;
    }

    @Override
    public Judgement judge(List<Entry> batch, boolean isLocal) {
        Judgement judgement = isLocal ? courtroom.judgeOwn(batch) : courtroom.judge(batch);
        note(judgement.refusals(), judgement);
        note(courtroom.takeRevocations(), judgement);
        return judgement;
    }

    private void note(List<Refusal> turnedAway, Judgement judgement) {
        if (turnedAway.isEmpty()) {
            return;
        }
        Set<Entry> parked = Set.copyOf(judgement.parked());
        for (Refusal refusal : turnedAway) {
            remember(refusal);
            untold.add(new SecurityEvent.EntryRefused(refusal, parked.contains(refusal.entry())));
        }
    }

    private void remember(Refusal refusal) {
        synchronized (refusals) {
            refusals.addFirst(refusal);
            if (refusals.size() > REFUSALS_REMEMBERED_AT_MOST) {
                refusals.removeLast();
            }
        }
    }

    @Override
    public void merged(MergeResult result) {
        courtroom.merged(result);
        tell(courtroom.takeRevisions());
    }

    // ---- Who is told

    private void tell(List<Revision> revisions) {
        var users = new LinkedHashSet<String>();
        var nodes = new LinkedHashSet<String>();
        for (Revision revision : revisions) {
            collect(revision.validated(), users, nodes);
            collect(revision.invalidated(), users, nodes);
        }
        long now = database.wallMillis();
        var changed = new ArrayList<String>();
        for (String user : users) {
            if (watch.hasChanged(user, now)) {
                changed.add(user);
            }
        }
        nodes.forEach(node -> untold.add(new SecurityEvent.AccessChanged(node)));
        publish(changed, now);
    }

    private static void collect(List<Entry> entries, Set<String> users, Set<String> nodes) {
        for (Entry entry : entries) {
            if (entry.slot() instanceof Slot.Role) {
                users.add(entry.nodeId().substring(Judge.USER_PREFIX.length()));
            } else {
                nodes.add(entry.nodeId());
            }
        }
    }

    /** Readers first, so that who hears of a role sees what there is by it. */
    private void publish(Collection<String> changed, long now) {
        if (!changed.isEmpty()) {
            List<String> addresses = List.copyOf(changed);
            events.run(List.of(() -> readersChanged(addresses)));
        }
        for (String address : changed) {
            untold.add(new SecurityEvent.RoleChanged(new Address(address), judge.roleNow(address, now)));
        }
        if (!untold.isEmpty()) {
            events.publish(untold);
            untold.clear();
        }
    }

    private void readersChanged(List<String> addresses) {
        try {
            database.readersChanged(addresses);
        } catch (IllegalStateException e) {
            logger.debug("the database is closed: nobody reads any more", e);
        }
    }

    private void checkExpiries() {
        long now = database.wallMillis();
        List<String> expired = watch.expired(now);
        if (!expired.isEmpty()) {
            var told = new ArrayList<SecurityEvent>();
            expired.forEach(address ->
                    told.add(new SecurityEvent.RoleChanged(new Address(address), judge.roleNow(address, now))));
            events.run(List.of(() -> readersChanged(expired)));
            events.publish(told);
        }
    }

    // ---- Readers and peers

    @Override
    public @Nullable Access access(String nodeId) {
        return judge.access(nodeId);
    }

    @Override
    public Admission admission() {
        return admission;
    }

    private final class PeerAdmission implements Admission {

        private final Convictions convictions = new Convictions();
        private final Credentials credentials =
                new Credentials(judge.policy().digest(), identity.address().text());

        @Override
        public Credentials credentials() {
            return credentials;
        }

        @Override
        public byte[] prove(Hash256 challenge) {
            return identity.sign(challenge);
        }

        @Override
        public @Nullable String refusal(String address, byte[] proof, Hash256 challenge) {
            if (!judge.isAddress(address)) {
                return "the peer names no address";
            }
            if (!Signatures.isSignedBy(new Address(address), challenge, proof)) {
                return "the peer does not have the key of the address " + address;
            }
            String offence = convictions.offence(address, database.wallMillis());
            return offence == null ? null : "the peer " + address + " is not let in for a while: " + offence;
        }

        @Override
        public Reader reader(String address) {
            return readers.reader(address);
        }

        @Override
        public void convict(String address, String offence) {
            convictions.convict(address, offence, database.wallMillis());
            events.publish(List.of(new SecurityEvent.PeerRefused(address, offence)));
        }
    }

    // ---- Life

    @Override
    public void start() {
        beginnings.forEach(Runnable::run);
        database.every(EXPIRY_CHECK, this::checkExpiries);
    }

    @Override
    public void close() {
        closed = true;
    }
}
