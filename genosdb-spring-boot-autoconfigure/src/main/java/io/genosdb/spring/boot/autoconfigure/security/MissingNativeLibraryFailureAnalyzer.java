package io.genosdb.spring.boot.autoconfigure.security;

import io.genosdb.security.identity.MissingNativeLibraryException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do where nothing can be signed. */
final class MissingNativeLibraryFailureAnalyzer extends AbstractFailureAnalyzer<MissingNativeLibraryException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, MissingNativeLibraryException cause) {
        return new FailureAnalysis(cause.getMessage(), """
                        Check that fr.acinq.secp256k1:secp256k1-kmp-jni-jvm, a dependency of genosdb-security, is not \
                        excluded, that it has the native library of this system, and that java.io.tmpdir names a directory \
                        where files can be made and executed.

                        Without genosdb.security.super-admins the application runs without security.""", cause);
    }
}
