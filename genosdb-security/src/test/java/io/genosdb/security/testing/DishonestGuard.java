package io.genosdb.security.testing;

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

/** The guard of a database that somebody has tampered with: it lets its own writes pass, whatever the rules say. */
public final class DishonestGuard implements Guard {

    private final Guard honest;

    private DishonestGuard(Guard honest) {
        this.honest = honest;
    }

    public static GuardFactory of(GuardFactory honest) {
        return database -> new DishonestGuard(honest.guard(database));
    }

    @Override
    public Actor actor() {
        return honest.actor();
    }

    @Override
    public JsonObject writable(JsonObject value) {
        return value;
    }

    @Override
    public void authenticate(List<Entry> received) {
        honest.authenticate(received);
    }

    @Override
    public void restore(List<Entry> state) {
        honest.restore(state);
    }

    @Override
    public Judgement judge(List<Entry> batch, boolean isLocal) {
        if (!isLocal) {
            return honest.judge(batch, false);
        }
        try {
            return honest.judge(batch, true);
        } catch (RuntimeException e) {
            return Judgement.admit(batch);
        }
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
