package io.genosdb.security;

import io.genosdb.IdStrategy;
import io.genosdb.graph.Entry;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.guard.Actor;
import io.genosdb.guard.GuardedDatabase;
import io.genosdb.guard.NotPermittedException;
import io.genosdb.guard.SlotWrite;
import io.genosdb.security.identity.Address;
import io.genosdb.security.policy.AccessChange;
import io.genosdb.security.policy.Judge;
import io.genosdb.security.policy.Level;
import io.genosdb.security.policy.NodeAccess;
import io.genosdb.value.JsonObject;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Access lists, as entries in the slots {@code acl/}. */
final class NodeAcls implements Acls {

    private final GuardedDatabase database;
    private final SecurityGuard guard;
    private final Judge judge;
    private final Actors actors;
    private final IdStrategy ids;

    NodeAcls(GuardedDatabase database, SecurityGuard guard, Actors actors, IdStrategy ids) {
        this.database = database;
        this.guard = guard;
        this.judge = guard.judge();
        this.actors = actors;
        this.ids = ids;
    }

    @Override
    public String set(JsonObject value) {
        return set(value, self().text() + "/" + ids.idFor(value));
    }

    @Override
    public String set(JsonObject value, String id) {
        put(actors.get(), self(), guard.writable(value), id);
        return id;
    }

    /** Puts a node that belongs to an address afterwards. */
    void put(Actor actor, Address self, JsonObject value, String id) {
        NodeAccess access = judge.access(id);
        var writes = new SlotWrite(id, Slot.VALUE, value);
        if (access != null && access.owner().equals(self.text())) {
            database.write(actor, version -> List.of(writes));
            return;
        }
        if (access != null) {
            throw new NotPermittedException("the node '" + id + "' belongs to " + access.owner() + ", not to " + self);
        }
        checkUnclaimed(actor, id);
        database.write(actor, version -> List.of(change(id, version, new AccessChange.Owner(self.text())), writes));
    }

    /** What others wrote is not taken from them by the way. */
    private void checkUnclaimed(Actor actor, String id) {
        for (Entry entry : database.entriesOf(id)) {
            boolean isValue = entry.slot() instanceof Slot.Value || entry.slot() instanceof Slot.Field;
            if (isValue && !entry.author().equals(actor.author())) {
                throw new NotPermittedException(
                        "the node '" + id + "' belongs to nobody, but was written by " + entry.author());
            }
        }
    }

    private static SlotWrite change(String id, Version version, AccessChange change) {
        return new SlotWrite(id, new Slot.Acl(version.text()), change.payload());
    }

    private Address self() {
        Address self = actors.address();
        if (self == null) {
            throw new NotPermittedException("nobody is logged in on this thread: somebody unknown owns nothing");
        }
        return self;
    }

    @Override
    public void grant(String id, String address, AccessLevel level) {
        change(id, address, level(level));
    }

    @Override
    public void revoke(String id, String address) {
        change(id, address, Level.NONE);
    }

    private void change(String id, String address, Level level) {
        String whom =
                address.equals(EVERYONE) ? EVERYONE : Address.parse(address).text();
        database.write(actors.get(), version -> List.of(change(id, version, new AccessChange.Grant(whom, level))));
    }

    @Override
    public boolean delete(String id) {
        Actor actor = actors.get();
        var node = database.node(id);
        if (node == null || !actor.reader().mayRead(node)) {
            return false;
        }
        database.write(actor, version -> List.of(new SlotWrite(id, Slot.TOMBSTONE, null)));
        return true;
    }

    @Override
    public @Nullable AccessList permissions(String id) {
        NodeAccess access = judge.access(id);
        Address self = actors.address();
        if (access == null || !isAllowed(id, self, AccessLevel.READ)) {
            return null;
        }
        var collaborators = new HashMap<Address, AccessLevel>();
        access.levels().forEach((whom, level) -> {
            if (!whom.equals(EVERYONE)) {
                collaborators.put(new Address(whom), AccessLevel.valueOf(level.name()));
            }
        });
        Level everyone = access.levelOfEveryone();
        return new AccessList(
                new Address(access.owner()),
                collaborators,
                everyone == Level.NONE ? null : AccessLevel.valueOf(everyone.name()));
    }

    @Override
    public boolean isAllowed(String id, @Nullable Address address, AccessLevel level) {
        return judge.isAllowedNow(id, address == null ? "" : address.text(), level(level), database.wallMillis());
    }

    private static Level level(AccessLevel level) {
        return Level.valueOf(level.name());
    }
}
