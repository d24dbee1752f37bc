package io.genosdb.spring.boot.autoconfigure.relay;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which dependency the embedded relay needs. */
final class MissingRelayLibraryFailureAnalyzer extends AbstractFailureAnalyzer<MissingRelayLibraryException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, MissingRelayLibraryException cause) {
        return new FailureAnalysis(
                cause.getMessage(), "Add the dependency " + cause.dependency() + ", or remove the property.", cause);
    }
}
