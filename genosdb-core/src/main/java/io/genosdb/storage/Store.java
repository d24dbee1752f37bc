package io.genosdb.storage;

import io.genosdb.graph.Entry;
import io.genosdb.graph.StoredEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store that is open: a locked directory, its header, and an engine with the records. Opens anew after the engine has
 * failed, and saves what can be saved of a damaged one. One thread at a time uses it, except for the getters.
 */
final class Store implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    private static final String ORIGIN_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int ORIGIN_LENGTH = 20;

    private final StoreDirectory directory;
    private final StorageProvider provider;
    private volatile StoreHeader header;
    private final EntryRecords records;
    private final InstantSource clock;
    private volatile StorageEngine engine;
    private volatile @Nullable Recovery recovery;
    private boolean broken;
    private StoreState state;

    private Store(
            StoreDirectory directory,
            StorageProvider provider,
            StoreHeader header,
            EntryRecords records,
            InstantSource clock)
            throws IOException {
        this.directory = directory;
        this.provider = provider;
        this.header = header;
        this.records = records;
        this.clock = clock;
        this.engine = openOrSalvage();
        this.state = stateOf(engine);
    }

    /**
     * Opens the store of a directory, or makes one.
     *
     * @param directory the directory, locked; closed with the store
     * @param provider the engine to use
     * @throws StorageException as {@link Journal#open}
     */
    static Store open(
            StoreDirectory directory,
            StorageProvider provider,
            String database,
            StorageOptions options,
            InstantSource clock,
            SecureRandom random) {
        try {
            if (!directory.hasData(provider)) {
                create(directory, provider, database, options, clock, random);
            }
            String damage = null;
            StoreHeader header = headerFile(directory.path());
            if (header == null) {
                damage = "the header file was damaged or missing; it was restored from the copy in the store";
                header = carvedHeader(directory.data(provider), provider);
            }
            checkBelongs(header, database, directory.path());
            checkEngine(header, provider, directory.path());
            var records = new EntryRecords(database, unlock(header, options.password(), directory.path(), random));
            var store = new Store(directory, provider, header, records, clock);
            if (damage != null) {
                directory.writeHeader(header);
                store.noteHeaderDamage(damage);
            }
            return store;
        } catch (IOException e) {
            throw new StorageException("the store in " + directory.path() + " cannot be opened: " + e, e);
        }
    }

    private static void create(
            StoreDirectory directory,
            StorageProvider provider,
            String database,
            StorageOptions options,
            InstantSource clock,
            SecureRandom random)
            throws IOException {
        char[] password = options.password();
        var header = new StoreHeader(
                provider.type(),
                database,
                newOrigin(random),
                clock.instant(),
                password == null ? null : encrypt(password, options.keyIterations(), random));
        try (StorageEngine engine = provider.create(directory.unfinished(provider))) {
            var batch = new StorageBatch();
            batch.put(StoreHeader.KEY, header.toRecord());
            batch.put(StoreState.KEY, new StoreState(0, 1, 0).toRecord());
            engine.write(batch);
        }
        directory.settle(provider);
        directory.writeHeader(header);
        directory.proveSequence(1);
    }

    static String newOrigin(SecureRandom random) {
        var origin = new StringBuilder(ORIGIN_LENGTH);
        for (int i = 0; i < ORIGIN_LENGTH; i++) {
            origin.append(ORIGIN_CHARACTERS.charAt(random.nextInt(ORIGIN_CHARACTERS.length())));
        }
        return origin.toString();
    }

    private static StoreHeader.Encryption encrypt(char[] password, int iterations, SecureRandom random) {
        var salt = new byte[StoreCipher.SALT_BYTES];
        random.nextBytes(salt);
        byte[] verifier = StoreCipher.of(password, salt, iterations, random).verifier();
        HexFormat hex = HexFormat.of();
        return new StoreHeader.Encryption(iterations, hex.formatHex(salt), hex.formatHex(verifier));
    }

    /**
     * Tells early, without opening anything, whether a database could open the store of another owner.
     *
     * @throws StorageException if it is another database's, or another password's
     */
    static void check(StorageOptions options, Path path, String database, SecureRandom random) {
        try {
            StoreHeader header = headerFile(path);
            // The owner may be just making it; whether it fits shows when the store is opened.
            if (header != null) {
                checkBelongs(header, database, path);
                unlock(header, options.password(), path, random);
            }
        } catch (IOException e) {
            throw new StorageException("the header of the store in " + path + " cannot be read: " + e, e);
        }
    }

    private static @Nullable StoreHeader headerFile(Path path) throws IOException {
        byte[] bytes = StoreDirectory.readHeader(path);
        try {
            return bytes == null ? null : StoreHeader.of(bytes);
        } catch (MalformedRecordException e) {
            LOG.warn("The header file in {} is damaged: {}", path, e.getMessage());
            return null;
        }
    }

    private static StoreHeader carvedHeader(Path data, StorageProvider provider) {
        var found = new ArrayList<StoreHeader>(1);
        provider.carve(data, record -> {
            try {
                return RecordFormat.kind(record) == RecordFormat.HEADER && found.add(StoreHeader.ofRecord(record));
            } catch (MalformedRecordException e) {
                return false;
            }
        });
        if (found.isEmpty()) {
            throw new CorruptStoreException(
                    data + " is not a store of this database, or too damaged to tell: there is no"
                            + " header beside it or in it. Move it away to begin with an empty store");
        }
        return found.get(0);
    }

    private static void checkBelongs(StoreHeader header, String database, Path path) {
        if (!header.database().equals(database)) {
            throw new StorageException("the directory " + path + " holds the database '" + header.database()
                    + "', not '" + database + "'; give every database a directory of its own");
        }
    }

    private static void checkEngine(StoreHeader header, StorageProvider provider, Path path) {
        if (header.engine() != provider.type()) {
            throw new CorruptStoreException("the header in " + path + " is of a store of " + header.engine()
                    + ", but beside it there is one of " + provider.type());
        }
    }

    private static @Nullable StoreCipher unlock(
            StoreHeader header, char @Nullable [] password, Path path, SecureRandom random) {
        StoreHeader.Encryption encryption = header.encryption();
        if (encryption == null && password == null) {
            return null;
        }
        if (encryption == null) {
            throw new WrongPasswordException(
                    "the store in " + path + " is not encrypted, but a password is given; open it without one");
        }
        if (password == null) {
            throw new WrongPasswordException("the store in " + path + " is encrypted; open it with its password");
        }
        byte[] salt = HexFormat.of().parseHex(encryption.salt());
        StoreCipher cipher = StoreCipher.of(password, salt, encryption.iterations(), random);
        if (!HexFormat.of().formatHex(cipher.verifier()).equals(encryption.verifier())) {
            throw new WrongPasswordException("the password is not the one of the store in " + path);
        }
        return cipher;
    }

    private StorageEngine openOrSalvage() throws IOException {
        long proven = directory.provenSequence();
        try {
            return provider.open(directory.data(provider), candidate -> hasReached(candidate, proven));
        } catch (CorruptStoreException e) {
            return salvage(String.valueOf(e.getMessage()));
        }
    }

    private static boolean hasReached(StorageEngine candidate, long sequence) {
        byte[] record = candidate.get(StoreState.KEY);
        try {
            return record != null && StoreState.of(record).sequence() >= sequence;
        } catch (MalformedRecordException e) {
            return false;
        }
    }

    private static StoreState stateOf(StorageEngine engine) {
        byte[] record = engine.get(StoreState.KEY);
        try {
            if (record != null) {
                return StoreState.of(record);
            }
        } catch (MalformedRecordException e) {
            throw new CorruptStoreException("the state of the store is damaged", e);
        }
        throw new CorruptStoreException("the store has no state");
    }

    /** Copies what is intact into a new store, which takes the place of the damaged one. */
    private StorageEngine salvage(String reason) throws IOException {
        Path data = directory.data(provider);
        LOG.warn("The store in {} is damaged ({}); saving what is intact", directory.path(), reason);
        Salvage salvage = Salvage.of(provider, data, records, directory.provenSequence(), reason);
        try (StorageEngine fresh = provider.create(directory.unfinished(provider))) {
            salvage.writeTo(fresh, header);
        }
        Path kept = directory.replace(provider, clock.instant());
        recovery = new Recovery(reason, salvage.intact(), salvage.lost(), kept);
        LOG.warn(
                "Saved {} entries of the store in {}, lost {}; the damaged original is kept in {}",
                salvage.intact(),
                directory.path(),
                salvage.lost() == Recovery.UNKNOWN ? "an unknown number" : salvage.lost(),
                kept);
        return provider.open(data, candidate -> true);
    }

    private void noteHeaderDamage(String damage) {
        Recovery found = recovery;
        recovery = found == null
                ? new Recovery(damage, Recovery.UNKNOWN, 0, null)
                : new Recovery(damage + "; " + found.reason(), found.intact(), found.lost(), found.kept());
    }

    String origin() {
        return header.origin();
    }

    StorageType type() {
        return header.engine();
    }

    boolean isEncrypted() {
        return header.encryption() != null;
    }

    @Nullable
    Recovery recovery() {
        return recovery;
    }

    long highestClock() {
        return state.clock();
    }

    long lastEqual() {
        return state.lastEqual();
    }

    EntryRecords records() {
        return records;
    }

    long size() {
        return engine.size();
    }

    /**
     * Makes the store another replica's, by whose counts of arrivals and of accepted entries it goes on. A crash in between
     * leaves it to the one or the other, and that does no harm: either is the name of one replica at a time.
     *
     * @throws StorageException if the disk refuses
     */
    void adopt(String origin) {
        StoreHeader next =
                new StoreHeader(header.engine(), header.database(), origin, header.created(), header.encryption());
        var batch = new StorageBatch();
        batch.put(StoreHeader.KEY, next.toRecord());
        write(batch, 0, 0);
        try {
            directory.writeHeader(next);
        } catch (IOException e) {
            throw new StorageException(
                    "the header of the store in " + directory.path() + " cannot be written: " + e, e);
        }
        header = next;
    }

    /** Tells other processes where they are taken, or {@code null} for nowhere. */
    void announce(@Nullable Path socket) {
        try {
            directory.announce(socket);
        } catch (IOException e) {
            throw new StorageException("the lock file in " + directory.path() + " cannot be written: " + e, e);
        }
    }

    /** Reads everything. After damage is found on the way, what is intact may be delivered twice. */
    void load(Consumer<StoredEntry> entries, Consumer<Entry> parked) throws IOException {
        String damage;
        try {
            long malformed = scan(entries, parked);
            if (malformed == 0) {
                return;
            }
            damage = malformed + " records do not match their checksums";
        } catch (StorageException e) {
            damage = String.valueOf(e.getMessage());
        }
        closeQuietly();
        engine = salvage(damage);
        state = stateOf(engine);
        scan(entries, parked);
    }

    private long scan(Consumer<StoredEntry> entries, Consumer<Entry> parked) {
        var decoder = new ParallelDecoder(records, entries, parked);
        engine.scan(decoder::add);
        return decoder.finish();
    }

    /**
     * Writes a batch, with the state that goes with it.
     *
     * @throws StorageException if the disk refuses; the same batch, made anew, may be written again
     */
    void write(StorageBatch batch, long highestClock, long lastEqual) {
        repair();
        var next = new StoreState(
                Math.max(state.clock(), highestClock), state.sequence() + 1, Math.max(state.lastEqual(), lastEqual));
        batch.put(StoreState.KEY, next.toRecord());
        attempt(() -> engine.write(batch));
        state = next;
        directory.proveSequence(next.sequence());
    }

    void compact() {
        repair();
        attempt(engine::compact);
    }

    private void attempt(Runnable operation) {
        // Engines wait for locks of their own; an interrupt of the caller must not make them fail.
        boolean interrupted = Thread.interrupted();
        try {
            operation.run();
        } catch (StorageException e) {
            broken = true;
            closeQuietly();
            throw e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void repair() {
        if (broken) {
            long acknowledged = state.sequence();
            engine =
                    provider.reopen(directory.data(provider), engine, candidate -> hasReached(candidate, acknowledged));
            state = stateOf(engine);
            broken = false;
        }
    }

    private void closeQuietly() {
        try {
            engine.close();
        } catch (StorageException e) {
            LOG.debug("Closing a store that failed", e);
        }
    }

    @Override
    public void close() {
        try {
            if (!broken) {
                engine.close();
            }
        } finally {
            directory.close();
        }
    }

    /** The engines, in the order in which {@link StorageType#AUTO} prefers them. */
    static List<StorageProvider> providers() {
        return List.of(new RocksDbProvider(), new MvStoreProvider(DataFile::onDisk));
    }
}
