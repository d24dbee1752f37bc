package io.genosdb.guard;

import io.genosdb.graph.Access;
import io.genosdb.graph.Entry;
import io.genosdb.graph.MergeResult;
import io.genosdb.sync.Admission;
import io.genosdb.value.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trusts whoever reaches the database. */
final class OpenGuard implements Guard {

    @Override
    public Actor actor() {
        return Actor.NOBODY;
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
        return Judgement.admit(batch);
    }

    @Override
    public void merged(MergeResult result) {}

    @Override
    public @Nullable Access access(String nodeId) {
        return null;
    }

    @Override
    public Admission admission() {
        return Admission.OPEN;
    }

    @Override
    public void start() {}

    @Override
    public void close() {}
}
