package io.genosdb.benchmarks;

import io.genosdb.DatabaseBuilder;
import io.genosdb.GenosDatabase;
import io.genosdb.MergeListener;
import io.genosdb.graph.Entry;
import io.genosdb.query.Query;
import io.genosdb.room.Room;
import io.genosdb.rtc.RtcOptions;
import io.genosdb.rtc.RtcRooms;
import io.genosdb.rtc.transport.WebRtcOptions;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.identity.Address;
import io.genosdb.security.identity.Identity;
import io.genosdb.security.identity.SignatureVerifier;
import io.genosdb.sync.SyncEvent;
import io.genosdb.sync.SyncOptions;
import io.genosdb.sync.SyncStatus;
import io.genosdb.sync.transport.LocalPeers;
import io.genosdb.sync.transport.TransportThreads;
import io.genosdb.sync.transport.WebSocketPeers;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * One of the two JVMs: does what it is told line by line, and answers each line with one. Times are readings of the monotonic
 * clock, which on Linux all processes of a host share.
 */
final class SyncPeer {

    private static final int PROBES = 1_000;
    private static final int WIRE_MESSAGE_BYTES = 24 << 10;
    private static final int COLLECTIONS = 3;
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    /** The keys of the peers of guarded databases. */
    static final List<String> GUARDED = List.of("1".repeat(64), "2".repeat(64));

    private final TransportThreads threads = new TransportThreads("peer");
    private final HttpClient client = HttpClient.newHttpClient();
    private final Scratch scratch = Scratch.create();
    private Supplier<GenosSecurity> guard;
    private PeerServer server;
    private GenosDatabase database = GenosDatabase.inMemory("benchmark");
    private LocalPeers local;
    private WebSocketPeers webSocket;
    private final RtcRooms rooms = new RtcRooms(WebRtcOptions.DEFAULTS);
    private Room room;
    private String relay = "";
    private RawChannel.Offer rawChannel;
    private BlockingQueue<SyncEvent> events = new LinkedBlockingQueue<>();
    private Arrival arrival = new Arrival(0);
    private long[] latencies = {};
    private int latencyCount;
    private CountDownLatch probed = new CountDownLatch(0);
    private BareWire.Endpoint wireEndpoint;
    private BlockingQueue<BareWire.Sender> wireSocket;
    private BareWire.Sender wire;
    private volatile long wireBytes;
    private HeapSampler sampler;
    private List<User> users = List.of();

    private SyncPeer() {}

    /** Reads commands until there are none. */
    public static void main(String[] arguments) throws Exception {
        var peer = new SyncPeer();
        try {
            peer.run();
            System.exit(0);
        } catch (Exception e) {
            // The server's threads would keep the process, and with it who waits for an answer.
            e.printStackTrace();
            System.exit(1);
        }
    }

