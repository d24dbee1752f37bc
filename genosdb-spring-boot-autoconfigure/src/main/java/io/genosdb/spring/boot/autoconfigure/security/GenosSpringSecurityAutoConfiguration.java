package io.genosdb.spring.boot.autoconfigure.security;

import io.genosdb.security.GenosSecurity;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.SignedWrites;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.reactive.WriteContext;
import io.genosdb.spring.security.AuthoritySource;
import io.genosdb.spring.security.CurrentUserAuditor;
import io.genosdb.spring.security.GenosAuthorities;
import io.genosdb.spring.security.GenosDbConfigurer;
import io.genosdb.spring.security.GenosPermissionEvaluator;
import io.genosdb.spring.security.GenosStompSecurity;
import io.genosdb.spring.security.InMemoryTokenStore;
import io.genosdb.spring.security.SecurityContextPrincipal;
import io.genosdb.spring.security.TokenStore;
import io.genosdb.spring.security.WalletEntries;
import io.genosdb.spring.security.passkey.GenosUserCredentialRepository;
import io.genosdb.spring.security.passkey.GenosUserEntityRepository;
import io.genosdb.spring.security.passkey.PasskeyNodes;
import io.genosdb.spring.security.siwe.InMemoryNonceStore;
import io.genosdb.spring.security.siwe.NonceStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.aopalliance.intercept.MethodInvocation;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
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
import org.springframework.messaging.Message;
import org.springframework.security.access.PermissionEvaluator;
import org.springframework.security.access.expression.method.DefaultMethodSecurityExpressionHandler;
import org.springframework.security.access.expression.method.MethodSecurityExpressionHandler;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationManagerFactory;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;
import org.springframework.security.concurrent.DelegatingSecurityContextCallable;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.messaging.access.intercept.AuthorizationChannelInterceptor;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialUserEntityRepository;
import org.springframework.security.web.webauthn.management.UserCredentialRepository;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import reactor.core.publisher.Flux;

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

    /** An application's own bean is built without the customizers. */
    @Bean
    SmartInitializingSingleton genosPrincipalRequirement(GenosSecurity security) {
        return () -> {
            if (!security.actsForPrincipals()) {
                throw new SecurityConfigurationException(
                        "The bean of type GenosSecurity does not say for whom threads act: every request would act as the"
                                + " application.",
                        "Build it with .principal(new SecurityContextPrincipal()), or with a supplier of your own.");
            }
        };
    }

    /** Who a request is from is not in its thread there. */
    @Bean
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    SmartInitializingSingleton genosServletRequirement() {
        return () -> {
            throw new SecurityConfigurationException(
                    "genosdb.security with Spring Security needs a servlet application: in WebFlux every request would act as"
                            + " the application.",
                    "Use spring-boot-starter-webmvc, or remove genosdb.security.super-admins.");
        };
    }

    /** Writes of the reactive template are made for who subscribes. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Flux.class, WriteContext.class})
    static class Reactive {

        @Bean
        @ConditionalOnMissingBean
        WriteContext genosWriteContext() {
            return new WriteContext() {
                @Override
                public <T> Callable<T> capture(Callable<T> work) {
                    return new DelegatingSecurityContextCallable<>(work);
                }
            };
        }
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

    @Bean
    @ConditionalOnMissingBean
    SignedWrites genosSignedWrites(ObjectProvider<GenosSecurity> security, ObjectProvider<GenosOperations> operations) {
        return new WalletEntries(security::getObject, operations::getObject);
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

    /** Made as Spring Security makes its own, which takes up no evaluator. */
    @Bean
    @ConditionalOnMissingBean
    static MethodSecurityExpressionHandler genosMethodSecurityExpressionHandler(
            RoleHierarchy hierarchy,
            ObjectProvider<AuthorizationManagerFactory<MethodInvocation>> factory,
            ObjectProvider<PermissionEvaluator> evaluator) {
        var handler = new DefaultMethodSecurityExpressionHandler();
        handler.setAuthorizationManagerFactory(factory.getIfAvailable(() -> byRole(hierarchy)));
        evaluator.ifAvailable(handler::setPermissionEvaluator);
        return handler;
    }

    private static AuthorizationManagerFactory<MethodInvocation> byRole(RoleHierarchy hierarchy) {
        var factory = new DefaultAuthorizationManagerFactory<MethodInvocation>();
        factory.setRoleHierarchy(hierarchy);
        return factory;
    }

    /** Who may send and subscribe where over STOMP, and tokens that come with CONNECT. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass({AuthorizationChannelInterceptor.class, WebSocketMessageBrokerConfigurer.class})
    static class Stomp {

        /** A bean with rules for messages takes the place of those for the database's own destinations, which close all others. */
        @Bean
        @ConditionalOnMissingBean
        GenosStompSecurity genosStompSecurity(
                ObjectProvider<AuthorizationManager<Message<?>>> rules,
                AuthoritySource authorities,
                ObjectProvider<TokenStore> tokens) {
            return new GenosStompSecurity(
                    rules.getIfAvailable(GenosStompSecurity::rules), authorities, tokens.getIfAvailable());
        }
    }

    /** Passkeys, in the graph, for applications that let people sign in with them. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({UserCredentialRepository.class, PasskeyNodes.class})
    static class PasskeyRepositories {

        @Bean
        @ConditionalOnMissingBean
        PasskeyNodes genosPasskeyNodes(
                ObjectProvider<GenosSecurity> security,
                ObjectProvider<GenosOperations> operations,
                SecurityContextPrincipal principal) {
            return new PasskeyNodes(security::getObject, operations::getObject, principal);
        }

        @Bean
        @ConditionalOnMissingBean(PublicKeyCredentialUserEntityRepository.class)
        GenosUserEntityRepository genosUserEntityRepository(PasskeyNodes nodes) {
            return new GenosUserEntityRepository(nodes);
        }

        @Bean
        @ConditionalOnMissingBean(UserCredentialRepository.class)
        GenosUserCredentialRepository genosUserCredentialRepository(PasskeyNodes nodes) {
            return new GenosUserCredentialRepository(nodes);
        }
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
