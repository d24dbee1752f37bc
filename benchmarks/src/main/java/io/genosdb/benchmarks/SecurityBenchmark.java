package io.genosdb.benchmarks;

import fr.acinq.secp256k1.Secp256k1;
import io.genosdb.GenosDatabase;
import io.genosdb.graph.Entry;
import io.genosdb.graph.Node;
import io.genosdb.query.Query;
import io.genosdb.security.AccessLevel;
import io.genosdb.security.Acls;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.identity.Identity;
import io.genosdb.security.identity.SignatureVerifier;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What zero trust costs, beside the bare library in the same run, in rounds that alternate: {@code sign}, {@code verify},
 * {@code secret}, {@code read}; all of them by default.
 */
public final class SecurityBenchmark {

    private static final String KEY = "1".repeat(64);
    private static final int ROUNDS = 7;
    private static final int OPERATIONS = 40_000;
    private static final int BATCH = 512;
    private static final int NODES = 100_000;
    private static final int READS = 4_000_000;
    private static final int QUERIES = 2_000;
    private static final int CORES = 2;

    private SecurityBenchmark() {}

    /**
     * Measures and prints.
     *
     * @param arguments the rows
     * @throws Exception if something fails
     */
    public static void main(String[] arguments) throws Exception {
        List<String> rows = arguments.length == 0 ? List.of("sign", "verify", "secret", "read") : List.of(arguments);
        for (String row : rows) {
            switch (row) {
                case "sign" -> sign();
                case "verify" -> verify();
                case "secret" -> secret();
                case "read" -> read();
                default -> throw new IllegalArgumentException("there is no row '" + row + "'");
            }
        }
        System.exit(0);
    }

    /** A rate, over so many operations. */
    private static double perSecond(int operations, IntConsumer operation) {
        long start = System.nanoTime();
        for (int i = 0; i < operations; i++) {
            operation.accept(i);
        }
        return operations * 1e9 / (System.nanoTime() - start);
    }

