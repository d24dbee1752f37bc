package io.genosdb.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.genosdb.GenosDatabase;
import io.genosdb.graph.Entry;
import io.genosdb.graph.ExpectedState;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.Node;
import io.genosdb.guard.Guard;
import io.genosdb.guard.GuardFactory;
import io.genosdb.query.Query;
import io.genosdb.sync.PeerStatus;
import io.genosdb.testing.Property;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.slf4j.LoggerFactory;

/** Replicas, the network between them, and time: all that happens follows from the seed and from what the test does. */
final class World implements AutoCloseable {

    static final String DATABASE = "room";

    private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
    private static final double MOST_FRAMES_AT_REST = 3;
    private static final Duration POLL = Duration.ofMillis(250);

    final Timeline timeline = new Timeline();
    final Trace trace;
    final RandomGenerator random;
    final Network network;
    final Protocol protocol;

    private final IntFunction<GuardFactory> guards;
    private final Path directory;
    private final List<Replica> replicas = new ArrayList<>();
    private final List<Dialer> dialers = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.genosdb");
    private final Appender appender = new Appender();

    World(long seed, Path directory, Protocol protocol, Consumer<String> sink) {
        this(seed, directory, protocol, number -> database -> Guard.NONE, sink);
    }

    World(long seed, Path directory, Protocol protocol, IntFunction<GuardFactory> guards, Consumer<String> sink) {
        this.directory = directory;
        this.guards = guards;
        this.protocol = protocol;
        this.trace = new Trace(timeline, sink);
        this.random = Property.generator(seed);
        this.network = new Network(timeline, trace, Property.generator(random.nextLong()));
        appender.start();
        logger.setAdditive(false);
        logger.addAppender(appender);
    }

