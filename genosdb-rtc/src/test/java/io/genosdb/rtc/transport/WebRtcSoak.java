package io.genosdb.rtc.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Two JVMs that exchange very many messages of the sizes the sync engine sends, and print their resident memory meanwhile. What a
 * worn transport asks for is done: a new link is made beside the old one, both sides move over to it, and the old one is closed
 * when both have said so on it. Signals go by standard input and output, through the JVM that started both.
 *
 * <p>Arguments: how many messages in all; how many before a factory is worn.
 */
final class WebRtcSoak {

    /**
     * What a side tells now and then.
     *
     * @param received messages so far
     * @param residentKiB memory, as the kernel counts it
     * @param links made so far
     */
    record Reading(long received, long residentKiB, int links, long heapKiB) {}

    /**
     * What came of it.
     *
     * @param sides the readings of both
     * @param exits how both ended; 0 if well
     */
    record Outcome(List<List<Reading>> sides, List<Integer> exits) {

        /** By how much the memory of a side grew after a tenth of the messages, at most. */
        long growthKiB() {
            return sides.stream().mapToLong(Outcome::growthKiB).max().orElseThrow();
        }

        private static long growthKiB(List<Reading> side) {
            long tenth = side.get(side.size() - 1).received() / 10;
            long then = side.stream()
                    .filter(reading -> reading.received() <= tenth)
                    .mapToLong(Reading::residentKiB)
                    .max()
                    .orElseThrow();
            long most = side.stream().mapToLong(Reading::residentKiB).max().orElseThrow();
            return most - then;
        }
    }

