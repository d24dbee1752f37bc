package io.genosdb.spring.boot.autoconfigure.security;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration that keeps the secrets among the properties {@code genosdb.*} out of the endpoints {@code env} and
 * {@code configprops} also where these are told to show values.
 *
 * @since 0.1
 */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public final class GenosSecuritySanitizingAutoConfiguration {

    /** Made by Spring. */
    GenosSecuritySanitizingAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = "genosSanitizingFunction")
    SanitizingFunction genosSanitizingFunction() {
        return SanitizingFunction.sanitizeValue().ifKeyMatches(SecretProperties::isSecret);
    }
}
