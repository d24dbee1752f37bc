package io.genosdb.spring.guide;

import static io.genosdb.spring.security.GenosDbConfigurer.genosDb;
import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.security.GenosSecurity;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.security.AuthoritySource;
import io.genosdb.spring.security.GenosPermissionEvaluator;
import io.genosdb.spring.security.GenosStompSecurity;
import io.genosdb.spring.security.Guarded;
import io.genosdb.spring.security.InMemoryTokenStore;
import io.genosdb.spring.security.SecurityContextPrincipal;
import io.genosdb.spring.security.TokenStore;
import io.genosdb.spring.security.passkey.GenosUserCredentialRepository;
import io.genosdb.spring.security.passkey.GenosUserEntityRepository;
import io.genosdb.spring.security.passkey.PasskeyNodes;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.messaging.Message;
import org.springframework.mock.web.MockServletContext;
import org.springframework.security.access.expression.method.DefaultMethodSecurityExpressionHandler;
import org.springframework.security.access.expression.method.MethodSecurityExpressionHandler;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.messaging.access.intercept.MessageMatcherDelegatingAuthorizationManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

/** The snippets of sign-in.md. */
class SignInGuideTest {

    @Configuration(proxyBeanMethods = false)
    @EnableWebMvc
    @EnableWebSecurity
    static class Application {

        // tag: sign-in-session
        @Bean
        SecurityFilterChain web(HttpSecurity http) {
            http.authorizeHttpRequests(requests -> requests.requestMatchers("/", "/js/**")
                            .permitAll()
                            .anyRequest()
                            .authenticated())
                    .with(genosDb(), siwe -> siwe.domain("app.example.org").chainId(1));
            return http.build();
        }
        // end: sign-in-session

        // tag: sign-in-tokens
        @Bean
        TokenStore tokens() {
            return new InMemoryTokenStore(
                    InMemoryTokenStore.LIFETIME,
                    InMemoryTokenStore.CAPACITY,
                    InstantSource.system(),
                    new SecureRandom());
        }

        @Bean
        @Order(1)
        SecurityFilterChain api(HttpSecurity http, TokenStore tokens) {
            http.securityMatcher("/api/**", "/genosdb/**")
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                    .with(genosDb(), siwe -> siwe.domain("app.example.org").tokens(tokens));
            return http.build();
        }
        // end: sign-in-tokens

        // tag: sign-in-permissions
        @Bean
        static MethodSecurityExpressionHandler expressions(
                ObjectProvider<GenosSecurity> security, ObjectProvider<GenosMappingContext> mapping) {
            var handler = new DefaultMethodSecurityExpressionHandler();
            handler.setPermissionEvaluator(new GenosPermissionEvaluator(security::getObject, mapping::getObject));
            return handler;
        }
        // end: sign-in-permissions

        // tag: sign-in-passkeys
        @Bean
        PasskeyNodes passkeys(GenosSecurity security, GenosOperations operations) {
            return new PasskeyNodes(() -> security, () -> operations, new SecurityContextPrincipal());
        }

        @Bean
        GenosUserEntityRepository passkeyOwners(PasskeyNodes passkeys) {
            return new GenosUserEntityRepository(passkeys);
        }

        @Bean
        GenosUserCredentialRepository passkeyCredentials(PasskeyNodes passkeys) {
            return new GenosUserCredentialRepository(passkeys);
        }
        // end: sign-in-passkeys

        // tag: sign-in-stomp
        @Bean
        WebSocketMessageBrokerConfigurer stompSecurity(AuthoritySource authorities, TokenStore tokens) {
            AuthorizationManager<Message<?>> rules = GenosStompSecurity.genosDb(
                            MessageMatcherDelegatingAuthorizationManager.builder())
                    .simpMessageDestMatchers("/app/**")
                    .authenticated()
                    .anyMessage()
                    .denyAll()
                    .build();
            return new GenosStompSecurity(rules, authorities, tokens);
        }
        // end: sign-in-stomp
    }

    /** Method security is tested where it is built. */
    interface Notes {

        // tag: sign-in-pre-authorize
        @PreAuthorize("hasPermission(#id, 'node', 'write')")
        void rename(String id, String title);
        // end: sign-in-pre-authorize
    }

    @Test
    void aContextOfTheseBeansHasTwoFilterChains() {
        try (var context = new AnnotationConfigWebApplicationContext()) {
            context.setServletContext(new MockServletContext());
            context.register(Guarded.class, Application.class);
            context.refresh();
            assertThat(context.getBeansOfType(SecurityFilterChain.class)).hasSize(2);
        }
    }
}
