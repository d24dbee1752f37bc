package io.genosdb.spring.metrics;

import io.genosdb.spring.convert.GenosConversionException;
import io.genosdb.spring.observation.GenosOperationContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.dao.OptimisticLockingFailureException;

/**
 * Counts the operations of templates that failed, by reason, as {@code genosdb.ops.rejected}: what the templates tell the
 * registry of observations that this handler is registered with. What an application does with the database itself is not
 * seen. Costs nothing but where an operation fails. Thread-safe.
 *
 * @since 0.1
 */
public final class RejectionMeters implements ObservationHandler<GenosOperationContext> {

    static final String NAME = "genosdb.ops.rejected";
    static final String DESCRIPTION = "Entries of other replicas that were not merged, and operations that failed";

    private final MeterRegistry registry;

    /**
     * Makes a handler.
     *
     * @param registry where it counts
     */
    public RejectionMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof GenosOperationContext;
    }

    @Override
    public void onStop(GenosOperationContext context) {
        Throwable error = context.getError();
        if (error != null) {
            Counter.builder(NAME)
                    .description(DESCRIPTION)
                    .tag("database", context.getDatabase())
                    .tag("reason", reason(error))
                    .register(registry)
                    .increment();
        }
    }

    private static String reason(Throwable error) {
        if (error instanceof GenosConversionException) {
            return "conversion";
        }
        if (error instanceof InvalidDataAccessResourceUsageException) {
            return "invalid-query";
        }
        if (error instanceof DataIntegrityViolationException) {
            return "limit";
        }
        if (error instanceof DataRetrievalFailureException) {
            return "not-found";
        }
        if (error instanceof OptimisticLockingFailureException) {
            return "stale";
        }
        if (error instanceof DataAccessResourceFailureException) {
            return "storage";
        }
        return error instanceof InvalidDataAccessApiUsageException ? "usage" : "other";
    }
}
