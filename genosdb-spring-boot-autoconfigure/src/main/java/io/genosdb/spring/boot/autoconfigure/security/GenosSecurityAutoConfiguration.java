package io.genosdb.spring.boot.autoconfigure.security;

import io.genosdb.GenosDatabase;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.identity.Identity;
import io.genosdb.spring.GenosDatabases;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.boot.actuate.DatabaseDescriptor;
import io.genosdb.spring.boot.actuate.SecurityDescriber;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.GenosProperties;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration of zero trust for the primary database, where {@code genosdb.security.super-admins} names somebody or the
 * application has a bean of type {@link GenosSecurity}.
 *
 * @since 0.1
 */
@AutoConfiguration(after = GenosAutoConfiguration.class)
@ConditionalOnClass({GenosDatabase.class, GenosTemplate.class, GenosSecurity.class})
@EnableConfigurationProperties(GenosSecurityProperties.class)
public final class GenosSecurityAutoConfiguration {

    /** Made by Spring. */
    GenosSecurityAutoConfiguration() {}

    /** Where properties say who may give roles. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(OnSecurityCondition.class)
    @ConditionalOnMissingBean(GenosSecurity.class)
    static class FromProperties {

        @Bean
        @ConditionalOnMissingBean
        Identity genosIdentity(GenosSecurityProperties security, GenosProperties database) {
            return new IdentitySource(
                            security.identity(),
                            database.primaryDirectory(),
                            database.primaryStorage().password(),
                            new SecureRandom())
                    .identity();
        }

        @Bean
        GenosSecurity genosSecurity(
                GenosSecurityProperties properties,
                Identity identity,
                ObjectProvider<GenosSecurityBuilderCustomizer> customizers) {
            GenosSecurity.Builder builder = GenosSecurity.builder(identity);
            new PolicyMapper(properties).apply(builder);
            customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
            return builder.build();
        }
    }

    /** However it came about. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(GenosSecurity.class)
    static class Start {

        @Bean
        @ConditionalOnMissingBean
        GenosIntroduction genosIntroduction(GenosSecurity security, GenosDatabases databases) {
            return new GenosIntroduction(security, databases);
        }

        @Bean
        @ConditionalOnMissingBean
        SecurityActivity genosSecurityActivity(GenosSecurity security, GenosDatabases databases) {
            return new SecurityActivity(security, databases, InstantSource.system());
        }

        @Bean
        static LazyInitializationExcludeFilter genosIntroductionLazyInitializationExcludeFilter() {
            return LazyInitializationExcludeFilter.forBeanTypes(GenosIntroduction.class, SecurityActivity.class);
        }
    }

    /** Where there is the endpoint. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(GenosSecurity.class)
    @ConditionalOnClass(OperationResponseBody.class)
    static class Description {

        @Bean
        @ConditionalOnMissingBean
        SecurityDescriber genosSecurityDescriber(
                GenosSecurity security, SecurityActivity activity, ObjectProvider<GenosDatabase> primary) {
            return database -> database == primary.getIfUnique() ? describe(security, activity) : null;
        }

        private static DatabaseDescriptor.Security describe(GenosSecurity security, SecurityActivity activity) {
            Map<String, Long> users = security.assignments().values().stream()
                    .collect(Collectors.groupingBy(role -> role, TreeMap::new, Collectors.counting()));
            return new DatabaseDescriptor.Security(
                    security.address().text(),
                    security.roleOf(security.address()),
                    users,
                    security.parked(),
                    activity.refused(),
                    activity.refusedPeers());
        }
    }
}
