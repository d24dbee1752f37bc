package io.genosdb.spring.boot.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do about a database beside the one that is guarded. */
final class UnguardedDatabaseFailureAnalyzer extends AbstractFailureAnalyzer<UnguardedDatabaseException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnguardedDatabaseException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Keep it to this process: set " + cause.prefix() + "sync.enabled to false, and leave "
                        + cause.prefix() + "rtc.enabled at false. Or open it in a bean named " + cause.bean()
                        + ", with a guard of its own.",
                cause);
    }
}
