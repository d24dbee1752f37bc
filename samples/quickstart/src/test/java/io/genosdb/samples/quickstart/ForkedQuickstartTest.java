package io.genosdb.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The quickstart as it is started outside of tests. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ForkedQuickstartTest {

    private static final String TASK = "{\"title\": \"kept\"}";

    @TempDir
    Path directory;

    @Test
    void startsWithItsBeansWrittenAheadOfTime() throws Exception {
        var jvm = List.of("-Dspring.aot.enabled=true");
        try (var quickstart = ForkedQuickstart.start(jar -> !jar.contains("devtools"), jvm, List.of(store()))) {
            assertThat(quickstart.log()).contains("Starting AOT-processed QuickstartApplication");

            quickstart.post("/api/tasks", TASK);

            assertThat(quickstart.get("/actuator/health")).contains("\"status\":\"UP\"", "\"nodes\":1");
            assertThat(quickstart.get("/")).contains("<html");
        }
    }

    @Test
    void survivesARestartByDevTools() throws Exception {
        var arguments = List.of(
                store(),
                "--spring.devtools.livereload.enabled=false",
                "--spring.devtools.restart.additional-paths=" + directory,
                "--spring.devtools.restart.trigger-file=restart.trigger",
                "--spring.devtools.restart.poll-interval=200ms",
                "--spring.devtools.restart.quiet-period=100ms");
        try (var quickstart = ForkedQuickstart.start(jar -> true, List.of(), arguments)) {
            quickstart.post("/api/tasks", TASK);

            // The trigger alone is no change to restart for.
            Files.writeString(directory.resolve("changed"), "now");
            Files.writeString(directory.resolve("restart.trigger"), "now");
            quickstart.awaitStart();

            assertThat(quickstart.get("/actuator/health")).contains("\"status\":\"UP\"", "\"nodes\":1");
        }
    }

    @Test
    void isOneBoardForTwoProcessesOfAHost() throws Exception {
        try (var first = start(store())) {
            first.post("/api/tasks", TASK);
            try (var second = start(store())) {
                awaitTasks(second, 1);
                second.post("/api/tasks", TASK);
                awaitTasks(first, 2);
                first.end();
                second.post("/api/tasks", TASK);
            }
        }
        try (var later = start(store())) {
            awaitTasks(later, 3);
        }
    }

    @Test
    void isOneBoardForTwoHosts() throws Exception {
        try (var first = start(store(), "--genosdb.sync.secret=hush")) {
            first.post("/api/tasks", TASK);
            try (var second = start(
                    "--genosdb.storage.directory=" + directory.resolve("other"),
                    "--genosdb.sync.secret=hush",
                    "--genosdb.sync.peers=ws://localhost:" + first.port() + "/genosdb/peer")) {
                awaitTasks(second, 1);
                second.post("/api/tasks", TASK);
                awaitTasks(first, 2);
                await().untilAsserted(() -> assertThat(second.get("/actuator/health"))
                        .contains("\"lastProvedEqual\"", "\"phase\":\"live\""));
            }
        }
    }

    private static ForkedQuickstart start(String... arguments) throws IOException {
        return ForkedQuickstart.start(jar -> !jar.contains("devtools"), List.of(), List.of(arguments));
    }

    private static void awaitTasks(ForkedQuickstart quickstart, int count) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(quickstart.get("/actuator/health")).contains("\"nodes\":" + count));
    }

    private String store() {
        return "--genosdb.storage.directory=" + directory.resolve("store");
    }
}
