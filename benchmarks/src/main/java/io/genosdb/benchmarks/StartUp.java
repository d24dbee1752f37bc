package io.genosdb.benchmarks;

import io.genosdb.GenosDatabase;
import io.genosdb.storage.StorageOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.annotation.ImportCandidates;

/**
 * What the starter adds to the start of a web application: from the start of the JVM until the application is ready, without
 * the starter's auto-configuration, with an empty store, and with a store of 100,000 nodes. Each in JVMs that have just
 * started, by turns.
 */
public final class StartUp {

    private static final int RUNS = 7;
    private static final int NODES = 100_000;
    private static final String READY = "ready after ms: ";

    /** An application with nothing of its own. */
    @SpringBootApplication
    static class Application {

        Application() {}
    }

    private StartUp() {}

    /**
     * Measures; or with arguments is one start of the application.
     *
     * @param arguments those of the application; none to measure
     * @throws Exception if a process fails
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0) {
            try (var context = SpringApplication.run(Application.class, arguments)) {
                long started = ManagementFactory.getRuntimeMXBean().getStartTime();
                System.out.println(READY + (System.currentTimeMillis() - started));
            }
            return;
        }
        try (var scratch = Scratch.create()) {
            measure(scratch.directory());
        }
    }

    private static void measure(Path directory) throws IOException, InterruptedException {
        Path full = directory.resolve("full");
        try (var database =
                GenosDatabase.builder("full").storage(StorageOptions.in(full)).open()) {
            User.generate(NODES, LoadedUsers.SEED).forEach(user -> database.put(user.toJson(), user.id()));
        }
        Map<String, List<String>> cases = new LinkedHashMap<>();
        cases.put("without the starter's auto-configuration", List.of("--spring.autoconfigure.exclude=" + ours()));
        cases.put("with an empty store", List.of("--genosdb.storage.directory=" + directory.resolve("empty")));
        cases.put("with 100,000 nodes", List.of("--genosdb.name=full", "--genosdb.storage.directory=" + full));
        var times = new LinkedHashMap<String, List<Long>>();
        for (int run = 0; run < RUNS; run++) {
            for (var entry : cases.entrySet()) {
                times.computeIfAbsent(entry.getKey(), name -> new ArrayList<>()).add(start(entry.getValue()));
            }
        }
        times.forEach((name, all) -> {
            all.sort(null);
            System.out.printf(
                    "%-42s median %5d ms, %d to %d%n", name, all.get(RUNS / 2), all.get(0), all.get(RUNS - 1));
        });
    }

    private static String ours() {
        return StreamSupport.stream(
                        ImportCandidates.load(AutoConfiguration.class, StartUp.class.getClassLoader())
                                .spliterator(),
                        false)
                .filter(name -> name.startsWith("io.genosdb."))
                .collect(Collectors.joining(","));
    }

    private static long start(List<String> arguments) throws IOException, InterruptedException {
        var all = new ArrayList<>(
                List.of("--server.port=0", "--spring.main.banner-mode=off", "--logging.level.root=warn"));
        all.addAll(arguments);
        Process process = ChildProcess.of(StartUp.class, all)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int place = output.indexOf(READY);
        if (process.waitFor() != 0 || place < 0) {
            throw new IllegalStateException("the application did not start: " + output);
        }
        return Long.parseLong(output.substring(place + READY.length()).strip().split("\\s")[0]);
    }
}
