package io.genosdb.spring.boot.autoconfigure.security;

import io.genosdb.security.GenosSecurity;

/**
 * Changes the configuration of zero trust after the properties were applied to it. Beans of this type are called in their
 * order.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface GenosSecurityBuilderCustomizer {

    /**
     * Changes the configuration.
     *
     * @param builder the builder
     */
    void customize(GenosSecurity.Builder builder);
}
