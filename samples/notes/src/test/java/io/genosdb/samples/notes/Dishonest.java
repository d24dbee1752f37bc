package io.genosdb.samples.notes;

import io.genosdb.DatabaseBuilder;
import io.genosdb.graph.Access;
import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.MergeResult;
import io.genosdb.graph.Reader;
import io.genosdb.guard.Actor;
import io.genosdb.guard.Guard;
import io.genosdb.guard.Judgement;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.identity.Address;
import io.genosdb.security.identity.Identity;
import io.genosdb.spring.boot.autoconfigure.GenosDatabaseBuilderCustomizer;
import io.genosdb.sync.Admission;
import io.genosdb.value.JsonObject;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Makes an instance dishonest: whatever it writes passes its own guard without being judged, under whichever author it likes. It proves
 * who it is as everybody does, since no honest peer would talk to it otherwise.
 */
final class Dishonest implements GenosDatabaseBuilderCustomizer {

    private final GenosSecurity security;
    private final Identity identity;
    private final AtomicReference<String> author = new AtomicReference<>();

    Dishonest(GenosSecurity security, Identity identity) {
        this.security = security;
        this.identity = identity;
    }

    @Override
    public void customize(DatabaseBuilder builder) {
        builder.guard(database -> new DishonestGuard(security.guard(database)));
    }

    /** Writes over a note. */
    void attack(Instance instance, ReplicasTest.Attack attack, Address owner, String note) {
        String own = identity.address().text();
        author.set(
                switch (attack) {
                    case UNJUDGED -> own;
                    case FOR_THE_OWNER -> own + " for " + owner;
                    case FORGED -> owner.text();
                });
        instance.genos().put(Visitor.note("Harmed"), note);
    }

    private final class DishonestGuard implements Guard {

        private final Guard honest;

        private DishonestGuard(Guard honest) {
            this.honest = honest;
        }

        @Override
        public Actor actor() {
            String pretended = author.get();
            return pretended == null ? honest.actor() : new Pretender(pretended);
        }

        @Override
        public void authenticate(List<Entry> received) {
            honest.authenticate(received);
        }

        @Override
        public Judgement judge(List<Entry> batch, boolean isLocal) {
            return isLocal && author.get() != null ? Judgement.admit(batch) : honest.judge(batch, isLocal);
        }

        @Override
        public JsonObject writable(JsonObject value) {
            return value;
        }

        @Override
        public void restore(List<Entry> state) {
            honest.restore(state);
        }

        @Override
        public void merged(MergeResult result) {
            honest.merged(result);
        }

        @Override
        public @Nullable Access access(String nodeId) {
            return honest.access(nodeId);
        }

        @Override
        public Admission admission() {
            return honest.admission();
        }

        @Override
        public void start() {
            honest.start();
        }

        @Override
        public void close() {
            honest.close();
        }
    }

    /** Signs with the only key it has, whoever is said to have signed. */
    private final class Pretender implements Actor {

        private final String pretended;

        private Pretender(String pretended) {
            this.pretended = pretended;
        }

        @Override
        public Reader reader() {
            return Reader.EVERYTHING;
        }

        @Override
        public String author() {
            return pretended;
        }

        @Override
        public byte[] sign(Hash256 hash) {
            return identity.sign(hash);
        }
    }
}
