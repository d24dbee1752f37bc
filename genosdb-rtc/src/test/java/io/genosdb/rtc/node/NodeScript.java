package io.genosdb.rtc.node;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Runs the scripts of {@code src/test/node}, with the npm packages that the {@code package.json} beside them names. */
public final class NodeScript {

    private static final Path SOURCES = Path.of("src", "test", "node");
    private static final Path INSTALLED = Path.of("target", "node");

    /** Why no script can be run; empty if they can. */
    private static @Nullable String obstacle;

    private NodeScript() {}

    /**
     * Starts a script that is asked with {@link LineProcess#hear()}. Where there is no Node.js or the packages cannot be had, the test is
     * skipped.
     *
     * @param script its file name
     * @param arguments what it is started with
     * @return the script
     */
    public static LineProcess start(String script, String... arguments) {
        return LineProcess.start(script, command(script, arguments));
    }

    /**
     * Starts a script that tells a listener. Where there is no Node.js or the packages cannot be had, the test is skipped.
     *
     * @param listener is given each message; the last one, when the script has ended, is empty
     * @param script its file name
     * @param arguments what it is started with
     * @return the script
     */
    public static LineProcess start(Consumer<Map<String, Object>> listener, String script, String... arguments) {
        return LineProcess.start(listener, script, command(script, arguments));
    }

    private static ProcessBuilder command(String script, String... arguments) {
        Path directory = packages();
        var command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(directory.toFile());
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
}
