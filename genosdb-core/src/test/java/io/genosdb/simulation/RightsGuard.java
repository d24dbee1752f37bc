package io.genosdb.simulation;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.Reader;
import io.genosdb.graph.Slot;
import io.genosdb.guard.Actor;
import io.genosdb.guard.GuardedDatabase;
import io.genosdb.guard.Judgement;
import io.genosdb.guard.SlotWrite;
import io.genosdb.sync.Admission;
import io.genosdb.testing.AdmissionGuard;
import io.genosdb.value.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets every entry in, and sends each peer what it may have by the {@link Rights} that this replica knows of. */
final class RightsGuard extends AdmissionGuard {

    static final Hash256 POLICY = Hash256.of(new byte[Hash256.BYTES]);

    private final GuardedDatabase database;
    private final Rights rights;

    RightsGuard(GuardedDatabase database, String address, Set<String> alwaysReplicate) {
        this(database, address, new Rights(alwaysReplicate));
    }

    private RightsGuard(GuardedDatabase database, String address, Rights rights) {
        super(new Named(address, rights));
        this.database = database;
        this.rights = rights;
    }

    Rights rights() {
        return rights;
    }

    @Override
    public void restore(List<Entry> state) {
        state.forEach(rights::add);
    }

    @Override
    public Judgement judge(List<Entry> batch, boolean isLocal) {
        batch.forEach(rights::add);
        return super.judge(batch, isLocal);
    }

    /** Gives a role, or changes an access list. */
    void change(String nodeId, JsonObject change) {
        database.write(
                Actor.NOBODY,
                version -> List.of(new SlotWrite(
                        nodeId,
                        nodeId.startsWith("user:") ? new Slot.Role(version.text()) : new Slot.Acl(version.text()),
                        change)));
    }

    private record Named(String address, Rights rights) implements Admission {

        @Override
        public Credentials credentials() {
            return new Credentials(POLICY, address);
        }

        @Override
        public byte[] prove(Hash256 challenge) {
            return proof(address, challenge);
        }

        private static byte[] proof(String address, Hash256 challenge) {
            return (address + challenge).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public @Nullable String refusal(String other, byte[] proof, Hash256 challenge) {
            return Arrays.equals(proof, proof(other, challenge)) ? null : "not the key of " + other;
        }

        @Override
        public Reader reader(String other) {
            return rights.reader(other);
        }

        @Override
        public void convict(String other, String offence) {
            throw new AssertionError(other + " is convicted: " + offence);
        }
    }
}
