package io.genosdb.spring.boot.autoconfigure.security;

import io.genosdb.GenosDatabase;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.identity.Identity;
import io.genosdb.spring.GenosDatabases;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.GenosProperties;
import io.genosdb.spring.boot.autoconfigure.stomp.TopicAudience;
import io.genosdb.spring.stomp.GenosStompHandler;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
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

    /** However security came about: nested configurations were looked at before. */
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(GenosSecurity.class)
    GenosIntroduction genosIntroduction(GenosSecurity security, GenosDatabases databases) {
        return new GenosIntroduction(security, databases);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(GenosSecurity.class)
    SecurityActivity genosSecurityActivity(GenosSecurity security) {
        return new SecurityActivity(security, InstantSource.system());
    }

    /** Without it nobody is on the threads that serve STOMP, and nobody means the application. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(GenosStompHandler.class)
    @ConditionalOnMissingClass("org.springframework.security.messaging.context.SecurityContextChannelInterceptor")
    static class WithoutMessageSecurity {

        @Bean
        SmartInitializingSingleton genosStompRequirement(
                ObjectProvider<GenosSecurity> security, ObjectProvider<GenosStompHandler> stomp) {
            return () -> {
                if (security.getIfAvailable() != null && stomp.getIfAvailable() != null) {
                    throw new SecurityConfigurationException(
                            "STOMP is on, and nothing tells who its clients are: every one would act as the application.",
                            "Add the dependencies spring-boot-starter-security and"
                                    + " org.springframework.security:spring-security-messaging, or set genosdb.stomp.enabled=false.");
                }
            };
        }
    }

    /** Whoever subscribes to a topic hears of everything on it. */
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(GenosSecurity.class)
    TopicAudience genosTopicAudience(GenosSecurity security) {
        return subscriptions -> security.actingFor(GenosSecurity.Principal.ANONYMOUS, () -> {
            subscriptions.run();
            return security;
        });
    }

    @Bean
    static LazyInitializationExcludeFilter genosSecurityLazyInitializationExcludeFilter() {
        return LazyInitializationExcludeFilter.forBeanTypes(GenosIntroduction.class, SecurityActivity.class);
    }
}
