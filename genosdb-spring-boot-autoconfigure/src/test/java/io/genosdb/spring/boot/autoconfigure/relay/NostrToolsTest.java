package io.genosdb.spring.boot.autoconfigure.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The client of another project, as a judge of the embedded relay: {@code nostr-tools} from npm, installed into the build
 * directory and run by node. Whoever has neither, or no registry to install from, skips the judgement and is told so.
 */
class NostrToolsTest {

    private static final List<String> PACKAGES = List.of("nostr-tools@2.25.2", "ws@8.18.3");
    private static final Path DIRECTORY = Path.of("target", "nostr-tools");
    private static final String SCRIPT = "nostr-tools.mjs";

    @TestFactory
    Stream<DynamicTest> judges() throws Exception {
        install();
        List<String> verdicts;
        try (ConfigurableApplicationContext relay = RelayApplication.start();
                ConfigurableApplicationContext small = RelayApplication.start(
                        "genosdb.relay.embedded.limits.messages-per-second=1",
                        "genosdb.relay.embedded.limits.burst=50",
                        "genosdb.relay.embedded.limits.subscriptions=3",
                        "genosdb.relay.embedded.limits.filter-values=100",
                        "genosdb.relay.embedded.limits.message-size=16KB")) {
            verdicts = run(
                    RelayApplication.uri(relay).toString(),
                    RelayApplication.uri(small).toString());
        }
        assertThat(verdicts)
                .as("scenarios, see %s", DIRECTORY.resolve("node.log"))
                .hasSizeGreaterThan(12);
        return verdicts.stream()
                .map(verdict -> DynamicTest.dynamicTest(
                        verdict.replaceFirst("^(not )?ok ", "").replaceFirst(": .*", ""),
                        () -> assertThat(verdict).startsWith("ok ")));
    }

    private static List<String> run(String... addresses) throws IOException, InterruptedException {
        try (InputStream script = NostrToolsTest.class.getResourceAsStream(SCRIPT)) {
            Files.copy(script, DIRECTORY.resolve(SCRIPT), StandardCopyOption.REPLACE_EXISTING);
        }
        Process node = start("node.log", Stream.concat(Stream.of("node", SCRIPT), Stream.of(addresses)));
        List<String> lines = node.inputReader().lines().toList();
        node.waitFor();
        return lines;
    }

    private static void install() throws IOException, InterruptedException {
        if (Files.exists(DIRECTORY.resolve("node_modules/ws/package.json"))) {
            return;
        }
        Files.createDirectories(DIRECTORY);
        Files.writeString(DIRECTORY.resolve("package.json"), "{\"private\": true}");
        var command = new ArrayList<>(List.of("npm", "install"));
        command.addAll(PACKAGES);
        command.addAll(List.of("--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"));
        Process npm = start("npm.log", command.stream());
        if (!npm.waitFor(2, TimeUnit.MINUTES) || npm.exitValue() != 0) {
            npm.destroyForcibly();
            abort("npm could not install " + PACKAGES + ", see " + DIRECTORY.resolve("npm.log")
                    + ": the relay is not checked with another project's client");
        }
    }

    private static Process start(String log, Stream<String> command) throws IOException {
        List<String> words = command.toList();
        try {
            return new ProcessBuilder(words)
                    .directory(DIRECTORY.toFile())
                    .redirectError(DIRECTORY.resolve(log).toFile())
                    .start();
        } catch (IOException e) {
            return abort("there is no " + words.get(0) + " on this machine (" + e.getMessage()
                    + "): the relay is not checked with another project's client");
        }
    }
}
