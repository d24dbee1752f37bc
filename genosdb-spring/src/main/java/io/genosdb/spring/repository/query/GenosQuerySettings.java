package io.genosdb.spring.repository.query;

import io.genosdb.query.Operators;
import io.genosdb.spring.reactive.ReactiveGenosTemplate;

/**
 * What the query methods of a repository have from the application.
 *
 * @param operators the operators that a {@link io.genosdb.spring.repository.Query} may use
 * @param maxPending how many changes may wait for a slow subscriber of a Flux before it gets an overflow error, 1 or more
 * @since 0.1
 */
public record GenosQuerySettings(Operators operators, int maxPending) {

    /**
     * The settings of an application that has none of its own.
     *
     * @return the standard operators, and what the reactive template lets wait by default
     */
    public static GenosQuerySettings defaults() {
        return new GenosQuerySettings(Operators.standard(), ReactiveGenosTemplate.DEFAULT_MAX_PENDING);
    }
}
