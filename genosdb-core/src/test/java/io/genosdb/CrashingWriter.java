package io.genosdb;

import io.genosdb.storage.Durability;
import io.genosdb.storage.StorageOptions;
import io.genosdb.storage.StorageType;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * The process that {@link CrashTest} kills: writes numbered nodes and says which are acknowledged. Several threads
 * write, so that group commit is what is interrupted.
 */
final class CrashingWriter {

    private CrashingWriter() {}

    public static void main(String[] args) throws InterruptedException {
        var storage = StorageOptions.in(Path.of(args[0]))
                .withType(StorageType.valueOf(args[1]))
                .withDurability(Durability.SYNC);
        int from = Integer.parseInt(args[2]);
        int threads = Integer.parseInt(args[3]);
        var db = GenosDatabase.builder("crash").storage(storage).open();
        var out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        out.println("open");
        for (int thread = 1; thread < threads; thread++) {
            int first = from + thread;
            new Thread(() -> write(db, out, first, threads)).start();
        }
        write(db, out, from, threads);
    }

    private static void write(GenosDatabase db, PrintStream out, int from, int step) {
        for (int number = from; ; number += step) {
            JsonNumber json = new JsonNumber(number);
            db.put(JsonObject.of(Map.of("number", json, "again", json)), "n" + number);
            db.put(JsonObject.of(Map.of("latest", json)), "counter" + number % step);
            out.println(number + ".");
        }
    }
}
