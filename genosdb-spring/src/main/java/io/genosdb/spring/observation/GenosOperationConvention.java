package io.genosdb.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * How the observation of an operation is named and tagged. {@link DefaultGenosOperationConvention} may be extended.
 *
 * @since 0.1
 */
public interface GenosOperationConvention extends ObservationConvention<GenosOperationContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof GenosOperationContext;
    }
}
