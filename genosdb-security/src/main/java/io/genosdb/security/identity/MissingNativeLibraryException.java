package io.genosdb.security.identity;

/**
 * libsecp256k1, without which nothing can be signed or verified, cannot be loaded. The message says what to do.
 *
 * @since 0.1
 */
public final class MissingNativeLibraryException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    MissingNativeLibraryException(String problem) {
        super("libsecp256k1, which signs and verifies entries, could not be loaded (" + problem + "): it comes with"
                + " secp256k1-kmp-jni-jvm for Linux, macOS and Windows, and is unpacked in the temporary directory"
                + " (java.io.tmpdir), which must be writable and allow to execute");
    }
}
