package io.genosdb.simulation;

import io.genosdb.DatabaseBuilder;
import io.genosdb.GenosDatabase;
import io.genosdb.SimulatedDatabases;
import io.genosdb.graph.ConflictPolicy;
import io.genosdb.graph.Entry;
import io.genosdb.query.IndexDefinition;
import io.genosdb.storage.SimulatedDisk;
import io.genosdb.storage.StorageException;
import io.genosdb.sync.Link;
import io.genosdb.sync.SyncEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A host with a clock, a disk and, while it is up, a database. It keeps account of the entries that its database has merged, and
 * of how many of them its disk has: what must be there, whatever happens.
 */
final class Replica implements Host {

    private final World world;
    private final ReplicaOptions options;
    private final int number;
    private final Path directory;
    private final RandomGenerator random;
    private final SimulatedClock clock;
    private final List<Entry> held = new ArrayList<>();
    private final Set<String> proved = new HashSet<>();
    private int durable;
    private SimulatedDisk disk = newDisk();
    private @Nullable GenosDatabase database;
    private @Nullable SimulatedExecutor executor;
    private Protocol.@Nullable Peer peer;
    private int lives;
    private long readMicros;

    Replica(World world, ReplicaOptions options, int number, Path directory, RandomGenerator random, Instant begin) {
        this.world = world;
        this.options = options;
        this.number = number;
        this.directory = directory;
        this.random = random;
        this.clock = new SimulatedClock(world.timeline, begin);
    }

    private SimulatedDisk newDisk() {
        return new SimulatedDisk(this::keepAccount);
    }

    private void keepAccount() {
        durable = held.size();
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public int life() {
        return database == null ? 0 : lives;
    }

    boolean isUp() {
        return database != null;
    }

    GenosDatabase database() {
        return Objects.requireNonNull(database, "the replica is down");
    }

    SimulatedClock clock() {
        return clock;
    }

    /** The entries that the database has merged and no crash has taken from it. */
    List<Entry> held() {
        return held;
    }

    /** Whether nothing was merged since the replica was proved equal with a peer. */
    boolean isProvedEqual(String peer) {
        return proved.contains(peer);
    }

    void start() {
        lives++;
        world.trace.add(this + " starts");
        var running = new SimulatedExecutor(world.timeline);
        DatabaseBuilder builder = GenosDatabase.builder(World.DATABASE)
                .clock(clock)
                .localSync(false)
                .guard(world.guard(number))
                .ticker(() -> world.timeline.micros() / 1000)
                .random(new SeededRandom(random.nextLong()))
                .conflictPolicy(options.fieldLevel() ? ConflictPolicy.FIELD_LEVEL : ConflictPolicy.LAST_WRITER_WINS)
                .retention(options.retention())
                .declareIndexes(List.of(IndexDefinition.hash("kind")))
                .sync(options.sync());
        if (options.stores()) {
            builder.storage(disk.options(directory, options.durability(), options.saveDelay()));
        }
        GenosDatabase opened = SimulatedDatabases.open(builder, running);
        // What was parked may have been released before anybody could listen.
        var known = new HashSet<>(held);
        opened.entries().stream().filter(entry -> !known.contains(entry)).forEach(held::add);
        opened.onMerge((result, source) -> {
            held.addAll(result.accepted());
            // What was proved is not proved any more.
            proved.clear();
        });
        opened.sync().listen(event -> {
            world.trace.add(this + " " + event);
            if (event instanceof SyncEvent.ProvedEqual) {
                proved.add(event.peer());
            }
        });
        database = opened;
        executor = running;
        peer = world.protocol.begin(opened);
        world.started(this);
    }

    @Override
    public Endpoint connect(Link link) {
        return Objects.requireNonNull(peer).connect(link);
    }

    @Override
    public long readMicros() {
        return readMicros;
    }

    void slowDown(long microsPerFrame) {
        readMicros = microsPerFrame;
    }

    /** Ends in an orderly way. */
    void stop() {
        world.trace.add(this + " stops");
        database().close();
        for (Side side : world.network.sidesOf(this)) {
            side.close();
        }
        if (!options.stores()) {
            forgetAll();
        }
        down();
    }

    /** Loses its power. */
    void crash() {
        crash(random.nextBoolean(), random.nextBoolean());
    }

    /**
     * Loses its power.
     *
     * @param lastFlushArrives whether what waits for a flush reaches the disk just so
     * @param silently whether connections are left open at the other end
     */
    void crash(boolean lastFlushArrives, boolean silently) {
        world.trace.add(this + " crashes" + (lastFlushArrives ? " in a flush" : "") + (silently ? " silently" : ""));
        world.network.sidesOf(this).forEach(side -> side.vanish(silently));
        disk.losePower(lastFlushArrives);
        try {
            // Of what it does in vain nothing is seen: this only gives back the lock of the directory.
            database().close();
        } catch (StorageException e) {
            world.trace.add(this + " loses " + (held.size() - durable) + " entries");
        }
        disk.restorePower();
        held.subList(durable, held.size()).clear();
        down();
    }

    private void down() {
        if (executor != null) {
            executor.shutdown();
        }
        database = null;
        executor = null;
        peer = null;
        proved.clear();
    }

    /** Gets an empty disk, while it is down. */
    void wipe() {
        world.trace.add(this + " gets an empty disk");
        forgetAll();
        disk = newDisk();
        delete(directory);
    }

    private void forgetAll() {
        held.clear();
        durable = 0;
    }

    private static void delete(Path target) {
        if (!Files.exists(target)) {
            return;
        }
        try (var files = Files.walk(target)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "r" + number;
    }
}
