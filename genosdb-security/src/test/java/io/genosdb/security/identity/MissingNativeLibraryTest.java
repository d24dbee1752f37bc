package io.genosdb.security.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class MissingNativeLibraryTest {

    @Test
    void isNamedInOneClearException() throws IOException, ReflectiveOperationException {
        try (var loader = new URLClassLoader(classPathWithoutTheLibrary(), ClassLoader.getPlatformClassLoader())) {
            Method generate = loader.loadClass(Identity.class.getName()).getMethod("generate", SecureRandom.class);

            for (int i = 0; i < 2; i++) {
                assertThatExceptionOfType(InvocationTargetException.class)
                        .isThrownBy(() -> generate.invoke(null, new SecureRandom()))
                        .havingCause()
                        .withMessageContaining("libsecp256k1")
                        .withMessageContaining("secp256k1-kmp-jni-jvm")
                        .satisfies(e -> assertThat(e.getClass().getName())
                                .isEqualTo(MissingNativeLibraryException.class.getName()));
            }
        }
    }

    private static URL[] classPathWithoutTheLibrary() throws IOException {
        var urls = new ArrayList<URL>();
        for (String element : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!element.contains("secp256k1-kmp-jni")) {
                urls.add(Path.of(element).toUri().toURL());
            }
        }
        return urls.toArray(new URL[0]);
    }
}
