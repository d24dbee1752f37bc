package io.genosdb.simulation;

import io.genosdb.GenosDatabase;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.Graph;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.Limits;
import io.genosdb.sync.Link;
import io.genosdb.sync.PeerConnection;
import io.genosdb.sync.SyncOptions;
import io.genosdb.sync.wire.FrameReader;
import io.genosdb.sync.wire.MalformedMessageException;
import io.genosdb.sync.wire.Message;
import io.genosdb.sync.wire.MessageCodec;
import io.genosdb.sync.wire.WireLimits;
import io.genosdb.testing.Property;
import io.genosdb.value.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replicas of readers whose roles and access lists change while writes fly and links fail: nobody is ever sent what they may not
 * have by what the sender knows, and in the end each has exactly what it may. {@code -Dgenosdb.simulation.seeds=N} runs so many
 * seeds, {@code -Dgenosdb.simulation.first-seed=S} begins with that one.
 */
class ReadersTest {

    private static final int SEEDS = 150;

    /** Storage and clocks are other tests' affair. */
    private static final Set<Fault> FAULTS = EnumSet.complementOf(EnumSet.of(Fault.EMPTY_DISK));

    @TempDir
    Path directory;

    @Test
    void everybodyHasWhatTheyMayAndNoMore() throws IOException {
        long first = Long.getLong("genosdb.simulation.first-seed", 1);
        int count = Integer.getInteger("genosdb.simulation.seeds", SEEDS);
        for (long seed = first; seed < first + count; seed++) {
            Path here = Files.createTempDirectory(directory, "seed" + seed);
            var lines = new ArrayList<String>();
            try {
                new Storm(seed, here, lines).run();
            } catch (RuntimeException | AssertionError e) {
                List<String> end = lines.subList(Math.max(0, lines.size() - 60), lines.size());
                throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\n" + String.join("\n", end), e);
            }
        }
    }

    private static final Duration QUIET = Duration.ofSeconds(20);

    /** An edge gives way to the removal of its target, which only those hear of who may read that. */
    @Test
    void anEdgeToWhatIsHiddenIsNotSpokenOf() {
        try (var storm = new Storm(1, directory, 2)) {
            RightsGuard guard = storm.guardOf(address(0));
            GenosDatabase server = storm.world.replicas().get(0).database();
            server.put(JsonObject.parse("{}"), "n0");
            server.put(JsonObject.parse("{}"), "n1");
            server.link("n0", "n1");
            storm.world.run(QUIET);
            guard.change("n1", JsonObject.parse("{\"owner\":\"a0\"}"));
            storm.world.run(QUIET);
            server.remove("n1");
            storm.settle();
        }
    }

    @Test
    void whoReadByAGrantToEverybodyHearsOfItsEnd() {
        try (var storm = new Storm(1, directory, 2)) {
            RightsGuard guard = storm.guardOf(address(0));
            storm.world.replicas().get(0).database().put(JsonObject.parse("{}"), "n0");
            guard.change("n0", JsonObject.parse("{\"owner\":\"a0\"}"));
            guard.change("n0", JsonObject.parse("{\"grant\":\"*\"}"));
            storm.world.run(QUIET);
            guard.change("n0", JsonObject.parse("{\"revoke\":\"*\"}"));
            storm.settle();
        }
    }

    private static String address(int number) {
        return "a" + number;
    }

    /** One seed. */
    private static final class Storm implements AutoCloseable {
        private final RandomGenerator random;
        private final World world;
        private final Map<String, RightsGuard> guards = new HashMap<>();
        private final int replicas;
        private final int servers;
        private final int nodes;
        private final Set<String> alwaysReplicate = new TreeSet<>();
        private final Duration pace;
        private final boolean fails;
        private boolean calm;

        /** One server and readers, and nothing happens by itself. */
        private Storm(long seed, Path directory, int replicas) {
            this(Property.generator(seed), directory, 1, replicas, new ArrayList<>());
            build();
        }

        private Storm(long seed, Path directory, List<String> lines) {
            this(Property.generator(seed), directory, lines);
        }

        private Storm(RandomGenerator random, Path directory, List<String> lines) {
            this(random, directory, 1 + random.nextInt(2), 2 + random.nextInt(5), lines);
        }