    private void run() throws Exception {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println("= " + run(line.split(" ")));
        }
    }

    private Object run(String[] command) throws Exception {
        return switch (command[0]) {
            case "open" -> open(Integer.parseInt(command[1]));
            case "guard" -> guard(command[1]);
            case "verify" -> verify();
            case "close" -> close();
            case "users" -> users(Integer.parseInt(command[1]));
            case "put" -> put(Integer.parseInt(command[1]), Integer.parseInt(command[2]));
            case "overwrite" -> overwrite(Integer.parseInt(command[1]), Integer.parseInt(command[2]));
            case "serve" -> serve(command[1]);
            case "dial" -> dial(command[1]);
            case "await-equal" -> awaitEqual();
            case "expect" -> expect(Integer.parseInt(command[1]));
            case "await" -> arrival.await();
            case "listen" -> listen(Integer.parseInt(command[1]));
            case "probe" -> probe(Integer.parseInt(command[1]), Long.parseLong(command[2]));
            case "latencies" -> latencies();
            case "status" -> status();
            case "digest" -> database.digest();
            case "wire-serve" -> wireServe(command[1]);
            case "wire-listen" -> wireListen(command[1], Integer.parseInt(command[2]), Long.parseLong(command[3]));
            case "wire-probe" ->
                wireProbe(Integer.parseInt(command[1]), Integer.parseInt(command[2]), Long.parseLong(command[3]));
            case "wire-flood" -> wireFlood(Long.parseLong(command[1]));
            case "heap" -> HeapSampler.used(COLLECTIONS);
            case "sample" -> sample();
            case "samples" -> sampler.stop();
            case "cpu" -> cpuMillis();
            default -> throw new IllegalArgumentException(String.join(" ", command));
        };
    }

    /** Databases that are opened from now on are guarded by an identity of their own, which holds everything. */
    private String guard(String key) {
        List<Address> all = GUARDED.stream()
                .map(known -> Identity.ofPrivateKey(known).address())
                .toList();
        guard = () -> GenosSecurity.builder(Identity.ofPrivateKey(key))
                .superAdmins(all)
                .build();
        return "guarded";
    }

    /** How long it takes to verify what is held, and nothing else. */
    private long verify() {
        List<Entry> entries = database.entries();
        var verifier = new SignatureVerifier(ForkJoinPool.commonPool(), PROCESSORS);
        long start = System.nanoTime();
        verifier.verify(entries);
        return System.nanoTime() - start;
    }

    private String open(int opLogSize) {
        close();
        DatabaseBuilder builder =
                GenosDatabase.builder("benchmark").sync(SyncOptions.DEFAULTS.withOpLogSize(opLogSize));
        if (guard != null) {
            builder.guard(guard.get());
        }
        database = builder.open();
        var told = new LinkedBlockingQueue<SyncEvent>();
        events = told;
        database.sync().listen(told::add);
        return database.origin();
    }

    private String close() {
        if (webSocket != null) {
            webSocket.close();
            webSocket = null;
        }
        if (local != null) {
            local.close();
            local = null;
        }
        if (room != null) {
            room.close();
            room = null;
        }
        database.close();
        return "closed";
    }

    private int users(int count) {
        users = User.generate(count, LoadedUsers.SEED);
        return count;
    }

    /** New nodes of the data set; answers when it began. */
    private long put(int from, int to) {
        long start = System.nanoTime();
        for (int i = from; i < to; i++) {
            database.put(users.get(i).toJson(), users.get(i).id());
        }
        return start;
    }

    /** Changes one field of nodes that are spread over the data set. */
    private long overwrite(int count, int seed) {
        long start = System.nanoTime();
        int[] order = new SplittableRandom(seed)
                .ints(0, users.size())
                .distinct()
                .limit(count)
                .toArray();
        for (int i : order) {
            User user = users.get(i);
            database.put(user.toJson().with("name", new JsonString(user.name() + " " + seed)), user.id());
        }
        return start;
    }

    private String serve(String transport) throws IOException {
        if (transport.equals("local")) {
            local = LocalPeers.of(database.sync()::connect, threadFactory());
            return local.serve(scratch.directory().resolve("peer.sock")).toString();
        }
        if (server == null) {
            server = new PeerServer(threads);
        }
        if (transport.equals("webrtc")) {
            if (relay.isEmpty()) {
                relay = server.serveRelay();
            }
            join(relay);
            return "relay:" + relay;
        }
        return server.serve(database.sync());
    }

    private void join(String address) {
        RtcOptions options = RtcOptions.of(List.of(URI.create(address)));
        room = rooms.factory(options).open("benchmark", database.sync());
    }

    private static java.util.concurrent.ThreadFactory threadFactory() {
        return task -> {
            var thread = new Thread(task, "local");
            thread.setDaemon(true);
            return thread;
        };
    }

    private long dial(String address) throws IOException {
        events.clear();
        long start = System.nanoTime();
        if (address.startsWith("relay:")) {
            join(address.substring("relay:".length()));
        } else if (address.startsWith("ws:")) {
            webSocket = new WebSocketPeers(
                    database.sync(),
                    List.of(URI.create(address)),
                    client,
                    threads,
                    InstantSource.system(),
                    new java.util.Random(1));
        } else {
            local = LocalPeers.of(database.sync()::connect, threadFactory());
            local.dial(Path.of(address), () -> {});
        }
        return start;
    }

    /** When this replica and its peer were proved equal, and what it took. */
    private String awaitEqual() throws InterruptedException {
        var seen = new StringJoiner(",");
        seen.setEmptyValue("-");
        SyncEvent event = events.take();
        while (!(event instanceof SyncEvent.ProvedEqual)) {
            if (event instanceof SyncEvent.CaughtUp caught) {
                seen.add(caught.purpose() + ":" + caught.roundTrips());
            }
            event = events.take();
        }
        return System.nanoTime() + " " + seen;
    }

    /** Counts entries until the last of them. */
    private static final class Arrival implements MergeListener {
        private final int expected;
        private final CountDownLatch all = new CountDownLatch(1);
        private int count;
        private volatile long at;

        private Arrival(int expected) {
            this.expected = expected;
        }

        @Override
        public void merged(io.genosdb.graph.MergeResult result, Source source) {
            count += result.accepted().size();
            if (count >= expected && all.getCount() > 0) {
                at = System.nanoTime();
                all.countDown();
            }
        }

        private long await() throws InterruptedException {
            all.await();
            return at;
        }
    }

    private int expect(int entries) {
        arrival = new Arrival(entries);
        database.onMerge(arrival);
        return entries;
    }

    private int listen(int probes) {
        latencies = new long[probes];
        latencyCount = 0;
        probed = new CountDownLatch(probes);
        database.map(Query.filter("{ probe: { $exists: true } }"), event -> {
            if (event.value() != null && event.value().get("probe") instanceof JsonNumber sent) {
                record(System.nanoTime() - (long) sent.value());
            }
        });
        return probes;
    }

    private synchronized void record(long nanos) {
        if (latencyCount < latencies.length) {
            latencies[latencyCount++] = nanos;
            probed.countDown();
        }
    }

    private int probe(int count, long pauseNanos) {
        var text = new JsonString("a name of some length, as names are");
        for (int i = 0; i < count; i++) {
            var value = JsonObject.of(Map.of("probe", new JsonNumber(System.nanoTime()), "name", text));
            database.put(value, "probe:" + i % PROBES);
            LockSupport.parkNanos(pauseNanos);
        }
        return count;
    }

    /** Microseconds: median, 99th percentile, the worst; of the second half, when all is compiled. */
    private synchronized String percentiles() {
        long[] sorted = Arrays.copyOfRange(latencies, latencyCount / 2, latencyCount);
        Arrays.sort(sorted);
        return sorted[sorted.length / 2] / 1_000
                + " " + sorted[(int) (sorted.length * 0.99)] / 1_000
                + " " + sorted[sorted.length - 1] / 1_000;
    }

    private String latencies() throws InterruptedException {
        probed.await();
        return percentiles();
    }

    private String status() {
        SyncStatus status = database.sync().status();
        return status.bytesIn() + " " + status.bytesOut() + " " + database.size() + " " + status.peers();
    }

    private String wireServe(String transport) throws IOException, InterruptedException {
        if (transport.equals("local")) {
            Path path = scratch.directory().resolve("wire.sock");
            wireSocket = BareWire.listen(path);
            return path.toString();
        }
        if (transport.equals("webrtc")) {
            Path folder = Files.createTempDirectory(scratch.directory(), "raw");
            rawChannel = new RawChannel.Offer(folder);
            return "raw:" + folder;
        }
        if (server == null) {
            server = new PeerServer(threads);
        }
        wireEndpoint = new BareWire.Endpoint();
        return server.serve(wireEndpoint);
    }

    private String wireListen(String address, int probes, long bytes) throws IOException, InterruptedException {
        latencies = new long[probes];
        latencyCount = 0;
        probed = new CountDownLatch(probes);
        arrival = new Arrival(0);
        Arrival all = arrival;
        wireBytes = 0;
        BareWire.Receiver receiver = (sentAt, length) -> {
            record(System.nanoTime() - sentAt);
            long sum = wireBytes + length;
            wireBytes = sum;
            if (sum >= bytes && all.all.getCount() > 0) {
                all.at = System.nanoTime();
                all.all.countDown();
            }
        };
        if (address.startsWith("raw:")) {
            RawChannel.answer(Path.of(address.substring("raw:".length())), receiver);
        } else if (address.startsWith("ws:")) {
            BareWire.dialWebSocket(client, URI.create(address), receiver);
        } else {
            BareWire.dialSocket(Path.of(address), receiver);
        }
        return "listening";
    }

    private BareWire.Sender wireSender() throws Exception {
        if (rawChannel != null) {
            BareWire.Sender sender = rawChannel.sender();
            rawChannel = null;
            return sender;
        }
        BareWire.Sender sender = wireEndpoint == null ? wireSocket.take() : wireEndpoint.sender();
        wireEndpoint = null;
        return sender;
    }

    private int wireProbe(int count, int bytes, long pauseNanos) throws Exception {
        wire = wireSender();
        BareWire.ping(wire, count, bytes, pauseNanos);
        return count;
    }

    private long wireFlood(long bytes) throws Exception {
        wire = wireSender();
        long start = System.nanoTime();
        BareWire.flood(wire, bytes, WIRE_MESSAGE_BYTES);
        return start;
    }

    private String sample() {
        sampler = new HeapSampler(() -> database.size());
        return "sampling";
    }

    private static long cpuMillis() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof com.sun.management.OperatingSystemMXBean known
                ? known.getProcessCpuTime() / 1_000_000
                : 0;
    }
}
