package io.genosdb.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM with the same class path. */
final class ChildProcess {

    /** What every JVM of the benchmarks is given; the first is for ArcadeDB, the second for TinkerGraph's files. */
    static final List<String> JVM_ARGUMENTS = List.of(
            "--add-opens=java.base/java.nio.channels.spi=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
            "-Xms6g",
            "-Xmx6g");

    private ChildProcess() {}

    static ProcessBuilder of(Class<?> main, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_ARGUMENTS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }
}
