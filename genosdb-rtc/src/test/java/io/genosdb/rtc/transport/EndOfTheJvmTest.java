package io.genosdb.rtc.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In JVMs of their own, since native threads can keep one alive, and native code can end one. */
@Timeout(120)
class EndOfTheJvmTest {

    private static final String LIBRARY = "libwebrtc-java-linux-x86_64.so";
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @BeforeAll
    static void assume() {
        WebRtcHere.assume();
    }

    @ParameterizedTest
    @CsvSource({"close, 0", "forget, 0", "exit, 3"})
    void endsByItself(String ending, int exit) throws Exception {
        Process process = OwnProcess.start(ending, CLASS_PATH);

        assertThat(output(process)).contains("received: hello");
        assertThat(exit(process)).isEqualTo(exit);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void endsWhenAskedByTheSystem() throws Exception {
        Process process = OwnProcess.start("wait", CLASS_PATH);
        BufferedReader lines = process.inputReader(UTF_8);
        assertThat(lines.readLine()).isEqualTo("received: hello");

        process.destroy();

        assertThat(exit(process)).isEqualTo(128 + 15);
    }

    @Test
    void severalJvmsExtractTheLibraryAtOnce() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            processes.add(OwnProcess.start("close", CLASS_PATH));
        }

        for (Process process : processes) {
            assertThat(output(process)).contains("received: hello");
            assertThat(exit(process)).isZero();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutASystemLibraryTheApplicationRunsAndIsToldWhatToInstall(@TempDir Path directory, @TempDir Path temporary)
            throws Exception {
        replaceInLibrary(directory, "libXrandr.so.2", "libXrandr.so.7");

        Process process =
                OwnProcess.start("close", directory + File.pathSeparator + CLASS_PATH, "-Djava.io.tmpdir=" + temporary);

        assertThat(output(process))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("problem: WebRTC needs the system library libXrandr.so.7")
                        .contains("apt install", "libxrandr2"))
                .anySatisfy(line -> assertThat(line).startsWith("closed: WebRTC needs the system library"));
        assertThat(exit(process)).isZero();
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aBrokenLibraryIsAProblemToo(@TempDir Path directory) throws Exception {
        Assumptions.assumeTrue(EndOfTheJvmTest.class.getResource("/" + LIBRARY) != null);
        Files.writeString(directory.resolve(LIBRARY), "no library at all");

        Process process =
                OwnProcess.start("close", directory + File.pathSeparator + CLASS_PATH, "-Djava.io.tmpdir=" + directory);

        assertThat(output(process))
                .anySatisfy(line -> assertThat(line).startsWith("problem: WebRTC's native library can't be loaded"));
        assertThat(exit(process)).isZero();
    }

    /** A library that wants another library, which nobody has. */
    private static void replaceInLibrary(Path directory, String wanted, String missing) throws IOException {
        try (InputStream library = EndOfTheJvmTest.class.getResourceAsStream("/" + LIBRARY)) {
            Assumptions.assumeTrue(
                    library != null && System.getProperty("os.arch").equals("amd64"));
            byte[] bytes = library.readAllBytes();
            byte[] from = wanted.getBytes(UTF_8);
            byte[] to = missing.getBytes(UTF_8);
            for (int i = 0; i <= bytes.length - from.length; i++) {
                if (Arrays.mismatch(bytes, i, i + from.length, from, 0, from.length) < 0) {
                    System.arraycopy(to, 0, bytes, i, to.length);
                }
            }
            Files.write(directory.resolve(LIBRARY), bytes);
        }
    }

    private static List<String> output(Process process) throws IOException {
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            return lines.lines().toList();
        }
    }

    private static int exit(Process process) throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("The JVM did not end");
        }
        return process.exitValue();
    }
}
