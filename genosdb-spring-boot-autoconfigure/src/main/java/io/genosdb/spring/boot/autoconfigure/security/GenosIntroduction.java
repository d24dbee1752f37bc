package io.genosdb.spring.boot.autoconfigure.security;

import io.genosdb.guard.NotPermittedException;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.identity.Address;
import io.genosdb.spring.GenosDatabases;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Makes the application known in its database when it starts, and sees to it that security guards a database at all. */
final class GenosIntroduction implements SmartInitializingSingleton {

    private static final Logger logger = LoggerFactory.getLogger(GenosIntroduction.class);

    private final GenosSecurity security;

    /**
     * Makes nobody known yet.
     *
     * @param security who to make known
     * @param databases are open with it
     */
    GenosIntroduction(GenosSecurity security, GenosDatabases databases) {
        this.security = security;
        databases.asMap();
    }

    @Override
    public void afterSingletonsInstantiated() {
        Address address = security.address();
        if (role(address) == null) {
            introduce(address);
        }
        String role = role(address);
        logger.info("Security is on. This application is {}, {}", address, role == null ? "without a role" : role);
    }

    private @Nullable String role(Address address) {
        try {
            return security.roleOf(address);
        } catch (IllegalStateException e) {
            throw new SecurityConfigurationException(
                    "Security is on and guards no database: the application opens its database itself, without a guard.",
                    "Hand the bean of type GenosSecurity to DatabaseBuilder.guard where the database is opened, or leave"
                            + " opening it to the properties.",
                    e);
        }
    }

    private void introduce(Address address) {
        try {
            security.introduce();
        } catch (NotPermittedException e) {
            logger.warn(
                    "The application's identity {} has no role and cannot make itself known: {}",
                    address,
                    e.getMessage());
        }
    }
}
