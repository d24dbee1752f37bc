package io.genosdb.spring.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations that there are.
 *
 * @since 0.1
 */
public enum GenosObservation implements ObservationDocumentation {

    /** One call of a method of the template. */
    OPERATION {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultGenosOperationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return OperationKey.values();
        }
    };

    /**
     * The keys of {@link #OPERATION}, all of low cardinality.
     *
     * @since 0.1
     */
    public enum OperationKey implements KeyName {

        /** The name of the database. */
        DATABASE {
            @Override
            public String asString() {
                return "database";
            }
        },

        /** The simple name of the exception thrown, or {@code none}. */
        EXCEPTION {
            @Override
            public String asString() {
                return "exception";
            }
        },

        /** The method of the template, as in {@code put}. */
        OPERATION {
            @Override
            public String asString() {
                return "operation";
            }
        },

        /** {@code SUCCESS} or {@code ERROR}. */
        OUTCOME {
            @Override
            public String asString() {
                return "outcome";
            }
        }
    }
}
