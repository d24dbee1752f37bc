package io.genosdb.security.policy;

import static io.genosdb.security.policy.Entries.ANN;
import static io.genosdb.security.policy.Entries.BOB;
import static io.genosdb.security.policy.Entries.EVE;
import static io.genosdb.security.policy.Entries.ROOT;
import static io.genosdb.security.policy.Entries.SERVER;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.security.identity.Address;
import io.genosdb.value.JsonBoolean;
import io.genosdb.value.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What honest and dishonest authors may come up with, in a time so short that everything happens at once. */
public final class RandomEntries {

    /** Known to all. */
    public static final Policy POLICY = policy();

    private static final List<String> PEOPLE = List.of(ROOT, ANN, BOB, EVE, SERVER);
    private static final List<String> ROLES =
            List.of("guest", "user", "user", "admin", "registrar", "gateway", "none", "no such role");
    /** About all of them. */
    public static final List<String> NODES = List.of("n", "m", ANN + "/x", "user:" + ANN, "user:" + EVE);

    private final Random random;

    public RandomEntries(long seed) {
        this.random = new Random(seed);
    }

    private static Policy policy() {
        var all = new ArrayList<>(Roles.DEFAULTS.all());
        all.add(new Role("gateway", Set.of(Permission.DELEGATE), "user"));
        all.add(new Role("registrar", Set.of(Permission.ASSIGN_ROLE), "user"));
        return new Policy(List.of(new Address(ROOT)), Roles.of(all));
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private String author() {
        String signer = one(PEOPLE);
        String principal = one(PEOPLE);
        return random.nextInt(5) > 0 || signer.equals(principal) ? signer : signer + " for " + principal;
    }

    private Version version() {
        return Entries.at(1 + random.nextInt(20), one(List.of("A", "B")));
    }

    public List<Entry> some(int count) {
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < count; i++) {
            entries.add(entry());
        }
        // Something has to be possible at all.
        entries.add(Entries.role(ROOT, 1, ANN, one(ROLES)));
        entries.add(Entries.role(ROOT, 1, BOB, "registrar"));
        entries.add(Entries.role(ROOT, 1, SERVER, "gateway"));
        return entries;
    }

    private Entry entry() {
        int kind = random.nextInt(10);
        if (kind < 3) {
            return assignment();
        }
        return kind < 6 ? change() : content(kind);
    }

    private Entry assignment() {
        if (random.nextInt(5) == 0) {
            return Entries.role(EVE, version(), EVE, Entries.assignment("guest"));
        }
        Version version = version();
        String author = random.nextInt(3) == 0 ? ROOT : author();
        long expiresAt = random.nextInt(4) == 0 ? random.nextInt(25) : Long.MAX_VALUE;
        long now = version.timestamp() >>> 16;
        boolean isSince = author.equals(ROOT) && random.nextInt(3) == 0;
        long since = isSince ? random.nextLong(now + 1) : Assignment.FROM_ITS_OWN_TIME;
        return Entries.role(author, version, one(PEOPLE.subList(1, 5)), new Assignment(one(ROLES), expiresAt, since));
    }

    private Entry change() {
        Version version = version();
        String author = author();
        AccessChange change = switch (random.nextInt(3)) {
            case 0 ->
                new AccessChange.Owner(random.nextInt(3) > 0 ? author.substring(author.length() - 42) : one(PEOPLE));
            default ->
                new AccessChange.Grant(
                        random.nextInt(4) == 0 ? AccessChange.EVERYONE : one(PEOPLE), one(List.of(Level.values())));
        };
        String node = one(NODES.subList(0, 3));
        return Entries.entry(author, version, node, new Slot.Acl(version.text()), change.payload());
    }

    private Entry content(int kind) {
        String node = one(NODES);
        Version version = version();
        String author = random.nextInt(4) == 0 && node.startsWith("user:") ? node.substring(5) : author();
        return switch (kind) {
            case 6 -> Entries.entry(author, version, node, Slot.TOMBSTONE, null);
            case 7 ->
                Entries.entry(
                        author,
                        version,
                        node,
                        new Slot.Edge(one(NODES)),
                        random.nextBoolean() ? JsonBoolean.TRUE : null);
            default ->
                Entries.entry(author, version, node, Slot.VALUE, JsonObject.parse("{\"x\":" + random.nextInt(9) + "}"));
        };
    }
}
