package io.genosdb.spring.observation;

import io.genosdb.spring.observation.GenosObservation.OperationKey;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

/**
 * Names the observation {@code genosdb.operation} and tags it as {@link OperationKey} lists. All keys are of low
 * cardinality: no identifier, no value and no query is among them.
 *
 * @since 0.1
 */
public class DefaultGenosOperationConvention implements GenosOperationConvention {

    /** The convention where no other is given. */
    public static final GenosOperationConvention INSTANCE = new DefaultGenosOperationConvention();

    private static final KeyValue NO_EXCEPTION = KeyValue.of(OperationKey.EXCEPTION, KeyValue.NONE_VALUE);
    private static final KeyValue SUCCESS = KeyValue.of(OperationKey.OUTCOME, "SUCCESS");
    private static final KeyValue ERROR = KeyValue.of(OperationKey.OUTCOME, "ERROR");

    /** Makes a convention. */
    public DefaultGenosOperationConvention() {}

    @Override
    public String getName() {
        return "genosdb.operation";
    }

    @Override
    public String getContextualName(GenosOperationContext context) {
        return "genosdb " + context.getOperation();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(GenosOperationContext context) {
        Throwable error = context.getError();
        return KeyValues.of(
                KeyValue.of(OperationKey.DATABASE, context.getDatabase()),
                error == null ? NO_EXCEPTION : KeyValue.of(OperationKey.EXCEPTION, name(error)),
                KeyValue.of(OperationKey.OPERATION, context.getOperation()),
                error == null ? SUCCESS : ERROR);
    }

    /** As Spring's own conventions have it: an anonymous class has no simple name. */
    private static String name(Throwable error) {
        String simple = error.getClass().getSimpleName();
        return simple.isEmpty() ? error.getClass().getName() : simple;
    }
}
