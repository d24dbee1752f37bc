package io.genosdb.rtc.node;

import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * A process that is told and tells one JSON object a line, and that ends when its standard input does, so that none is left
 * behind. Thread-safe.
 */
public final class LineProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final String name;
    private final Process process;
    private final Writer input;
    private final BlockingQueue<Map<String, Object>> heard = new LinkedBlockingQueue<>();

    private LineProcess(String name, ProcessBuilder command) {
        try {
            this.name = name;
            this.process =
                    command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            this.input = process.outputWriter(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts a process that is asked with {@link #hear()}.
     *
     * @param name how it is called in messages
     * @param command what is started
     * @return the process
     */
    public static LineProcess start(String name, ProcessBuilder command) {
        var started = new LineProcess(name, command);
        started.read(started.heard::add);
        return started;
    }

    /**
     * Starts a process that tells a listener.
     *
     * @param listener is given each message; the last one, when the process has ended, is empty
     * @param name how it is called in messages
     * @param command what is started
     * @return the process
     */
    public static LineProcess start(Consumer<Map<String, Object>> listener, String name, ProcessBuilder command) {
        var started = new LineProcess(name, command);
        started.read(listener);
        return started;
    }

    private void read(Consumer<Map<String, Object>> listener) {
        var reader = new Thread(
                () -> {
                    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            if (line.startsWith("{")) { // Native libraries write there too.
                                listener.accept(JsonObject.parse(line).toJava());
                            }
                        }
                    } catch (IOException e) {
                        LoggerFactory.getLogger(LineProcess.class).debug("{} ended", name, e);
                    } finally {
                        listener.accept(Map.of());
                    }
                },
                name);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Tells the process something.
     *
     * @param message what
     */
    public void tell(Map<String, ?> message) {
        synchronized (input) {
            try {
                input.write(JsonValue.of(message) + "\n");
                input.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(name + " has ended", e);
            }
        }
    }

    /**
     * Waits for what the process tells next.
     *
     * @return what
     */
    public Map<String, Object> hear() {
        try {
            Map<String, Object> next = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError(name + " said nothing for " + PATIENCE_SECONDS + " s");
            }
            if (next.isEmpty()) {
                heard.add(next);
                throw new AssertionError(name + " has ended");
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for " + name, e);
        }
    }

    /** Ends the process as a power cut does. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Ends the process, at the latest after ten seconds. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
