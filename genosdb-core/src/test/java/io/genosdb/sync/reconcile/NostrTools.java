package io.genosdb.sync.reconcile;

import static org.junit.jupiter.api.Assumptions.abort;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The negentropy of another project, as a judge of ours: {@code nip77} of the npm package {@code nostr-tools} (MIT), which is
 * installed into the build directory and run by node. Whoever has neither, or no registry to install from, skips the
 * judgement and is told so.
 *
 * <p>It knows only the initiator's part of lists (it compares them, in whatever role), and numbers of 32 bits.
 */
final class NostrTools implements AutoCloseable {

    private static final String PACKAGE = "nostr-tools@2.25.2";
    private static final Path DIRECTORY = Path.of("target", "nostr-tools");
    private static final String SCRIPT = "nostr-tools.mjs";

    /** Its answer. */
    @SuppressWarnings("ArrayRecordComponent") // compared as an array
    record Round(byte @Nullable [] next, List<Hash256> have, List<Hash256> need) {}

    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;

    private NostrTools(Process process) {
        this.process = process;
        this.commands = process.outputWriter();
        this.answers = process.inputReader();
    }

    static NostrTools start() throws IOException, InterruptedException {
        install();
        try (InputStream script = NostrTools.class.getResourceAsStream(SCRIPT)) {
            Files.copy(script, DIRECTORY.resolve(SCRIPT), StandardCopyOption.REPLACE_EXISTING);
        }
        return new NostrTools(run("node.log", "node", SCRIPT));
    }

    private static void install() throws IOException, InterruptedException {
        if (Files.exists(DIRECTORY.resolve("node_modules/nostr-tools/package.json"))) {
            return;
        }
        Files.createDirectories(DIRECTORY);
        Files.writeString(DIRECTORY.resolve("package.json"), "{\"private\": true}");
        Process npm = run(
                "npm.log",
                "npm",
                "install",
                PACKAGE,
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--prefer-offline");
        if (!npm.waitFor(2, TimeUnit.MINUTES) || npm.exitValue() != 0) {
            npm.destroyForcibly();
            abort("npm could not install " + PACKAGE + ", see " + DIRECTORY.resolve("npm.log")
                    + ": negentropy is not compared with another implementation");
        }
    }

    private static Process run(String log, String... command) throws IOException {
        var builder = new ProcessBuilder(command)
                .directory(DIRECTORY.toFile())
                .redirectError(DIRECTORY.resolve(log).toFile());
        try {
            return builder.start();
        } catch (IOException e) {
            return abort("there is no " + command[0] + " on this machine (" + e.getMessage()
                    + "): negentropy is not compared with another implementation");
        }
    }

    void load(List<Entry> entries, int frameLimit) throws IOException {
        commands.write("load " + frameLimit + "\n");
        for (Entry entry : entries) {
            commands.write(entry.timestamp() + " " + entry.hash() + "\n");
        }
        ask(".");
    }

    byte[] initiate() throws IOException {
        return HexFormat.of().parseHex(ask("initiate"));
    }

    Round reconcile(byte[] message) throws IOException {
        String[] parts = ask("reconcile " + HexFormat.of().formatHex(message)).split(" ", -1);
        byte[] next = parts[0].equals("-") ? null : HexFormat.of().parseHex(parts[0]);
        return new Round(next, hashes(parts[1]), hashes(parts[2]));
    }

    private static List<Hash256> hashes(String list) {
        return list.equals("-")
                ? List.of()
                : Arrays.stream(list.split(",", -1))
                        .map(hex -> Hash256.of(HexFormat.of().parseHex(hex)))
                        .toList();
    }

    private String ask(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("nostr-tools failed: " + Files.readString(DIRECTORY.resolve("node.log")));
        }
        return answer;
    }

    @Override
    public void close() {
        try {
            commands.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            process.destroy();
        }
    }
}
