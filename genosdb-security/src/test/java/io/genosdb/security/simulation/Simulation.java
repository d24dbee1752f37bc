package io.genosdb.security.simulation;

import io.genosdb.DatabaseBuilder;
import io.genosdb.GenosDatabase;
import io.genosdb.graph.ConflictPolicy;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Limits;
import io.genosdb.graph.Node;
import io.genosdb.graph.NodeNotFoundException;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.guard.NotPermittedException;
import io.genosdb.query.Query;
import io.genosdb.security.AccessLevel;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.GenosSecurity.Principal;
import io.genosdb.security.identity.Address;
import io.genosdb.security.identity.Identity;
import io.genosdb.security.policy.Permission;
import io.genosdb.security.policy.Role;
import io.genosdb.security.policy.Roles;
import io.genosdb.security.testing.Author;
import io.genosdb.security.testing.Cable;
import io.genosdb.security.testing.DishonestGuard;
import io.genosdb.security.testing.Member;
import io.genosdb.security.testing.VirtualTime;
import io.genosdb.storage.StorageOptions;
import io.genosdb.value.JsonBoolean;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;

/**
 * Honest replicas, a superadmin who changes roles while writes fly, and authors who sign whatever they like: all that happens follows
 * from the seed. In the end every honest replica holds what the {@link Law} says.
 */
final class Simulation implements AutoCloseable {

    private static final String DATABASE = "republic";
    private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration LONGEST_SETTLEMENT = Duration.ofMinutes(2);
    private static final int STEPS = 150;

    static final Roles ROLES = Roles.of(List.of(
            new Role("guest", Set.of(Permission.READ, Permission.SYNC), null),
            new Role("user", Set.of(Permission.WRITE, Permission.LINK), "guest"),
            new Role("admin", Set.of(Permission.DELETE), "user"),
            new Role("steward", Set.of(Permission.ASSIGN_ROLE), "user"),
            new Role("warden", Set.of(Permission.DELETE_ANY), "user"),
            new Role("server", Set.of(Permission.REPLICATE, Permission.DELEGATE), "user"),
            new Role("superadmin", Set.of(), "admin")));

    /** Which of them are assigned, some more often. */
    private static final List<String> ASSIGNED = List.of(
            "guest",
            "user",
            "user",
            "user",
            "admin",
            "steward",
            "steward",
            "warden",
            "server",
            "none",
            "none",
            "unheard-of");

    /** A replica, which comes and goes. */
    private final class Replica {
        private final int number;
        private final Identity identity;
        private final boolean isHonest;
        private final boolean stores;
        private final InstantSource clock;
        private Member member;

        private Replica(int number, Identity identity, boolean isHonest, boolean stores) {
            this.number = number;
            this.identity = identity;
            this.isHonest = isHonest;
            this.stores = stores;
            long skew = random.nextLong(400) - 200;
            this.clock = () -> time.instant().plusMillis(skew);
        }

        private void start() {
            var builder = GenosDatabase.builder(DATABASE)
                    .clock(clock)
                    .ticker(time::millis)
                    .random(new SeededRandom(random.nextLong()))
                    .conflictPolicy(isFieldLevel ? ConflictPolicy.FIELD_LEVEL : ConflictPolicy.LAST_WRITER_WINS);
            member = new Member(
                    identity,
                    GenosSecurity.builder(identity)
                            .superAdmins(List.of(root.address()))
                            .roles(ROLES)
                            .build(),
                    isHonest ? UnaryOperator.identity() : DishonestGuard::of,
                    stored(builder),
                    time);
            member.database().onMerge((result, source) -> {
                genuine.addAll(result.accepted());
                genuine.addAll(result.dominated());
            });
        }

        private DatabaseBuilder stored(DatabaseBuilder builder) {
            return stores ? builder.storage(StorageOptions.in(directory.resolve("r" + number))) : builder;
        }

        private GenosDatabase database() {
            return member.database();
        }

        private GenosSecurity security() {
            return member.security();
        }

        private boolean isUp() {
            return member != null;
        }

        private void stop() {
            cables.forEach((ends, cable) -> {
                if (ends.contains(this)) {
                    cable.settle();
                    cable.cut();
                }
            });
            member.close();
            member = null;
        }

        @Override
        public String toString() {
            return "r" + number + (isHonest ? "" : "!");
        }
    }

    private static final class SeededRandom extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private SeededRandom(long seed) {
            super(new Source(seed), null);
        }

        private static final class Source extends SecureRandomSpi {
            private static final long serialVersionUID = 1L;
            private final transient RandomGenerator generator;

            private Source(long seed) {
                generator = generator(seed);
            }

            @Override
            protected void engineSetSeed(byte[] seed) {}

