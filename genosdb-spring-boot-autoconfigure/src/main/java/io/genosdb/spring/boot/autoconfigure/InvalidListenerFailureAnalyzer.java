package io.genosdb.spring.boot.autoconfigure;

import io.genosdb.spring.listener.InvalidGenosListenerException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which listener keeps the application from starting, and why: the message has both, and what to do. */
final class InvalidListenerFailureAnalyzer extends AbstractFailureAnalyzer<InvalidGenosListenerException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidGenosListenerException cause) {
        return new FailureAnalysis(cause.getMessage(), null, cause);
    }
}
