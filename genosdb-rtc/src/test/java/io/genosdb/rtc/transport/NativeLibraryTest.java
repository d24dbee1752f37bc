package io.genosdb.rtc.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeLibraryTest {

    @ParameterizedTest
    @CsvSource({
        "libpulse.so.0, libpulse0, pulseaudio-libs",
        "libudev.so.1, libudev1, systemd-libs",
        "libX11.so.6, libx11-6, libX11",
        "libXfixes.so.3, libxfixes3, libXfixes",
        "libXrandr.so.2, libxrandr2, libXrandr",
        "libXcomposite.so.1, libxcomposite1, libXcomposite",
        "libdbus-1.so.3, libdbus-1-3, dbus-libs"
    })
    void namesThePackageOfAMissingLibrary(String library, String debian, String fedora) {
        assertThat(NativeLibrary.explain(failed(new UnsatisfiedLinkError("/tmp/libwebrtc-java7.so: " + library
                        + ": cannot open shared object file: No such file or directory"))))
                .contains("the system library " + library + ",")
                .contains("apt install " + debian + " (Debian, Ubuntu), or dnf install " + fedora + " (Fedora)");
    }

    @Test
    void namesAllPackagesWhereTheLibraryIsUnknown() {
        assertThat(NativeLibrary.explain(failed(
                        new UnsatisfiedLinkError("x.so: libnew.so.1: cannot open shared object file: No such file"))))
                .contains(
                        "libnew.so.1", "libpulse0 libudev1 libx11-6 libxfixes3 libxrandr2 libxcomposite1 libdbus-1-3");
    }

    @Test
    void saysWhatToDoWhereFilesOfTheTemporaryDirectoryMayNotBeRun() {
        assertThat(NativeLibrary.explain(
                        failed(new UnsatisfiedLinkError("x.so: failed to map segment from shared object"))))
                .contains("-Djava.io.tmpdir");
    }

    @Test
    void saysWhichArtifactAPlatformLacks() {
        assertThat(NativeLibrary.explain(failed(new NullPointerException())))
                .contains("classifier", System.getProperty("os.name"));
        assertThat(NativeLibrary.explain(failed(new RuntimeException("Unsupported operating system: SunOS"))))
                .contains("classifier");
    }

    @Test
    void passesOnWhatItDoesNotKnow() {
        assertThat(NativeLibrary.explain(failed(new UnsatisfiedLinkError("x.so: invalid ELF header"))))
                .contains("invalid ELF header", "libpulse0");
    }

    private static Throwable failed(Throwable cause) {
        return new ExceptionInInitializerError(new RuntimeException("Load library 'webrtc-java' failed", cause));
    }
}