    private WebRtcSoak() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("side")) {
            // Logs and whatever else prints must not get among the signals.
            PrintStream signals = System.out;
            System.setOut(System.err);
            try {
                new Side(
                                arguments[1].equals("offer"),
                                Long.parseLong(arguments[2]),
                                Integer.parseInt(arguments[3]),
                                signals)
                        .run();
            } catch (RuntimeException | InterruptedException e) {
                signals.println("failed " + e);
                System.exit(1);
            }
            return;
        }
        Outcome outcome = run(Long.parseLong(arguments[0]), Integer.parseInt(arguments[1]), System.out);
        System.out.println(
                "growth after the first tenth: " + outcome.growthKiB() / 1024 + " MiB, exits " + outcome.exits());
    }

    static Outcome run(long messages, int budget, PrintStream out) throws IOException, InterruptedException {
        List<Process> processes = List.of(start("offer", messages / 2, budget), start("answer", messages / 2, budget));
        List<List<Reading>> sides = List.of(new ArrayList<>(), new ArrayList<>());
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int side = i;
            Thread reader = new Thread(
                    () -> relay(side, processes.get(side), processes.get(1 - side), sides.get(side), out),
                    "soak-relay-" + side);
            reader.start();
            readers.add(reader);
        }
        for (Thread reader : readers) {
            reader.join();
        }
        List<Integer> exits = new ArrayList<>();
        for (Process process : processes) {
            exits.add(process.waitFor());
        }
        return new Outcome(sides, exits);
    }

    private static Process start(String role, long messages, int budget) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                // All of the heap is there from the start, so that what grows is not the heap.
                "-Xms128m",
                "-XX:+AlwaysPreTouch",
                "-cp",
                System.getProperty("java.class.path")));
        if (Runtime.version().feature() >= 22) {
            command.add(1, "--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of(WebRtcSoak.class.getName(), "side", role, "" + messages, "" + budget));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Signals of a side go to the other one, its readings are noted. A side that ends early takes the other one with it. */
    private static void relay(int side, Process from, Process to, List<Reading> readings, PrintStream out) {
        try (BufferedReader lines = from.inputReader(UTF_8)) {
            var sink = to.outputWriter(UTF_8);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("at ")) {
                    String[] fields = line.split(" ", -1);
                    readings.add(new Reading(
                            Long.parseLong(fields[1]),
                            Long.parseLong(fields[2]),
                            Integer.parseInt(fields[3]),
                            Long.parseLong(fields[4])));
                    out.printf(
                            "side %d: received %,d, resident %,d KiB, links %s, heap %s KiB%n",
                            side, Long.parseLong(fields[1]), Long.parseLong(fields[2]), fields[3], fields[4]);
                } else if (line.startsWith("failed ")) {
                    out.println("side " + side + ": " + line);
                    to.destroy();
                } else {
                    sink.write(line + "\n");
                    sink.flush();
                }
            }
            if (from.waitFor() != 0) {
                to.destroy();
            }
        } catch (IOException e) {
            // The other one has ended: nothing to signal any more.
            out.println("side " + side + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One of the two JVMs. Everything happens on its main thread, but for noting down. */
    private static final class Side {

        private static final byte[] LAST = {1};
        private static final int BLOCK = 60 * 1024;
        private static final int ONE_BLOCK_IN = 100;

        private final PrintStream signals;
        private final boolean offers;
        private final long messages;
        private final PeerTransport transport;
        private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        private final Map<Integer, Link> links = new HashMap<>();
        private final SplittableRandom random = new SplittableRandom(7);
        private final byte[] block = new byte[BLOCK];
        private final long step;
        private int newest = -1;
        private int made;
        private Link current;
        private boolean replacing;
        private boolean full;
        private boolean goodbye;
        private byte[] next;
        private long sent;
        private long received;

        private static final class Link implements PeerChannel.Events {
            private final Side side;
            private final int number;
            private PeerChannel channel;
            private boolean lastSent;
            private boolean lastReceived;
            private boolean drained;

            Link(Side side, int number) {
                this.side = side;
                this.number = number;
            }

            private void note(Runnable task) {
                side.tasks.add(task);
            }

            @Override
            public void described(PeerChannel channel, String description) {
                note(() -> side.signal((side.offers ? "offer " : "answer ") + number + " " + encoded(description)));
            }

            @Override
            public void gathered(PeerChannel channel, IceCandidate candidate) {
                note(() -> side.signal("candidate " + number + " " + encoded(candidate.candidate()) + " "
                        + candidate.sdpMid() + " " + candidate.sdpMLineIndex()));
            }

            @Override
            public void opened(PeerChannel channel) {
                note(() -> side.moveTo(this));
            }

            @Override
            public void received(PeerChannel channel, byte[] message) {
                note(() -> side.take(this, message));
            }

            @Override
            public void writable(PeerChannel channel) {
                note(() -> side.full = false);
            }

            @Override
            public void worn(PeerChannel channel) {
                note(() -> side.replace(number));
            }

            @Override
            public void closed(PeerChannel channel, String reason) {
                note(() -> {
                    if (!lastReceived || !lastSent) {
                        side.fail("link " + number + " died: " + reason);
                    }
                });
            }
        }

        Side(boolean offers, long messages, int budget, PrintStream signals) {
            this.signals = signals;
            this.offers = offers;
            this.messages = messages;
            this.step = Math.max(1, messages / 40);
            this.transport = WebRtcTransport.open(WebRtcOptions.DEFAULTS.withMessagesBeforeWorn(budget));
        }

        void run() throws InterruptedException {
            Thread reader = new Thread(this::readSignals, "soak-signals");
            reader.setDaemon(true);
            reader.start();
            if (offers) {
                replace(newest);
            }
            while (sent < messages || received < messages || !goodbye) {
                boolean idle = current == null || full || sent == messages;
                Runnable task = idle ? tasks.take() : tasks.poll();
                if (task != null) {
                    task.run();
                } else {
                    sendOne();
                }
                if (sent == messages && received == messages && !goodbye) {
                    signal("goodbye");
                    tellReading();
                    goodbye = true;
                    awaitGoodbye();
                }
            }
            transport.close();
        }

        private boolean otherIsDone;

        private void awaitGoodbye() throws InterruptedException {
            links.values().forEach(link -> {
                link.lastSent = true;
                link.lastReceived = true;
            });
            while (!otherIsDone) {
                tasks.take().run();
            }
        }

        private void sendOne() {
            if (next == null) {
                int size = random.nextInt(ONE_BLOCK_IN) == 0 ? BLOCK : 200 + random.nextInt(1800);
                next = size == BLOCK ? block : new byte[size];
            }
            if (current.channel.send(next)) {
                next = null;
                sent++;
            } else {
                full = true;
            }
        }

        private void take(Link link, byte[] message) {
            if (message.length == LAST.length) {
                link.lastReceived = true;
                closeIfDone(link);
                return;
            }
            received++;
            if (received % step == 0) {
                tellReading();
            }
        }

        /** From the link with this number, unless there is a later one already. */
        private void replace(int number) {
            if (number < newest || replacing) {
                return;
            }
            if (!offers) {
                signal("worn " + number);
                return;
            }
            replacing = true;
            newest++;
            Link link = new Link(this, newest);
            links.put(newest, link);
            link.channel = transport.offer(link);
        }

        private void moveTo(Link link) {
            Link old = current;
            current = link;
            full = false;
            replacing = false;
            made++;
            if (old != null) {
                // There may be no room for it now; then it goes when there is.
                sayLast(old);
            }
        }

        private void sayLast(Link old) {
            if (old.channel.send(LAST)) {
                old.lastSent = true;
                closeIfDone(old);
            } else {
                tasks.add(() -> sayLast(old));
            }
        }

        /** Only the side that offers closes, when the other one has everything too: closing does not wait for what is on its way. */
        private void closeIfDone(Link link) {
            if (!link.lastReceived || !link.lastSent) {
                return;
            }
            if (!offers) {
                signal("drained " + link.number);
            } else if (link.drained) {
                links.remove(link.number);
                link.channel.close("replaced");
            }
        }

        private final ConcurrentLinkedQueue<String> unread = new ConcurrentLinkedQueue<>();

        private void readSignals() {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    unread.add(line);
                    tasks.add(() -> heard(unread.remove()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void heard(String line) {
            String[] fields = line.split(" ", -1);
            if (fields[0].equals("goodbye")) {
                otherIsDone = true;
                links.values().forEach(link -> {
                    link.lastSent = true;
                    link.lastReceived = true;
                });
                return;
            }
            int number = Integer.parseInt(fields[1]);
            switch (fields[0]) {
                case "offer" -> {
                    newest = number;
                    Link link = new Link(this, number);
                    links.put(number, link);
                    link.channel = transport.answer(decoded(fields[2]), link);
                }
                case "answer" -> links.get(number).channel.accept(decoded(fields[2]));
                case "candidate" -> {
                    Link link = links.get(number);
                    if (link != null) {
                        link.channel.add(
                                new IceCandidate(decoded(fields[2]), fields[3], Integer.parseInt(fields[4]), null));
                    }
                }
                case "drained" -> {
                    links.get(number).drained = true;
                    closeIfDone(links.get(number));
                }
                case "worn" -> replace(number);
                default -> fail("unknown signal " + line);
            }
        }

        private void tellReading() {
            Runtime runtime = Runtime.getRuntime();
            signal("at " + received + " " + residentKiB() + " " + made + " "
                    + (runtime.totalMemory() - runtime.freeMemory()) / 1024);
        }

        private synchronized void signal(String line) {
            signals.println(line);
        }

        private void fail(String why) {
            signal("failed " + why);
            System.exit(1);
        }

        private static long residentKiB() {
            try {
                return Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .findFirst()
                        .orElseThrow();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String encoded(String text) {
            return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
        }

        private static String decoded(String text) {
            return new String(Base64.getDecoder().decode(text), UTF_8);
        }
    }
}
