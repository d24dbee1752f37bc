package io.genosdb;

import io.genosdb.storage.Durability;
import io.genosdb.storage.StorageOptions;
import io.genosdb.storage.StorageType;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process of {@link LocalSyncCrashTest}: shares a store, writes numbered nodes and says which are acknowledged ({@code n.})
 * and when it owns the store ({@code owner}); closes the database when its input ends.
 */
final class SharingWriter {

    private static final int WRITES_BETWEEN_PAUSES = 5;

    private SharingWriter() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var storage = StorageOptions.in(Path.of(arguments[0]))
                .withType(StorageType.valueOf(arguments[1]))
                .withDurability(Durability.valueOf(arguments[2]));
        int from = Integer.parseInt(arguments[3]);
        var out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        try (GenosDatabase db = GenosDatabase.builder("shared").storage(storage).open()) {
            out.println("open");
            var writer = new Thread(() -> write(db, from, out));
            writer.start();
            while (System.in.read() >= 0) {
                // Nothing is said but the end.
            }
            writer.interrupt();
            writer.join();
        }
        out.println("closed");
    }

    private static void write(GenosDatabase db, int from, PrintStream out) {
        boolean wasOwner = false;
        for (int number = from; !Thread.currentThread().isInterrupted(); number++) {
            db.put(JsonObject.of(Map.of("number", new JsonNumber(number))), "n" + number);
            out.println(number + ".");
            boolean isOwner = db.status().storage().engine() != StorageType.MEMORY;
            if (isOwner && !wasOwner) {
                out.println("owner");
                wasOwner = true;
            }
            if (number % WRITES_BETWEEN_PAUSES == 0) {
                // Three such processes and the test have two processors.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }
    }
}