        private Storm(RandomGenerator random, Path directory, int servers, int atLeast, List<String> lines) {
            this.random = random;
            this.servers = servers;
            this.replicas = Math.max(servers + 1, atLeast);
            nodes = 3 + random.nextInt(12);
            pace = Duration.ofMillis(10 + random.nextInt(400));
            fails = random.nextBoolean();
            for (int i = 0; i < servers; i++) {
                alwaysReplicate.add(address(i));
            }
            world = new World(
                    random.nextLong(),
                    directory,
                    this::begin,
                    number -> database -> {
                        var guard = new RightsGuard(database, address(number), alwaysReplicate);
                        guards.put(address(number), guard);
                        return guard;
                    },
                    lines::add);
        }

        private Protocol.Peer begin(GenosDatabase database) {
            return link -> new Inspected(database.sync().connect(link), this::guardOf, link);
        }

        private RightsGuard guardOf(String address) {
            return Objects.requireNonNull(guards.get(address));
        }

        private void run() {
            try (world) {
                build();
                write();
                fail();
                world.run(Duration.ofSeconds(5 + random.nextInt(20)));
                calm = true;
                Fault.end(world);
                world.timeline.skip(Duration.ofHours(5));
                world.runUntil("everybody has what they may", () -> difference() == null, Duration.ofMinutes(4));
                settle();
            }
        }

        private void settle() {
            world.run(Duration.ofSeconds(30));
            check();
            world.checkProved();
            world.checkRest(Duration.ofSeconds(30));
            check();
        }

        @Override
        public void close() {
            world.close();
        }

        private void build() {
            var sync = new SyncOptions(
                    random.nextInt(4) == 0 ? "secret" : null,
                    List.of(1, 8, 64, 1000).get(random.nextInt(4)),
                    random.nextBoolean() ? 1 << 16 : 4 << 20,
                    Duration.ofMillis(500 + random.nextInt(5000)),
                    Duration.ofSeconds(2 + random.nextInt(8)));
            // One message a frame: what is in it was permitted when it was taken.
            world.network.frames(4 << 20, random.nextBoolean());
            for (int i = 0; i < replicas; i++) {
                world.add(ReplicaOptions.DEFAULTS.withSync(sync));
            }
            List<Replica> all = world.replicas();
            for (int i = 1; i < replicas; i++) {
                for (int j = 0; j < i; j++) {
                    boolean isServer = j < servers && (i < servers || j == i % servers);
                    if (isServer || random.nextInt(3) == 0) {
                        boolean dials = random.nextBoolean();
                        world.connect(all.get(dials ? i : j), all.get(dials ? j : i));
                    }
                }
            }
        }

        private void write() {
            if (!calm) {
                List<Replica> up = world.up();
                step(up.get(random.nextInt(up.size())));
                world.timeline.after(random.nextLong(1 + 2 * pace.toNanos() / 1000), this::write);
            }
        }

        private void fail() {
            if (!calm && fails) {
                List<Fault> faults = List.copyOf(FAULTS);
                faults.get(random.nextInt(faults.size())).strike(world, random);
                world.timeline.after(random.nextLong(4_000_000), this::fail);
            }
        }

        private void step(Replica replica) {
            String user = address(replica.number());
            RightsGuard guard = guardOf(user);
            String node = "n" + random.nextInt(nodes);
            String other = random.nextInt(5) == 0 ? Rights.EVERYBODY : address(random.nextInt(replicas));
            int dice = random.nextInt(100);
            if (dice < 8) {
                String role = List.of(Rights.READER, Rights.READER, Rights.NONE, Rights.REPLICATE)
                        .get(random.nextInt(4));
                String whose = address(servers + random.nextInt(replicas - servers));
                change(alwaysReplicate.contains(user), guard, "user:" + whose, "role", role);
            } else if (dice < 14) {
                change(true, guard, node, "owner", user);
            } else if (dice < 26) {
                change(guard.rights().mayRead(user, node), guard, node, "grant", other);
            } else if (dice < 36) {
                change(guard.rights().mayRead(user, node), guard, node, "revoke", other);
            } else if (guard.rights().mayRead(user, node)) {
                writeTo(replica, guard, user, node, dice);
            }
        }

