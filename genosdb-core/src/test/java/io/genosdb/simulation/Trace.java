package io.genosdb.simulation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Consumer;

/** What happened, one line an event: the same bytes for the same seed. Keeps the end, and the hash of the whole. */
final class Trace {

    private static final int KEPT_LINES = 60;

    private final Timeline timeline;
    private final Consumer<String> sink;
    private final MessageDigest hash;
    private final Deque<String> end = new ArrayDeque<>();
    private long lines;

    Trace(Timeline timeline, Consumer<String> sink) {
        this.timeline = timeline;
        this.sink = sink;
        try {
            this.hash = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void add(String what) {
        String line = String.format(Locale.ROOT, "%12.6f %s", timeline.micros() / 1e6, what);
        hash.update(line.getBytes(StandardCharsets.UTF_8));
        hash.update((byte) '\n');
        lines++;
        end.addLast(line);
        if (end.size() > KEPT_LINES) {
            end.removeFirst();
        }
        sink.accept(line);
    }

    long lines() {
        return lines;
    }

    /** The hash of all lines so far; to be asked once. */
    String hash() {
        return HexFormat.of().formatHex(hash.digest());
    }

    String end() {
        return String.join("\n", end);
    }
}