            @Override
            protected void engineNextBytes(byte[] bytes) {
                generator.nextBytes(bytes);
            }

            @Override
            protected byte[] engineGenerateSeed(int bytes) {
                var seed = new byte[bytes];
                generator.nextBytes(seed);
                return seed;
            }
        }
    }

    private final Path directory;
    private final Consumer<String> trace;
    private final RandomGenerator random;
    private final VirtualTime time = new VirtualTime(BEGIN);
    private final Identity root = Author.identity(0);
    private final List<Author> authors = new ArrayList<>();
    private final EntryFactory factory = new EntryFactory(DATABASE, Limits.DEFAULTS);
    private final List<Replica> replicas = new ArrayList<>();
    private final Map<Set<Replica>, Cable> cables = new LinkedHashMap<>();
    private final Set<Entry> genuine = new LinkedHashSet<>();
    private final boolean isFieldLevel;
    private final boolean stores;
    private int writes;

    private static RandomGenerator generator(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    Simulation(long seed, Path directory, Consumer<String> trace) {
        this.directory = directory;
        this.trace = trace;
        this.random = generator(seed);
        this.isFieldLevel = random.nextInt(3) == 0;
        this.stores = random.nextInt(3) == 0;
        for (int i = 0; i <= 5; i++) {
            authors.add(Author.of(DATABASE, Author.identity(i)));
        }
        join(root, true);
        int count = 2 + random.nextInt(4);
        for (int i = 1; i <= count; i++) {
            join(Author.identity(100 + i), true);
        }
        if (random.nextBoolean()) {
            join(authors.get(1).identity(), false);
        }
    }

    private void log(String line) {
        trace.accept(time.instant() + " " + line);
    }

    private void join(Identity identity, boolean isHonest) {
        var replica = new Replica(replicas.size(), identity, isHonest, stores);
        replicas.add(replica);
        // The others begin as servers, members or nobody, some of them late.
        if (replica.number < 2 || random.nextBoolean()) {
            replica.start();
        }
        if (replica.number > 0) {
            replicas.get(0).security().assignRole(identity.address(), random.nextBoolean() ? "server" : "user", null);
        }
    }

    void run() {
        for (int step = 0; step < STEPS; step++) {
            step();
        }
        heal();
        settle();
    }

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private List<Replica> up() {
        return replicas.stream().filter(Replica::isUp).toList();
    }

    private void step() {
        int dice = random.nextInt(100);
        try {
            if (dice < 22) {
                write(any(up()));
            } else if (dice < 40) {
                inject();
            } else if (dice < 52) {
                govern(any(up()));
            } else if (dice < 60) {
                share(any(up()));
            } else if (dice < 66) {
                plug();
            } else if (dice < 70) {
                cables.values().stream()
                        .skip(random.nextInt(cables.size() + 1))
                        .findFirst()
                        .ifPresent(Cable::cut);
            } else if (dice < 74) {
                restart();
            } else {
                time.pass(Duration.ofMillis(1 + random.nextInt(1_500)));
                carry(1 + random.nextInt(30));
            }
        } catch (NotPermittedException | NodeNotFoundException e) {
            log("  no: " + e.getMessage());
        }
    }

    // ---- what honest replicas do

    private void write(Replica replica) {
        if (random.nextInt(4) > 0) {
            change(replica);
        } else {
            Address whom = any(authors).address();
            log(replica + " acts for " + whom);
            replica.security().actingFor(new Principal.User(whom), () -> {
                change(replica);
                return null;
            });
        }
    }

    private void change(Replica replica) {
        GenosDatabase database = replica.database();
        String node = anyNode();
        switch (random.nextInt(6)) {
            case 0 -> {
                log(replica + " removes " + node);
                database.remove(node);
            }
            case 1 -> {
                String target = anyNode();
                log(replica + " links " + node + " " + target);
                database.link(node, target);
            }
            case 2 -> {
                String target = anyNode();
                log(replica + " unlinks " + node + " " + target);
                database.unlink(node, target);
            }
            default -> {
                log(replica + " puts " + node);
                database.put(value(), node);
            }
        }
    }

    private void govern(Replica replica) {
        Address whom = random.nextInt(4) == 0
                ? any(replicas).identity.address()
                : any(authors).address();
        Replica governor = random.nextInt(3) == 0 || !replicas.get(0).isUp() ? replica : replicas.get(0);
        if (random.nextInt(5) == 0) {
            Instant since = time.instant().minusMillis(random.nextInt(20_000));
            log(governor + " banishes " + whom + " since " + since);
            governor.security().banish(whom, since);
        } else {
            String role = any(ASSIGNED.subList(0, ASSIGNED.size() - 2));
            Instant expiry = random.nextInt(4) == 0 ? time.instant().plusMillis(random.nextInt(15_000)) : null;
            log(governor + " makes " + whom + " " + role + " until " + expiry);
            governor.security().assignRole(whom, role, expiry);
        }
    }

    private void share(Replica replica) {
        String node = anyNode();
        String whom = random.nextInt(4) == 0 ? "*" : any(authors).text();
        switch (random.nextInt(4)) {
            case 0 -> {
                log(replica + " sets " + node);
                replica.security().acls().set(value(), node);
            }
            case 1 -> {
                log(replica + " revokes " + node + " " + whom);
                replica.security().acls().revoke(node, whom);
            }
            default -> {
                AccessLevel level = any(List.of(AccessLevel.values()));
                log(replica + " grants " + node + " " + whom + " " + level);
                replica.security().acls().grant(node, whom, level);
            }
        }
    }

    private String anyNode() {
        return switch (random.nextInt(8)) {
            case 0 -> any(authors).profile();
            case 1 -> any(authors).own("a");
            case 2 -> any(replicas).identity.address() + "/a";
            default -> "n" + random.nextInt(5);
        };
    }

    private JsonObject value() {
        return JsonObject.parse("{\"n\":" + ++writes + ",\"f" + random.nextInt(3) + "\":" + writes + "}");
    }

    // ---- what dishonest authors do

    private void inject() {
        Author author = random.nextInt(6) == 0
                ? any(replicas.stream()
                        .filter(replica -> replica.number > 0)
                        .map(replica -> Author.of(DATABASE, replica.identity))
                        .toList())
                : any(authors);
        var batch = new ArrayList<Entry>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            batch.add(forge(author));
        }
        genuine.addAll(batch);
        Replica victim = any(up().stream().filter(replica -> replica.isHonest).toList());
        log(victim + " is given " + batch + " by " + author.text());
        victim.database().merge(batch);
    }

    private Entry forge(Author author) {
        Version version = version(author);
        String subject = any(authors).text();
        boolean isDelegated = random.nextInt(5) == 0 && !subject.equals(author.text());
        String text = isDelegated ? author.text() + " for " + subject : author.text();
        String node = anyNode();
        return switch (random.nextInt(12)) {
            case 0 ->
                create(author, author.text(), author.profile(), new Slot.Role(version.text()), role("guest"), version);
            case 1 -> create(author, author.text(), author.profile(), Slot.VALUE, value(), version);
            case 2, 3 ->
                create(
                        author,
                        text,
                        "user:" + any(authors).text(),
                        new Slot.Role(version.text()),
                        random.nextInt(4) == 0 ? temporary() : role(any(ASSIGNED)),
                        version);
            case 4 -> create(author, text, node, new Slot.Acl(version.text()), owner(principal(text)), version);
            case 5 -> create(author, text, node, new Slot.Acl(version.text()), grant(), version);
            case 6 -> create(author, text, node, Slot.TOMBSTONE, null, version);
            case 7 ->
                create(
                        author,
                        text,
                        node,
                        new Slot.Edge(anyNode()),
                        random.nextBoolean() ? JsonBoolean.TRUE : null,
                        version);
            case 8 ->
                create(
                        author,
                        text,
                        node,
                        new Slot.Field(any(List.of("f0", "f1", "owner"))),
                        random.nextInt(4) == 0 ? null : JsonBoolean.TRUE,
                        version);
            case 9 -> create(author, text, node, Slot.VALUE, value().with("role", JsonBoolean.TRUE), version);
            default -> create(author, text, node, Slot.VALUE, value(), version);
        };
    }

    private static String principal(String text) {
        return text.substring(text.lastIndexOf(' ') + 1);
    }

    private Entry create(Author author, String text, String node, Slot slot, JsonValue payload, Version version) {
        return factory.create(new EntryKey(node, slot), version, payload, text, author.identity()::sign);
    }

    /** Any time of the simulation, and often one that an entry has already. */
    private Version version(Author author) {
        if (random.nextInt(5) == 0 && !genuine.isEmpty()) {
            return genuine.stream()
                    .skip(random.nextInt(genuine.size()))
                    .findFirst()
                    .orElseThrow()
                    .version();
        }
        long millis = time.millis() + 500 - random.nextInt(random.nextBoolean() ? 1_000 : 40_000);
        return author.at(millis / 10 * 10);
    }

    private JsonObject role(String name) {
        return JsonObject.parse("{\"role\":\"" + name + "\"}");
    }

    private JsonObject temporary() {
        long millis = time.millis() + 10_000 - random.nextInt(20_000);
        return JsonObject.parse("{\"role\":\"" + any(ASSIGNED) + "\",\""
                + (random.nextBoolean() ? "expiresAt" : "since") + "\":" + millis + "}");
    }

    private JsonObject owner(String principal) {
        return JsonObject.parse(
                "{\"owner\":\"" + (random.nextInt(3) == 0 ? any(authors).text() : principal) + "\"}");
    }

    private JsonObject grant() {
        String whom = random.nextInt(4) == 0 ? "*" : any(authors).text();
        return JsonObject.parse(
                random.nextInt(4) == 0
                        ? "{\"revoke\":\"" + whom + "\"}"
                        : "{\"grant\":\"" + whom + "\",\"level\":\"" + any(List.of("read", "write", "delete")) + "\"}");
    }

    // ---- what happens to the network

    private void plug() {
        Replica one = any(up());
        Replica other = any(up());
        if (one != other) {
            plug(one, other);
        }
    }

    private void plug(Replica one, Replica other) {
        Set<Replica> ends = Set.of(one, other);
        Cable cable = cables.get(ends);
        if (cable == null || cable.isCut()) {
            log(one + " dials " + other);
            cables.put(ends, new Cable(one.database(), other.database()));
        }
    }

    private void carry(int times) {
        cables.values().removeIf(Cable::isCut);
        List<Cable> all = List.copyOf(cables.values());
        for (int i = 0; i < times && !all.isEmpty(); i++) {
            any(all).carry(random.nextBoolean(), 1 + random.nextInt(3));
        }
    }

    private void restart() {
        Replica replica = any(replicas);
        if (!replica.isUp()) {
            log(replica + " starts");
            replica.start();
        } else if (stores && replica.number > 0) {
            log(replica + " stops");
            replica.stop();
        }
    }

    // ---- the end

    private void heal() {
        log("all is healed");
        replicas.stream().filter(replica -> !replica.isUp()).forEach(Replica::start);
        plugAll();
        time.pass(Duration.ofSeconds(20));
    }

    private void plugAll() {
        for (Replica replica : replicas.subList(1, replicas.size())) {
            plug(replicas.get(0), replica);
        }
    }

    private void settle() {
        String difference = "nothing was looked at";
        for (long passed = 0; passed < LONGEST_SETTLEMENT.toMillis(); passed += 500) {
            for (Cable cable : List.copyOf(cables.values())) {
                cable.settle();
            }
            difference = difference();
            if (difference.isEmpty()) {
                return;
            }
            handInAgain();
            plugAll();
            time.pass(Duration.ofMillis(500));
        }
        throw new AssertionError(difference);
    }

    /**
     * What was given to a replica alone that may not see the list by which to judge it stays parked there, and is in nobody's state.
     * Its author hands it in where everything is known.
     */
    private void handInAgain() {
        var held = new HashSet<Entry>();
        replicas.forEach(replica -> held.addAll(replica.database().entries()));
        replicas.get(0)
                .database()
                .merge(genuine.stream().filter(entry -> !held.contains(entry)).toList());
    }

    /** What is not as the law says; empty where all is. */
    private String difference() {
        var law = new Law(Set.of(root.address().text()), permissions(), genuine);
        var truth = new Lattice(law.lawful());
        for (Replica replica : replicas) {
            String difference = replica.isHonest ? difference(replica, law, truth) : "";
            if (!difference.isEmpty()) {
                return replica + " " + replica.identity + " " + difference;
            }
        }
        return "";
    }

    private static Map<String, Set<String>> permissions() {
        return ROLES.all().stream()
                .collect(Collectors.toMap(
                        Role::name,
                        role -> ROLES.permissionsOf(role.name()).stream()
                                .map(Permission::name)
                                .collect(Collectors.toSet())));
    }

    private String difference(Replica replica, Law law, Lattice truth) {
        String address = replica.identity.address().text();
        long now = time.millis();
        if (law.may(address, "replicate", now)) {
            var extra = new HashSet<>(replica.database().entries());
            var lacking = new HashSet<>(truth.entries());
            extra.removeAll(truth.entries());
            lacking.removeAll(replica.database().entries());
            if (!extra.isEmpty() || !lacking.isEmpty()) {
                return "holds " + words(extra) + " and lacks " + words(lacking) + ", which have "
                        + replicas.stream()
                                .filter(other -> other.database().entries().containsAll(lacking))
                                .toList();
            }
        }
        if (!law.may(address, "sync", now)) {
            return "";
        }
        var readable = truth.values();
        readable.keySet().removeIf(id -> !law.mayRead(address, id, now));
        var shown = replica.database().map(Query.parse("{}")).stream().collect(Collectors.toMap(Node::id, Node::value));
        return readable.equals(shown) ? "" : "shows " + shown + " and not " + readable;
    }

    private static Set<String> words(Set<Entry> entries) {
        return entries.stream()
                .map(entry -> entry + " by " + entry.author() + ": " + entry.payload())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public void close() {
        replicas.stream().filter(Replica::isUp).forEach(replica -> replica.member.close());
    }
}
