package io.genosdb.rtc.transport;

import dev.onvoid.webrtc.logging.Logging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The native half of webrtc-java: loaded once for the JVM, or a sentence that says what it lacks. */
final class NativeLibrary {

    private static final Pattern MISSING =
            Pattern.compile("(lib[A-Za-z0-9+_.-]+\\.so[0-9.]*): cannot open shared object file");

    private static final Pattern COPY = Pattern.compile("/[^:]*/libwebrtc-java-[A-Za-z0-9_-]+\\.so");

    /** What the library is linked with: where Debian and Fedora have it. */
    private static final Map<String, Packages> PACKAGES = Map.of(
            "libpulse.so.0", new Packages("libpulse0", "pulseaudio-libs"),
            "libudev.so.1", new Packages("libudev1", "systemd-libs"),
            "libX11.so.6", new Packages("libx11-6", "libX11"),
            "libXfixes.so.3", new Packages("libxfixes3", "libXfixes"),
            "libXrandr.so.2", new Packages("libxrandr2", "libXrandr"),
            "libXcomposite.so.1", new Packages("libxcomposite1", "libXcomposite"),
            "libdbus-1.so.3", new Packages("libdbus-1-3", "dbus-libs"));

    private static final String ALL_DEBIAN =
            "libpulse0 libudev1 libx11-6 libxfixes3 libxrandr2 libxcomposite1 libdbus-1-3";
    private static final String ALL_FEDORA =
            "pulseaudio-libs systemd-libs libX11 libXfixes libXrandr libXcomposite dbus-libs";

    private record Packages(String debian, String fedora) {}

    /** Asked for once: a class that could not be initialized does not say why a second time. */
    private static final class Loaded {
        static final String PROBLEM = load();
    }

    private NativeLibrary() {}

    /**
     * Loads it, the first time.
     *
     * @return why it can't be used, with what to do about it; empty if it can
     */
    static String problem() {
        return Loaded.PROBLEM;
    }

    private static String load() {
        try {
            // The class loads the library when it is initialized; each JVM has its own copy in the temporary directory.
            Class.forName(Logging.class.getName(), true, NativeLibrary.class.getClassLoader());
            return "";
        } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
            deleteCopy(messages(e));
            return explain(e);
        }
    }

    /** webrtc-java leaves its copy behind where it could not be loaded: 23 MB with every start. */
    private static void deleteCopy(String told) {
        Matcher copy = COPY.matcher(told);
        if (copy.find()) {
            try {
                Files.deleteIfExists(Path.of(copy.group()));
            } catch (IOException | RuntimeException e) {
                LoggerFactory.getLogger(WebRtcTransport.class).debug("{} could not be deleted", copy.group(), e);
            }
        }
    }

    /** Says what to do about a failure to load. */
    static String explain(Throwable failure) {
        String told = messages(failure);
        Matcher missing = MISSING.matcher(told);
        if (missing.find()) {
            String library = missing.group(1);
            Packages packages = PACKAGES.get(library);
            return "WebRTC needs the system library " + library + ", which is not installed. "
                    + (packages == null
                            ? "Install the package that has it."
                            : "Install it: apt install " + packages.debian() + " (Debian, Ubuntu), or dnf install "
                                    + packages.fedora() + " (Fedora).")
                    + " All that WebRTC needs: apt install " + ALL_DEBIAN + ", or dnf install " + ALL_FEDORA + ".";
        }
        if (told.contains("failed to map segment") || told.contains("Operation not permitted")) {
            return "WebRTC's native library can't be run from the temporary directory, which forbids it (noexec). Give a"
                    + " directory that allows it, with -Djava.io.tmpdir.";
        }
        if (told.contains("NullPointerException") || told.contains("Unsupported")) {
            return "WebRTC has no native library for " + System.getProperty("os.name") + " on "
                    + System.getProperty("os.arch")
                    + " on the class path. Add dev.onvoid.webrtc:webrtc-java with the classifier of this platform.";
        }
        return "WebRTC's native library can't be loaded: " + told + ". On Linux it needs: apt install " + ALL_DEBIAN
                + ", or dnf install " + ALL_FEDORA + ".";
    }

    private static String messages(Throwable failure) {
        StringBuilder told = new StringBuilder();
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 8; depth++) {
            told.append(depth == 0 ? "" : "; ").append(cause);
            cause = cause.getCause();
        }
        return told.toString();
    }
}
