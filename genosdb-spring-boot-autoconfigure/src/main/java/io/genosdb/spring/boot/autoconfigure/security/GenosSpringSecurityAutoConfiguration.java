package io.genosdb.spring.boot.autoconfigure.security;

import io.genosdb.security.GenosSecurity;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.security.AuthoritySource;
import io.genosdb.spring.security.CurrentUserAuditor;
import io.genosdb.spring.security.GenosAuthorities;
import io.genosdb.spring.security.GenosDbConfigurer;
import io.genosdb.spring.security.GenosPermissionEvaluator;
import io.genosdb.spring.security.InMemoryTokenStore;
import io.genosdb.spring.security.SecurityContextPrincipal;
import io.genosdb.spring.security.TokenStore;
import io.genosdb.spring.security.siwe.InMemoryNonceStore;
import io.genosdb.spring.security.siwe.NonceStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.aopalliance.intercept.MethodInvocation;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.data.domain.AuditorAware;
import org.springframework.security.access.PermissionEvaluator;
import org.springframework.security.access.expression.method.DefaultMethodSecurityExpressionHandler;
import org.springframework.security.access.expression.method.MethodSecurityExpressionHandler;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.util.function.SingletonSupplier;

/**
 * Auto-configuration of what the rules of a database are to Spring Security: for whom a thread acts, authorities, permissions, and
 * how people sign in. Nothing of it asks the database before it is used, since Spring Security is set up before other beans.
 *
 * @since 0.1
 */
@AutoConfiguration(after = GenosSecurityAutoConfiguration.class)
@ConditionalOnClass({GenosSecurity.class, SecurityContextHolder.class, SecurityContextPrincipal.class})
@ConditionalOnBean(GenosSecurity.class)
public final class GenosSpringSecurityAutoConfiguration {

    /** Made by Spring. */
    GenosSpringSecurityAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    SecurityContextPrincipal genosPrincipal() {
        return new SecurityContextPrincipal();
    }

    /** Before those of the application, which may say otherwise. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    GenosSecurityBuilderCustomizer genosPrincipalCustomizer(SecurityContextPrincipal principal) {
        return builder -> builder.principal(principal);
    }

    @Bean
    @ConditionalOnMissingBean
    static AuthoritySource genosAuthoritySource(ObjectProvider<GenosSecurity> security) {
        return new GenosAuthorities(security::getObject);
    }

    @Bean
    @ConditionalOnMissingBean
    static RoleHierarchy genosRoleHierarchy(ObjectProvider<GenosSecurity> security) {
        var hierarchy = SingletonSupplier.of(
                () -> GenosAuthorities.hierarchy(security.getObject().roles()));
        return authorities -> hierarchy.obtain().getReachableGrantedAuthorities(authorities);
    }

    /** Where there are entities, which the evaluator knows, too. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({GenosMappingContext.class, AuditorAware.class})
    static class Data {

        @Bean
        @ConditionalOnMissingBean
        static PermissionEvaluator genosPermissionEvaluator(
                ObjectProvider<GenosSecurity> security, ObjectProvider<GenosMappingContext> mapping) {
            return new GenosPermissionEvaluator(security::getObject, mapping::getObject);
        }

        @Bean
        @ConditionalOnMissingBean
        AuditorAware<String> genosAuditor(SecurityContextPrincipal principal, ObjectProvider<GenosSecurity> security) {
            return new CurrentUserAuditor(principal, security::getObject);
        }
    }

    @Bean
    @ConditionalOnMissingBean
    static MethodSecurityExpressionHandler genosMethodSecurityExpressionHandler(
            RoleHierarchy hierarchy, ObjectProvider<PermissionEvaluator> evaluator) {
        var authorization = new DefaultAuthorizationManagerFactory<MethodInvocation>();
        authorization.setRoleHierarchy(hierarchy);
        var handler = new DefaultMethodSecurityExpressionHandler();
        handler.setAuthorizationManagerFactory(authorization);
        evaluator.ifUnique(handler::setPermissionEvaluator);
        return handler;
    }

    /** Signing in with a wallet. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass({HttpSecurity.class, GenosDbConfigurer.class})
    static class Siwe {

        @Bean
        @ConditionalOnMissingBean
        NonceStore genosNonceStore(GenosSecurityProperties properties) {
            return new InMemoryNonceStore(
                    properties.siwe().nonceLifetime(),
                    InMemoryNonceStore.CAPACITY,
                    InstantSource.system(),
                    new SecureRandom());
        }

        @Bean
        @ConditionalOnMissingBean
        TokenStore genosTokenStore(GenosSecurityProperties properties) {
            return new InMemoryTokenStore(
                    properties.siwe().tokenLifetime(),
                    InMemoryTokenStore.CAPACITY,
                    InstantSource.system(),
                    new SecureRandom());
        }

        /** A configurer that the application applies itself takes the place of this one. */
        @Bean
        @ConditionalOnMissingBean(name = "genosSiweCustomizer")
        Customizer<HttpSecurity> genosSiweCustomizer(GenosSecurityProperties properties, TokenStore tokens) {
            GenosSecurityProperties.Siwe siwe = properties.siwe();
            return http -> {
                if (!siwe.domains().isEmpty()) {
                    http.with(GenosDbConfigurer.genosDb(), configurer -> apply(siwe, tokens, configurer));
                }
            };
        }

        private static void apply(GenosSecurityProperties.Siwe siwe, TokenStore tokens, GenosDbConfigurer configurer) {
            siwe.domains().forEach(configurer::domain);
            siwe.chainIds().forEach(configurer::chainId);
            configurer.clockSkew(siwe.clockSkew());
            if (siwe.tokens()) {
                configurer.tokens(tokens);
            }
        }
    }
}
