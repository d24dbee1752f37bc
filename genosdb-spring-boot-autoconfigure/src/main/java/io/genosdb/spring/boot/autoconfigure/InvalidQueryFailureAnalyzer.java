package io.genosdb.spring.boot.autoconfigure;

import io.genosdb.query.InvalidQueryException;
import io.genosdb.spring.listener.InvalidGenosListenerException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.data.repository.query.QueryCreationException;

/** Says where the query is that keeps the application from starting: in an annotation of a listener or a repository. */
final class InvalidQueryFailureAnalyzer extends AbstractFailureAnalyzer<InvalidQueryException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, InvalidQueryException cause) {
        String place = place(rootFailure);
        // Elsewhere the stack trace tells more than we could.
        return place == null
                ? null
                : new FailureAnalysis(
                        "The query of " + place + " is not valid:\n\n    " + cause.getMessage(),
                        "Correct the query. The part of it that is meant stands behind 'at'; where the query has "
                                + "placeholders, look at the values of the properties, too.",
                        rootFailure);
    }

    private @Nullable String place(Throwable rootFailure) {
        var listener = findCause(rootFailure, InvalidGenosListenerException.class);
        if (listener != null) {
            return "the @GenosListener method\n\n    " + listener.getMethod() + "\n\nof bean '" + listener.getBeanName()
                    + "'";
        }
        var repository = findCause(rootFailure, QueryCreationException.class);
        return repository == null ? null : "the repository method\n\n    " + repository.getMethod() + "\n\n";
    }
}
