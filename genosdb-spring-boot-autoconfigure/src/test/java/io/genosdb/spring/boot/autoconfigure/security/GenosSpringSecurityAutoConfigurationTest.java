package io.genosdb.spring.boot.autoconfigure.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.GenosDatabase;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.identity.Address;
import io.genosdb.spring.SignedWrites;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.data.GenosDataAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.reactive.ReactiveGenosAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.stomp.GenosStompAutoConfiguration;
import io.genosdb.spring.reactive.ReactiveGenosTemplate;
import io.genosdb.spring.security.AuthoritySource;
import io.genosdb.spring.security.GenosAuthentication;
import io.genosdb.spring.security.GenosStompSecurity;
import io.genosdb.spring.security.SecurityContextPrincipal;
import io.genosdb.spring.security.TokenStore;
import io.genosdb.spring.security.siwe.NonceStore;
import io.genosdb.value.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.domain.AuditorAware;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.PermissionEvaluator;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authorization.AllAuthoritiesAuthorizationManager;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialUserEntityRepository;
import org.springframework.security.web.webauthn.management.UserCredentialRepository;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** What the rules of a database are to Spring Security. */
class GenosSpringSecurityAutoConfigurationTest {

    private static final String KEY = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
    private static final String ADDRESS = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
    private static final Address ALICE = Address.parse("0x70997970C51812dc3A010C7d01b50e0d17dc79C8");

