package io.genosdb.simulation;

import io.genosdb.testing.Property;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.random.RandomGenerator;

/** Random numbers for a database under test that are the same for the same seed. */
final class SeededRandom extends SecureRandom {

    private static final long serialVersionUID = 1;

    SeededRandom(long seed) {
        super(new Source(seed), null);
    }

    private static final class Source extends SecureRandomSpi {
        private static final long serialVersionUID = 1;
        private final transient RandomGenerator generator;

        private Source(long seed) {
            this.generator = Property.generator(seed);
        }

        @Override
        protected void engineSetSeed(byte[] seed) {}

        @Override
        protected void engineNextBytes(byte[] bytes) {
            generator.nextBytes(bytes);
        }

        @Override
        protected byte[] engineGenerateSeed(int bytes) {
            var seed = new byte[bytes];
            generator.nextBytes(seed);
            return seed;
        }
    }
}
