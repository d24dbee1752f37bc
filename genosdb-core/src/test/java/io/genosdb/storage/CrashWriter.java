package io.genosdb.storage;

import io.genosdb.graph.StoredEntry;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The process that {@link CrashTest} kills: writes numbers in order, each to the node of its remainder, and says which are
 * acknowledged ({@code A n}) and which were acknowledged when a flush began that has ended ({@code D n}).
 */
final class CrashWriter {

    static final int NODES = 500;
    private static final int WRITES_PER_COMPACTION = 701;

    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);
    private static volatile long acknowledged;

    private CrashWriter() {}

    public static void main(String[] arguments) throws IOException {
        StorageOptions options = Journals.options(Path.of(arguments[0]), StorageType.valueOf(arguments[1]))
                .withDurability(Durability.valueOf(arguments[2]))
                .withSaveDelay(Duration.ofMillis(20));
        long number = Long.parseLong(arguments[3]);
        try (Journal journal = Journals.open(options, new TellingExecutor())) {
            while (true) {
                journal.awaitCapacity();
                StoredEntry stored = value(number);
                journal.commit(journal.append(List.of(stored), List.of(), number));
                acknowledged = number;
                say("A " + number);
                if (number % WRITES_PER_COMPACTION == 0) {
                    journal.compact();
                }
                number++;
            }
        }
    }

    static StoredEntry value(long number) {
        return Journals.value("n" + number % NODES, number);
    }

    private static synchronized void say(String line) throws IOException {
        OUT.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static final class TellingExecutor extends ScheduledThreadPoolExecutor {
        private TellingExecutor() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable flush, long delay, TimeUnit unit) {
            return super.schedule(
                    () -> {
                        long before = acknowledged;
                        flush.run();
                        say("D " + before);
                        return null;
                    },
                    delay,
                    unit);
        }
    }
}
