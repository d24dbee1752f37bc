package io.genosdb.benchmarks;

import fr.acinq.secp256k1.Secp256k1;
import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Limits;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.security.identity.Identity;
import io.genosdb.security.identity.SignatureVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many signatures are made and verified in a second, beside libsecp256k1 alone, which is given digests and knows every public
 * key. The 2,000 entries are of 20 authors; each time a verifier gets them that has seen neither them nor their authors.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SignatureBenchmark {

    private static final int ENTRIES = 2_000;
    private static final int AUTHORS = 20;
    private static final int BYTES = 32;

    /** How many threads verify, the calling one included. */
    @Param({"1", "2"})
    public int cores;

    private final Secp256k1 library = Secp256k1.get();
    private final byte[][] keys = new byte[AUTHORS][BYTES];
    private final byte[][] publicKeys = new byte[AUTHORS][];
    private final byte[][] digests = new byte[ENTRIES][BYTES];
    private final byte[][] signatures = new byte[ENTRIES][];
    private final Identity[] identities = new Identity[AUTHORS];
    private final List<Entry> entries = new ArrayList<>();
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private SignatureVerifier verifier = new SignatureVerifier(executor, 1);

    /** For JMH. */
    public SignatureBenchmark() {}

    /** Signs everything. */
    @Setup
    public void setUp() {
        var random = new Random(LoadedUsers.SEED);
        for (int i = 0; i < AUTHORS; i++) {
            random.nextBytes(keys[i]);
            publicKeys[i] = library.pubkeyCreate(keys[i]);
            identities[i] = Identity.ofPrivateKey(keys[i]);
        }
        var factory = new EntryFactory("benchmark", Limits.DEFAULTS);
        List<User> users = User.generate(ENTRIES, LoadedUsers.SEED);
        for (int i = 0; i < ENTRIES; i++) {
            Identity author = identities[i % AUTHORS];
            var version =
                    new Version(HybridTimestamp.of(1_700_000_000_000L + i, 0).packed(), "aaaaaaaaaaaaaaaaaaaa");
            var key = new EntryKey(users.get(i).id(), Slot.VALUE);
            entries.add(factory.create(
                    key, version, users.get(i).toJson(), author.address().text(), author::sign));
            random.nextBytes(digests[i]);
            signatures[i] = library.sign(digests[i], keys[i % AUTHORS]);
        }
    }

    /** Forgets everything. */
    @Setup(Level.Invocation)
    public void forget() {
        verifier = new SignatureVerifier(executor, cores);
    }

    /** Ends the other thread. */
    @TearDown
    public void tearDown() {
        executor.shutdown();
    }

    /** The bare library signs. */
    @Benchmark
    @OperationsPerInvocation(ENTRIES)
    public byte[] signLibrary() {
        byte[] last = {};
        for (int i = 0; i < ENTRIES; i++) {
            last = library.sign(digests[i], keys[i % AUTHORS]);
        }
        return last;
    }

    /** Identities sign the hashes of entries. */
    @Benchmark
    @OperationsPerInvocation(ENTRIES)
    public byte[] signIdentity() {
        byte[] last = {};
        for (int i = 0; i < ENTRIES; i++) {
            last = identities[i % AUTHORS].sign(entries.get(i).hash());
        }
        return last;
    }

    /** The bare library verifies, each thread its share. */
    @Benchmark
    @OperationsPerInvocation(ENTRIES)
    public void verifyLibrary() throws Exception {
        int share = ENTRIES / cores;
        Future<?> other = executor.submit(() -> verifyLibrary(share, ENTRIES));
        verifyLibrary(0, share);
        other.get();
    }

    private void verifyLibrary(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!library.verify(signatures[i], digests[i], publicKeys[i % AUTHORS])) {
                throw new IllegalStateException("not verified");
            }
        }
    }

    /** Received entries are verified. */
    @Benchmark
    @OperationsPerInvocation(ENTRIES)
    public void verifyEntries() {
        verifier.verify(entries);
    }
}
