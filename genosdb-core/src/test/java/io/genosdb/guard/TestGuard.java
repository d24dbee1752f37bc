package io.genosdb.guard;

import io.genosdb.graph.Access;
import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.MergeResult;
import io.genosdb.graph.Node;
import io.genosdb.graph.Reader;
import io.genosdb.graph.Slot;
import io.genosdb.sync.Admission;
import io.genosdb.value.JsonBoolean;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A guard with rules that a test reads at a glance: a signature is the author's name, an entry {@code acl/...} with
 * {@code {"reader": name}} makes the node readable by one more, with {@code {"nobody": true}} by nobody; whoever is banned may not
 * write; what the suspect write is parked until they are cleared.
 */
public final class TestGuard implements Guard {

    private final Map<String, Names> lists = new ConcurrentHashMap<>();
    private final Set<String> banned = ConcurrentHashMap.newKeySet();
    private final Set<String> suspects = ConcurrentHashMap.newKeySet();
    private final Set<String> blind = ConcurrentHashMap.newKeySet();
    private final List<Entry> parked = new ArrayList<>();
    private final GuardedDatabase database;
    private volatile String current = "app";
    private int authenticated;

    public TestGuard(GuardedDatabase database) {
        this.database = database;
    }

    private record Names(Set<String> all) implements Access {
        @Override
        public boolean isReadableBy(String address) {
            return all.contains(address);
        }
    }

    private record Rights(String name, boolean isBlind) implements Reader {
        @Override
        public boolean mayRead(Node node) {
            Access access = node.access();
            return name.equals("app") || (!isBlind && (access == null || access.isReadableBy(name)));
        }

        @Override
        public boolean mayReceive(Entry entry) {
            return true;
        }

        @Override
        public Reader asOfNow() {
            return this;
        }
    }

    /** Follows the rights of a name. */
    private final class Follower implements Reader {
        private final String name;

        private Follower(String name) {
            this.name = name;
        }

        @Override
        public boolean mayRead(Node node) {
            return asOfNow().mayRead(node);
        }

        @Override
        public boolean mayReceive(Entry entry) {
            return true;
        }

        @Override
        public Reader asOfNow() {
            return new Rights(name, blind.contains(name));
        }
    }

    private record Person(String author, Reader reader) implements Actor {
        @Override
        public byte[] sign(Hash256 hash) {
            return author.getBytes(StandardCharsets.UTF_8);
        }
    }

    public TestGuard as(String name) {
        current = name;
        return this;
    }

    public Actor actor(String name) {
        return new Person(name, new Follower(name));
    }

    public void allow(String node, String... readers) {
        database.write(
                actor("app"),
                version -> Arrays.stream(readers)
                        .map(reader -> new SlotWrite(
                                node,
                                new Slot.Acl(version.text()),
                                JsonObject.of(Map.of("reader", new JsonString(reader)))))
                        .toList());
    }

    public void hide(String node) {
        database.write(
                actor("app"),
                version -> List.of(
                        new SlotWrite(node, new Slot.Acl(version.text()), JsonObject.parse("{\"nobody\":true}"))));
    }

    public void ban(String name) {
        banned.add(name);
    }

    public void suspect(String name) {
        suspects.add(name);
    }

    /** From the next judgement on. */
    public void clear(String name) {
        suspects.remove(name);
    }

    /** Hides a node from everybody, and links it at the same time. */
    public void hideAndLink(String node, String target) {
        database.write(
                actor("app"),
                version -> List.of(
                        new SlotWrite(node, new Slot.Acl(version.text()), JsonObject.parse("{\"nobody\":true}")),
                        new SlotWrite(node, new Slot.Edge(target), JsonBoolean.TRUE)));
    }

    public void blind(String name, boolean isBlind) {
        blindUnnoticed(name, isBlind);
        database.readersChanged(List.of(name));
    }

    /** Before anybody hears of it. */
    public void blindUnnoticed(String name, boolean isBlind) {
        if (isBlind) {
            blind.add(name);
        } else {
            blind.remove(name);
        }
    }

    public int authenticated() {
        return authenticated;
    }

    public List<Entry> parked() {
        return List.copyOf(parked);
    }

    @Override
    public Actor actor() {
        return actor(current);
    }

    @Override
    public JsonObject writable(JsonObject value) {
        return value.without("owner");
    }

    @Override
    public void authenticate(List<Entry> received) {
        for (Entry entry : received) {
            authenticated++;
            if (!Arrays.equals(entry.signature(), entry.author().getBytes(StandardCharsets.UTF_8))) {
                throw new ForgedEntryException("not signed by its author: " + entry);
            }
        }
    }

    @Override
    public void restore(List<Entry> state) {
        state.forEach(this::learn);
    }

    private void learn(Entry entry) {
        if (entry.slot() instanceof Slot.Acl && entry.payload() instanceof JsonObject rule) {
            var names = new HashSet<String>();
            Names before = lists.get(entry.nodeId());
            if (rule.get("reader") instanceof JsonString name) {
                names.addAll(before == null ? Set.of() : before.all());
                names.add(name.value());
            }
            lists.put(entry.nodeId(), new Names(Set.copyOf(names)));
        }
    }

    @Override
    public Judgement judge(List<Entry> batch, boolean isLocal) {
        if (isLocal && batch.stream().anyMatch(entry -> banned.contains(entry.author()))) {
            throw new NotPermittedException(current + " may not write");
        }
        var admitted = new ArrayList<Entry>();
        var held = new ArrayList<Entry>();
        var refusals = new ArrayList<Refusal>();
        for (Entry entry : batch) {
            boolean isSuspect = suspects.contains(entry.author());
            if (isSuspect || banned.contains(entry.author())) {
                refusals.add(new Refusal(entry, isSuspect ? "suspect" : "banned"));
                if (isSuspect) {
                    held.add(entry);
                }
            } else {
                admitted.add(entry);
            }
        }
        var released = parked.stream()
                .filter(entry -> !suspects.contains(entry.author()))
                .toList();
        parked.removeAll(released);
        parked.addAll(held);
        admitted.addAll(released);
        admitted.forEach(this::learn);
        var revoked = new ArrayList<Entry>();
        database.forEachEntry(entry -> {
            if (banned.contains(entry.author())) {
                revoked.add(entry);
            }
        });
        return new Judgement(admitted, revoked, held, released, refusals);
    }

    @Override
    public void merged(MergeResult result) {}

    @Override
    public @Nullable Access access(String nodeId) {
        return lists.get(nodeId);
    }

    @Override
    public Admission admission() {
        return Admission.OPEN;
    }

    @Override
    public void start() {
        Objects.requireNonNull(database.name());
    }

    @Override
    public void close() {}
}
