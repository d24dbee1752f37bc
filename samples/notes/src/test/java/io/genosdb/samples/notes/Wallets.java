package io.genosdb.samples.notes;

import io.genosdb.security.identity.Identity;
import java.security.SecureRandom;

/** Keys of people. */
final class Wallets {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Wallets() {}

    static Identity random() {
        return Identity.generate(RANDOM);
    }
}