        private void change(boolean isAllowed, RightsGuard guard, String node, String what, String who) {
            if (isAllowed) {
                world.trace.add(node + " " + what + " " + who);
                guard.change(node, JsonObject.parse("{\"" + what + "\":\"" + who + "\"}"));
            }
        }

        private void writeTo(Replica replica, RightsGuard guard, String user, String node, int dice) {
            GenosDatabase database = replica.database();
            if (dice < 80) {
                database.put(JsonObject.parse("{\"kind\":\"even\",\"n\":" + random.nextInt() + "}"), node);
            } else if (dice < 92) {
                String target = "n" + random.nextInt(nodes);
                boolean isThere = database.get(node) != null && database.get(target) != null;
                if (isThere && guard.rights().mayRead(user, target)) {
                    database.link(node, target);
                }
            } else {
                database.remove(node);
            }
        }

        // ---- what must be so in the end

        private void check() {
            String difference = difference();
            if (difference != null) {
                throw new AssertionError(difference);
            }
        }

        /** What somebody has and should not, or the other way round. */
        private @Nullable String difference() {
            var all = new LinkedHashSet<Entry>();
            // What was written where, and is not to be had by who holds everything, is nobody's any more.
            world.replicas().subList(0, servers).forEach(server -> all.addAll(server.held()));
            var graph = new Graph();
            graph.merge(List.copyOf(all));
            var rights = new Rights(alwaysReplicate);
            all.forEach(rights::add);
            var expected = new ArrayList<Entry>();
            graph.forEachEntry(expected::add);
            for (Replica replica : world.up()) {
                String address = address(replica.number());
                Hash256 due = digest(expected, rights, address);
                Hash256 there = digest(replica.database().entries(), rights, address);
                if (!due.equals(there)) {
                    return replica + " as " + rights.role(address) + " " + lacks(replica, expected, rights, address);
                }
            }
            return null;
        }

        private static Hash256 digest(List<Entry> entries, Rights rights, String address) {
            return entries.stream()
                    .filter(entry -> rights.mayReceive(address, entry))
                    .map(Entry::hash)
                    .reduce(Hash256.ZERO, Hash256::plus);
        }

        private static String lacks(Replica replica, List<Entry> expected, Rights rights, String address) {
            var lacking = new ArrayList<>(expected);
            lacking.removeAll(replica.database().entries());
            lacking.removeIf(entry -> !rights.mayReceive(address, entry));
            var extra = new ArrayList<>(replica.database().entries());
            extra.removeAll(expected);
            extra.removeIf(entry -> !rights.mayReceive(address, entry));
            return "lacks " + lacking + ", and has " + extra;
        }
    }

    /** A connection of which every message is looked at as it is sent. */
    private static final class Inspected implements Endpoint {
        private static final MessageCodec CODEC = new MessageCodec(new EntryFactory(World.DATABASE, Limits.DEFAULTS));

        private final PeerConnection connection;
        private final java.util.function.Function<String, RightsGuard> guards;
        private final Link link;
        private final FrameReader reader = new FrameReader(WireLimits.maxMessageBytes(Limits.DEFAULTS));

        private Inspected(
                PeerConnection connection, java.util.function.Function<String, RightsGuard> guards, Link link) {
            this.connection = connection;
            this.guards = guards;
            this.link = link;
        }

        @Override
        public byte @Nullable [] nextFrame() {
            byte[] frame = connection.nextFrame();
            if (frame != null) {
                try {
                    byte[] message = reader.read(frame);
                    if (message != null && CODEC.decode(message) instanceof Message.Entries entries) {
                        inspect(entries.entries());
                    }
                } catch (MalformedMessageException e) {
                    throw new AssertionError(e);
                }
            }
            return frame;
        }

        private void inspect(List<Entry> entries) {
            String receiver = Objects.requireNonNull(connection.address(), "entries before the identity");
            String sender = address(((Side) link).host().number());
            Rights known = guards.apply(sender).rights();
            for (Entry entry : entries) {
                if (!known.mayReceive(receiver, entry)) {
                    throw new AssertionError(
                            sender + " sends " + entry + " to " + receiver + ", which may not have it");
                }
            }
        }

        @Override
        public void receive(byte[] frame) {
            connection.receive(frame);
        }

        @Override
        public void closed(String reason) {
            connection.closed(reason);
        }
    }
}
