package io.genosdb.rtc.node;

import static org.junit.jupiter.api.Assumptions.abort;

import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A script of {@code src/test/node} that is running, with the npm packages that the {@code package.json} beside it names. It is
 * told and tells one JSON object a line, and ends when its standard input does. Thread-safe.
 */
public final class NodeScript implements AutoCloseable {

    private static final Path SOURCES = Path.of("src", "test", "node");
    private static final Path INSTALLED = Path.of("target", "node");
    private static final long PATIENCE_SECONDS = 60;

    /** Why no script can be run; empty if they can. */
    private static @Nullable String obstacle;

    private final String name;
    private final Process process;
    private final Writer input;
    private final BlockingQueue<Map<String, Object>> heard = new LinkedBlockingQueue<>();

    private NodeScript(String name, Process process) {
        this.name = name;
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * Starts a script that is asked with {@link #hear()}. Where there is no Node.js or the packages cannot be had, the test is
     * skipped.
     *
     * @param script its file name
     * @param arguments what it is started with
     * @return the script
     */
    public static NodeScript start(String script, String... arguments) {
        NodeScript started = process(script, arguments);
        started.read(started.heard::add);
        return started;
    }

    /**
     * Starts a script that tells a listener. Where there is no Node.js or the packages cannot be had, the test is skipped.
     *
     * @param listener is given each message; the last one, when the script has ended, is empty
     * @param script its file name
     * @param arguments what it is started with
     * @return the script
     */
    public static NodeScript start(Consumer<Map<String, Object>> listener, String script, String... arguments) {
        NodeScript started = process(script, arguments);
        started.read(listener);
        return started;
    }

    private static NodeScript process(String script, String... arguments) {
        Path directory = packages();
        var command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        try {
            return new NodeScript(
                    script,
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The folder with the scripts and {@code node_modules}. Where there is no Node.js or the packages cannot be had, the test is
     * skipped.
     *
     * @return the folder
     */
    public static synchronized Path packages() {
        if (obstacle == null) {
            obstacle = install();
            if (!obstacle.isEmpty()) {
                LoggerFactory.getLogger(NodeScript.class).warn(obstacle); // Surefire shows no reasons.
            }
        }
        if (!obstacle.isEmpty()) {
            abort(obstacle);
        }
        return INSTALLED;
    }

    private static String install() {
        String skipped = "Skipped: what needs Node.js packages, such as pages in a browser. ";
        if (!run(Path.of("."), "node", "--version") || !run(Path.of("."), "npm", "--version")) {
            return skipped + "There is no node with npm here (18 or later; Debian: apt-get install nodejs npm).";
        }
        try {
            Files.createDirectories(INSTALLED);
            Path lock = INSTALLED.resolve("package-lock.json");
            Path done = INSTALLED.resolve("installed");
            boolean current = Files.exists(done) && Files.mismatch(done, SOURCES.resolve(lock.getFileName())) == -1;
            copyScripts();
            if (!current && !run(INSTALLED, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")) {
                return skipped + "npm ci could not install them in " + INSTALLED.toAbsolutePath() + "; see above.";
            }
            Files.copy(lock, done, StandardCopyOption.REPLACE_EXISTING);
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyScripts() throws IOException {
        try (Stream<Path> sources = Files.list(SOURCES)) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                Files.copy(source, INSTALLED.resolve(source.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static boolean run(Path directory, String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            if (process.waitFor(5, TimeUnit.MINUTES)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void read(Consumer<Map<String, Object>> listener) {
        var reader = new Thread(
                () -> {
                    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            listener.accept(JsonObject.parse(line).toJava());
                        }
                    } catch (IOException e) {
                        LoggerFactory.getLogger(NodeScript.class).debug("{} ended", name, e);
                    } finally {
                        listener.accept(Map.of());
                    }
                },
                "node " + name);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Tells the script something.
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
     * Waits for what the script tells next.
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

    /** Ends the script, at the latest after five seconds. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
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