    private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    GenosAutoConfiguration.class,
                    GenosDataAutoConfiguration.class,
                    GenosSecurityAutoConfiguration.class,
                    GenosSpringSecurityAutoConfiguration.class))
            .withPropertyValues(
                    "genosdb.storage.type=memory",
                    "genosdb.security.super-admins=" + ADDRESS,
                    "genosdb.security.identity.private-key=" + KEY);

    static class Notes {

        @PreAuthorize("hasPermission(#id, 'node', 'write')")
        public String change(String id) {
            return id;
        }

        @PreAuthorize("hasRole('USER')")
        public String forUsers() {
            return "for users";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebMvc
    @EnableWebSecurity
    @EnableMethodSecurity
    static class Application {

        @Bean
        Notes notes() {
            return new Notes();
        }

        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .build();
        }
    }

    @AfterEach
    void signOut() {
        SecurityContextHolder.clearContext();
    }

    private static void signIn(Address address, AuthoritySource source) {
        SecurityContextHolder.getContext().setAuthentication(new GenosAuthentication(address, source));
    }

    @Test
    void aThreadActsForWhoIsSignedIn() {
        runner.run(context -> {
            var database = context.getBean(GenosDatabase.class);
            var security = context.getBean(GenosSecurity.class);
            security.assignRole(ALICE, "user", null);
            database.put(JsonObject.parse("{}"), "open");
            security.acls().set(JsonObject.parse("{}"), "closed");
            AuditorAware<?> auditor = context.getBean(AuditorAware.class);
            assertThat(auditor.getCurrentAuditor().map(Object::toString)).contains(ADDRESS);

            signIn(ALICE, context.getBean(AuthoritySource.class));

            assertThat(database.get("open")).isNotNull();
            assertThat(database.get("closed")).isNull();
            assertThat(auditor.getCurrentAuditor().map(Object::toString)).contains(ALICE.text());
            SecurityContextHolder.getContext()
                    .setAuthentication(UsernamePasswordAuthenticationToken.authenticated("bob", "", List.of()));
            assertThat(database.get("open")).as("somebody unknown").isNull();
        });
    }

    @Test
    void methodsAskForTheRightsOfTheMoment() {
        runner.withUserConfiguration(Application.class).run(context -> {
            var security = context.getBean(GenosSecurity.class);
            var notes = context.getBean(Notes.class);
            security.acls().set(JsonObject.parse("{}"), "closed");
            context.getBean(GenosDatabase.class).put(JsonObject.parse("{}"), "open");
            signIn(ALICE, context.getBean(AuthoritySource.class));
            assertThatThrownBy(() -> notes.change("open")).isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(notes::forUsers).isInstanceOf(AccessDeniedException.class);

            SecurityContextHolder.clearContext();
            security.assignRole(ALICE, "manager", null);
            signIn(ALICE, context.getBean(AuthoritySource.class));

            assertThat(notes.change("open")).isEqualTo("open");
            assertThat(notes.forUsers()).as("a manager is a user, too").isEqualTo("for users");
            assertThatThrownBy(() -> notes.change("closed")).isInstanceOf(AccessDeniedException.class);
        });
    }

    @Test
    void rolesIncludeThoseThatTheyInherit() {
        runner.run(context -> assertThat(context.getBean(RoleHierarchy.class)
                        .getReachableGrantedAuthorities(List.of(new SimpleGrantedAuthority("ROLE_ADMIN"))))
                .extracting(GrantedAuthority::getAuthority)
                .containsExactlyInAnyOrder("ROLE_ADMIN", "ROLE_MANAGER", "ROLE_USER", "ROLE_GUEST"));
    }

    @Test
    void peopleSignInWhereADomainIsNamed() {
        var application = runner.withUserConfiguration(Application.class);
        application.run(
                context -> assertThat(nonce(context.getBean("springSecurityFilterChain", jakarta.servlet.Filter.class)))
                        .isNotEqualTo(200));
        application
                .withPropertyValues("genosdb.security.siwe.domains=localhost:8080")
                .run(context -> assertThat(
                                nonce(context.getBean("springSecurityFilterChain", jakarta.servlet.Filter.class)))
                        .isEqualTo(200));
    }

    private static int nonce(jakarta.servlet.Filter chain) throws Exception {
        var request = new MockHttpServletRequest("GET", "/genosdb/siwe/nonce");
        request.addHeader("Accept", "application/json");
        var response = new MockHttpServletResponse();
        chain.doFilter(request, response, new MockFilterChain());
        return response.getStatus();
    }

    @Test
    void stepsBackForBeansOfTheApplication() {
        var principal = new SecurityContextPrincipal();
        AuthoritySource authorities = address -> List.of();
        runner.withBean("mine", SecurityContextPrincipal.class, () -> principal)
                .withBean("authorities", AuthoritySource.class, () -> authorities)
                .run(context -> {
                    assertThat(context.getBean(SecurityContextPrincipal.class)).isSameAs(principal);
                    assertThat(context.getBean(AuthoritySource.class)).isSameAs(authorities);
                });
    }

    @Test
    void signedWritesStompRulesAndPasskeysAreReady() {
        runner.run(context -> assertThat(context)
                .hasSingleBean(SignedWrites.class)
                .hasSingleBean(GenosStompSecurity.class)
                .hasSingleBean(UserCredentialRepository.class)
                .hasSingleBean(PublicKeyCredentialUserEntityRepository.class));
        runner.withClassLoader(new FilteredClassLoader("org.springframework.security.messaging"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("genosStompSecurity"));
        runner.withClassLoader(new FilteredClassLoader("org.springframework.security.web.webauthn"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(SignedWrites.class)
                        .doesNotHaveBean("genosPasskeyNodes"));
        runner.withClassLoader(new FilteredClassLoader("org.springframework.web.socket"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("genosStompSecurity"));
    }

    @Test
    void rolesAreCheckedByTheApplicationsOwnFactory() {
        var factory = new DefaultAuthorizationManagerFactory<Object>();
        factory.setAdditionalAuthorization(AllAuthoritiesAuthorizationManager.hasAllAuthorities("FACTOR_PASSWORD"));
        runner.withUserConfiguration(Application.class)
                .withBean("factors", DefaultAuthorizationManagerFactory.class, () -> factory)
                .run(context -> {
                    context.getBean(GenosSecurity.class).assignRole(ALICE, "user", null);
                    signIn(ALICE, context.getBean(AuthoritySource.class));

                    assertThatThrownBy(context.getBean(Notes.class)::forUsers)
                            .as("signed in, and by the factors demanded")
                            .isInstanceOf(AccessDeniedException.class);
                });
    }

    @Test
    void writesOfTheReactiveTemplateAreThoseOfWhoeverSubscribes() {
        runner.withConfiguration(AutoConfigurations.of(ReactiveGenosAutoConfiguration.class))
                .run(context -> {
                    var reactive = context.getBean(ReactiveGenosTemplate.class);
                    signIn(ALICE, context.getBean(AuthoritySource.class));

                    assertThatThrownBy(() ->
                                    reactive.put(JsonObject.parse("{}"), "hers").block())
                            .as("a guest's write, in the name of the guest")
                            .hasMessageContaining(ALICE.text());
                    assertThat(context.getBean(GenosDatabase.class).get("hers")).isNull();
                });
    }

    @Test
    void isRefusedWhereRequestsWouldActAsTheApplication() {
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        GenosAutoConfiguration.class,
                        GenosSecurityAutoConfiguration.class,
                        GenosSpringSecurityAutoConfiguration.class))
                .withPropertyValues(
                        "genosdb.storage.type=memory",
                        "genosdb.security.super-admins=" + ADDRESS,
                        "genosdb.security.identity.private-key=" + KEY)
                .run(context -> assertThat(context).getFailure().hasMessageContaining("WebFlux"));
        runner.withConfiguration(AutoConfigurations.of(GenosStompAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("org.springframework.security.messaging"))
                .run(context -> assertThat(context).getFailure().hasMessageContaining("STOMP is on"));
    }

    @Test
    void isThereOnlyWithSecurityAndSpringSecurity() {
        runner.withPropertyValues("genosdb.security.super-admins=")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(RoleHierarchy.class));
        runner.withClassLoader(new FilteredClassLoader("org.springframework.security"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(GenosSecurity.class));
        runner.withClassLoader(new FilteredClassLoader(HttpSecurity.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(PermissionEvaluator.class)
                        .doesNotHaveBean(NonceStore.class)
                        .doesNotHaveBean(TokenStore.class));
    }
}