    /** What the databases log is part of the trace; what they did not expect is a failure. */
    private final class Appender extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                trace.add(event.getLevel() + " " + event.getFormattedMessage());
                if (event.getThrowableProxy() != null) {
                    failures.add(event.getFormattedMessage() + ": "
                            + ch.qos.logback.classic.spi.ThrowableProxyUtil.asString(event.getThrowableProxy()));
                }
            }
        }
    }

    GuardFactory guard(int number) {
        return guards.apply(number);
    }

    Replica add(ReplicaOptions options) {
        int number = replicas.size();
        var replica = new Replica(
                this, options, number, directory.resolve("r" + number), Property.generator(random.nextLong()), BEGIN);
        replicas.add(replica);
        replica.start();
        return replica;
    }

    /** Lets one replica dial another one, from now on. */
    void connect(Replica from, Replica to) {
        var dialer = new Dialer(network, Property.generator(random.nextLong()), from, to);
        dialers.add(dialer);
        if (from.isUp()) {
            dialer.start();
        }
    }

    void started(Replica replica) {
        dialers.stream().filter(dialer -> dialer.from() == replica).forEach(Dialer::start);
    }

    List<Replica> replicas() {
        return List.copyOf(replicas);
    }

    List<Replica> up() {
        return replicas.stream().filter(Replica::isUp).toList();
    }

    void run(Duration time) {
        timeline.run(time);
        checkFailures();
    }

    private void checkFailures() {
        if (!failures.isEmpty()) {
            throw new AssertionError("a replica failed inside: " + failures.get(0));
        }
    }

    /** Lets time pass until something is so, and tells how long that took. */
    Duration runUntil(String what, BooleanSupplier condition, Duration limit) {
        Duration begin = timeline.now();
        while (!condition.getAsBoolean()) {
            Duration passed = timeline.now().minus(begin);
            if (passed.compareTo(limit) >= 0) {
                throw new AssertionError("after " + passed.toSeconds() + " s still not: " + what + "\n" + describe());
            }
            run(POLL);
        }
        return timeline.now().minus(begin);
    }

    /** Whether all replicas that are up hold the same. */
    boolean areEqual() {
        List<Replica> up = up();
        Hash256 first = up.get(0).database().digest();
        return up.stream().allMatch(replica -> replica.database().digest().equals(first));
    }

    /** What must be there: all that some replica has merged and not lost. */
    ExpectedState expected() {
        var union = new LinkedHashSet<Entry>();
        replicas.forEach(replica -> union.addAll(replica.held()));
        return ExpectedState.of(union);
    }

    /** Lets time pass until all replicas are equal, and checks that they have what they must have. */
    Duration converge(Duration limit) {
        Duration taken = runUntil("all digests are equal", this::areEqual, limit);
        checkState();
        return taken;
    }

    /** Checks each replica, all being equal, against what was merged anywhere. */
    void checkState() {
        ExpectedState expected = expected();
        for (Replica replica : up()) {
            GenosDatabase database = replica.database();
            Map<String, String> nodes = inWords(database);
            if (!nodes.equals(expected.nodes())) {
                throw new AssertionError(replica + " has " + difference(nodes, expected.nodes()));
            }
            if (!database.digest().equals(expected.digest())) {
                throw new AssertionError(replica + " shows what it should, but its digest is another one");
            }
            checkIndex(replica);
        }
    }

    /** Checks that one replica has exactly what it has merged, all the way through crashes. */
    void checkMemory(Replica replica) {
        if (!replica.database().digest().equals(ExpectedState.digestOf(replica.held()))) {
            throw new AssertionError(replica + " does not hold what it has merged: "
                    + difference(
                            inWords(replica.database()),
                            ExpectedState.of(replica.held()).nodes()));
        }
    }

    /**
     * Checks that equal replicas that nobody writes to fall silent: connections stay, nothing but pings and digests is sent, and
     * those rarely; no op log grows.
     */
    void checkRest(Duration time) {
        List<Side> before = network.sides();
        Map<String, Integer> messages = network.messages();
        long frames = network.frames();
        long bytes = network.bytes();
        List<Long> positions = positions();
        run(time);
        if (!network.sides().equals(before)) {
            throw new AssertionError("connections come and go at rest: " + before + " became " + network.sides());
        }
        if (!positions().equals(positions)) {
            throw new AssertionError("op logs grow at rest: from " + positions + " to " + positions());
        }
        Map<String, Integer> sent = network.messages();
        messages.forEach((kind, count) -> sent.merge(kind, -count, Integer::sum));
        sent.keySet().removeAll(Set.of("Ping", "Pong", "Digest"));
        sent.values().removeIf(count -> count == 0);
        if (!sent.isEmpty()) {
            throw new AssertionError("more is sent at rest than pings and digests: " + sent);
        }
        double perSecondAndSide = (network.frames() - frames) / (double) time.toSeconds() / Math.max(1, before.size());
        if (perSecondAndSide > MOST_FRAMES_AT_REST) {
            throw new AssertionError(perSecondAndSide + " frames a second are sent at rest by each side, "
                    + (network.bytes() - bytes) + " bytes in all");
        }
    }

    private List<Long> positions() {
        return up().stream()
                .map(replica -> replica.database().sync().status().opLogPosition())
                .toList();
    }

    /** Checks that every replica was proved equal with each of its peers since it last merged anything. */
    void checkProved() {
        for (Replica replica : up()) {
            for (PeerStatus peer : replica.database().sync().status().peers()) {
                if (!replica.isProvedEqual(peer.origin())) {
                    throw new AssertionError(replica + " was not proved equal since its last merge: " + peer);
                }
            }
        }
    }

    private static void checkIndex(Replica replica) {
        GenosDatabase database = replica.database();
        for (String kind : List.of("even", "odd")) {
            List<String> indexed = database.map(Query.parse("{query: {kind: '" + kind + "'}}")).stream()
                    .map(Node::id)
                    .sorted()
                    .toList();
            List<String> scanned = database.map(Query.parse("{}")).stream()
                    .filter(node -> node.value().toString().contains("\"" + kind + "\""))
                    .map(Node::id)
                    .sorted()
                    .toList();
            if (!indexed.equals(scanned)) {
                throw new AssertionError(replica + ": the index finds " + indexed + ", there are " + scanned);
            }
        }
    }

    private static Map<String, String> inWords(GenosDatabase database) {
        var nodes = new TreeMap<String, String>();
        database.map(Query.parse("{}")).forEach(node -> nodes.put(node.id(), ExpectedState.inWords(node)));
        return nodes;
    }

    private static String difference(Map<String, String> actual, Map<String, String> expected) {
        var lacking = new TreeMap<>(expected);
        lacking.entrySet().removeAll(actual.entrySet());
        var extra = new TreeMap<>(actual);
        extra.entrySet().removeAll(expected.entrySet());
        return "not: " + cut(lacking) + ", but: " + cut(extra);
    }

    private static String cut(Object value) {
        String text = value.toString();
        return text.length() > 600 ? text.substring(0, 600) + "…" : text;
    }

    /** How the replicas are doing, for a failure's message. */
    String describe() {
        var text = new StringBuilder();
        for (Replica replica : replicas) {
            text.append(replica).append(": ");
            if (replica.isUp()) {
                GenosDatabase database = replica.database();
                var status = database.status();
                text.append(status.entries()).append(" entries, ");
                text.append(status.intake()).append(", digest ").append(status.digest());
                text.append(", origin ").append(status.origin()).append('\n');
                database.sync()
                        .status()
                        .peers()
                        .forEach(peer -> text.append("    ").append(peer).append('\n'));
            } else {
                text.append("down\n");
            }
        }
        return text.toString();
    }

    /** Closes the databases; what was simulated is over. */
    @Override
    public void close() {
        try {
            replicas.stream()
                    .filter(Replica::isUp)
                    .forEach(replica -> replica.database().close());
        } finally {
            logger.detachAppender(appender);
            logger.setAdditive(true);
        }
    }
}
