package io.genosdb.spring.boot.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which dependency a room over WebRTC needs. */
final class MissingRtcFailureAnalyzer extends AbstractFailureAnalyzer<MissingRtcException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, MissingRtcException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Add the dependency io.genosdb:genosdb-rtc, or declare a bean of type RoomFactory, or remove the property.",
                cause);
    }
}
