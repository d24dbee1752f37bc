package io.genosdb.spring.boot.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do when two databases are to be stored in one directory. */
final class SharedDirectoryFailureAnalyzer extends AbstractFailureAnalyzer<SharedDirectoryException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SharedDirectoryException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Give each database a directory of its own: set " + cause.property()
                        + ", or remove what makes both the same, so that the default 'data/' and the name of the"
                        + " database applies.",
                cause);
    }
}