    private static void print(String row, double[] ours, double[] bare, String what) {
        var ratios = new double[ours.length];
        for (int i = 0; i < ours.length; i++) {
            ratios[i] = ours[i] / bare[i];
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %,.0f beside %,.0f %s; ratio %.2f (%.2f to %.2f)%n",
                row,
                median(ours),
                median(bare),
                what,
                median(ratios),
                Arrays.stream(ratios).min().orElse(0),
                Arrays.stream(ratios).max().orElse(0));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static GenosDatabase guarded(GenosSecurity security) {
        return GenosDatabase.builder("benchmark").guard(security).open();
    }

    private static GenosSecurity security() {
        Identity identity = Identity.ofPrivateKey(KEY);
        return GenosSecurity.builder(identity)
                .superAdmins(List.of(identity.address()))
                .build();
    }

    private static JsonObject value(int i) {
        return JsonObject.of(Map.of(
                "name",
                new JsonString("a name of some length"),
                "n",
                new JsonNumber(i),
                "kind",
                new JsonNumber(i % 100)));
    }

    // ---- signed puts on one thread

    private static void sign() {
        var bare = new double[ROUNDS];
        var ours = new double[ROUNDS];
        byte[] key = HexFormat.of().parseHex(KEY);
        Secp256k1 library = Secp256k1.get();
        for (int round = -2; round < ROUNDS; round++) {
            var digest = new byte[32];
            double bareRate = perSecond(OPERATIONS, i -> {
                digest[0] = (byte) i;
                digest[1] = (byte) (i >> 8);
                library.sign(digest, key);
            });
            try (GenosDatabase database = guarded(security())) {
                double rate = perSecond(OPERATIONS, i -> database.put(value(i), "node:" + i));
                if (round >= 0) {
                    bare[round] = bareRate;
                    ours[round] = rate;
                }
            }
        }
        print("signed puts", ours, bare, "bare signatures a second");
    }

    // ---- incoming entries on two cores

    private static void verify() throws Exception {
        List<Entry> entries = entries();
        byte[] key = Secp256k1.get().pubkeyCreate(HexFormat.of().parseHex(KEY));
        var digest = new byte[32];
        byte[] signature = Secp256k1.get().sign(digest, HexFormat.of().parseHex(KEY));
        var bare = new double[ROUNDS];
        var verified = new double[ROUNDS];
        var merged = new double[ROUNDS];
        ExecutorService threads = Executors.newFixedThreadPool(CORES);
        for (int round = -2; round < ROUNDS; round++) {
            double bareRate = bareVerification(threads, signature, digest, key);
            double verifiedRate = verification(threads, entries);
            double mergedRate = merge(entries);
            if (round >= 0) {
                bare[round] = bareRate;
                verified[round] = verifiedRate;
                merged[round] = mergedRate;
            }
        }
        threads.shutdown();
        print("incoming entries verified, two cores", verified, bare, "bare verifications a second");
        print("verified, judged and merged", merged, bare, "bare verifications a second");
    }

    /** By a verifier that has seen none of them. */
    private static double verification(ExecutorService threads, List<Entry> entries) {
        var verifier = new SignatureVerifier(threads, CORES);
        long start = System.nanoTime();
        batches(entries).forEach(verifier::verify);
        return entries.size() * 1e9 / (System.nanoTime() - start);
    }

    private static double merge(List<Entry> entries) {
        try (GenosDatabase database = guarded(security())) {
            long start = System.nanoTime();
            batches(entries).forEach(database::merge);
            double rate = entries.size() * 1e9 / (System.nanoTime() - start);
            if (database.size() != entries.size()) {
                throw new IllegalStateException("not everything was let in");
            }
            return rate;
        }
    }

    private static List<List<Entry>> batches(List<Entry> entries) {
        return IntStream.iterate(0, from -> from < entries.size(), from -> from + BATCH)
                .mapToObj(from -> entries.subList(from, Math.min(entries.size(), from + BATCH)))
                .toList();
    }

    private static List<Entry> entries() {
        try (GenosDatabase source = guarded(security())) {
            for (int i = 0; i < OPERATIONS; i++) {
                source.put(value(i), "node:" + i);
            }
            return source.entries();
        }
    }

    private static double bareVerification(ExecutorService threads, byte[] signature, byte[] digest, byte[] key)
            throws InterruptedException, ExecutionException {
        var tasks = new ArrayList<Future<Double>>();
        for (int core = 0; core < CORES; core++) {
            tasks.add(threads.submit(
                    () -> perSecond(OPERATIONS / CORES, i -> Secp256k1.get().verify(signature, digest, key))));
        }
        double sum = 0;
        for (Future<Double> task : tasks) {
            sum += task.get();
        }
        return sum;
    }

    // ---- encrypted puts

    private static void secret() {
        var plain = new double[ROUNDS];
        var ours = new double[ROUNDS];
        for (int round = -1; round < ROUNDS; round++) {
            GenosSecurity security = security();
            try (GenosDatabase database = guarded(security)) {
                double plainRate = perSecond(OPERATIONS / 4, i -> database.put(value(i), "node:" + i));
                double rate = perSecond(OPERATIONS / 4, i -> security.sm().put(value(i), "secret:" + i));
                if (round >= 0) {
                    plain[round] = plainRate;
                    ours[round] = rate;
                }
            }
        }
        print("sm().put", ours, plain, "signed puts a second");
    }

    // ---- reads by somebody with rights of their own

    private static void read() {
        GenosSecurity security = security();
        Identity reader = Identity.ofPrivateKey("2".repeat(64));
        try (GenosDatabase open = GenosDatabase.inMemory("benchmark");
                GenosDatabase database = guarded(security)) {
            security.assignRole(reader.address(), "user", null);
            for (int i = 0; i < NODES; i++) {
                open.put(value(i), "node:" + i);
                if (i % 10 == 0) {
                    security.acls().set(value(i), "node:" + i);
                    security.acls().grant("node:" + i, reader.address().text(), AccessLevel.READ);
                } else {
                    database.put(value(i), "node:" + i);
                }
            }
            var principal = new GenosSecurity.Principal.User(reader.address());
            security.actingFor(principal, () -> compare(open, database));
        }
    }

    private static Acls compare(GenosDatabase open, GenosDatabase database) {
        byTurns("get", "ns", open, database, SecurityBenchmark::reads);
        for (String text : List.of("{query:{n:5}}", "{query:{kind:7}}", "{query:{name:{$exists:true}},$limit:1000}")) {
            Query query = Query.parse(text);
            byTurns(text, "us", open, database, read -> queries(query, read));
        }
        return null;
    }

    /** Each finds compiled code and caches as the other left them. */
    private static void byTurns(
            String row,
            String unit,
            GenosDatabase open,
            GenosDatabase database,
            ToDoubleFunction<GenosDatabase> reading) {
        var without = new double[ROUNDS];
        var with = new double[ROUNDS];
        for (int round = -3; round < ROUNDS; round++) {
            double plain = reading.applyAsDouble(open);
            double ours = reading.applyAsDouble(database);
            if (round >= 0) {
                without[round] = plain;
                with[round] = ours;
            }
        }
        print(row, with, without, unit + " without access lists");
    }

    private static double reads(GenosDatabase database) {
        var random = new SplittableRandom(1);
        String[] ids = new String[1 << 16];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = "node:" + random.nextInt(NODES);
        }
        long found = 0;
        long start = System.nanoTime();
        for (int i = 0; i < READS; i++) {
            Node node = database.get(ids[i & (ids.length - 1)]);
            // Who reads looks at what was read; without lists nothing else touches the node.
            found += node != null && node.value().get("n") != null ? 1 : 0;
        }
        long nanos = System.nanoTime() - start;
        if (found != READS) {
            throw new IllegalStateException("only " + found + " were found");
        }
        return (double) nanos / READS;
    }

    private static double queries(Query query, GenosDatabase database) {
        long start = System.nanoTime();
        int found = 0;
        for (int i = 0; i < QUERIES; i++) {
            found += database.map(query).size();
        }
        if (found == 0) {
            throw new IllegalStateException("nothing was found");
        }
        return (System.nanoTime() - start) / 1e3 / QUERIES;
    }
}
