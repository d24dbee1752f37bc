package io.genosdb.testing;

import io.genosdb.graph.Access;
import io.genosdb.graph.Entry;
import io.genosdb.graph.MergeResult;
import io.genosdb.guard.Actor;
import io.genosdb.guard.Guard;
import io.genosdb.guard.GuardFactory;
import io.genosdb.guard.Judgement;
import io.genosdb.sync.Admission;
import io.genosdb.value.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trusts every entry, and lets an {@link Admission} decide about peers. */
public class AdmissionGuard implements Guard {

    private final Admission admission;

    /** Makes the guard. */
    public AdmissionGuard(Admission admission) {
        this.admission = admission;
    }

    /** A guard with this admission for a database. */
    public static GuardFactory of(Admission admission) {
        return database -> new AdmissionGuard(admission);
    }

    @Override
    public Actor actor() {
        return NONE.actor();
    }

    @Override
    public JsonObject writable(JsonObject value) {
        return value;
    }

    @Override
    public void authenticate(List<Entry> received) {}

    @Override
    public void restore(List<Entry> state) {}

    @Override
    public Judgement judge(List<Entry> batch, boolean isLocal) {
        return NONE.judge(batch, isLocal);
    }

    @Override
    public void merged(MergeResult result) {}

    @Override
    public @Nullable Access access(String nodeId) {
        return null;
    }

    @Override
    public Admission admission() {
        return admission;
    }

    @Override
    public void start() {}

    @Override
    public void close() {}
}
