package io.genosdb.spring.security.passkey;

import static io.genosdb.spring.security.GenosDbConfigurer.genosDb;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.genosdb.GenosDatabase;
import io.genosdb.query.Query;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.identity.Address;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.security.AuthoritySource;
import io.genosdb.spring.security.GenosAuthentication;
import io.genosdb.spring.security.Guarded;
import io.genosdb.spring.security.SecurityContextPrincipal;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.mock.web.MockServletContext;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.webauthn.api.AuthenticatorTransport;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutableCredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCose;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialCreationOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRequestOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialType;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialCreationOptionsRequest;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialRequestOptionsRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyAuthenticationRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyRegistrationRequest;
import org.springframework.security.web.webauthn.management.WebAuthnRelyingPartyOperations;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

class PasskeysTest {

    private static final Address ALICE = new Address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
    private static final Address BOB = new Address("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359");

    private static final String ASSERTION = """
            {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "clientExtensionResults": {},
             "response": {"authenticatorData": "AAAA", "clientDataJSON": "AAAA", "signature": "AAAA", "userHandle": "%s"}}""";

    private final AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
    private final GenosUserEntityRepository users;
    private final GenosUserCredentialRepository credentials;

    PasskeysTest() {
        context.setServletContext(new MockServletContext());
        context.register(Guarded.class, Application.class);
        context.refresh();
        users = context.getBean(GenosUserEntityRepository.class);
        credentials = context.getBean(GenosUserCredentialRepository.class);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebMvc
    @EnableWebSecurity
    static class Application {

        @Bean
        PasskeyNodes nodes(GenosSecurity security, GenosTemplate template) {
            return new PasskeyNodes(() -> security, () -> template, new SecurityContextPrincipal());
        }

        @Bean
        GenosUserEntityRepository users(PasskeyNodes nodes) {
            return new GenosUserEntityRepository(nodes);
        }

        @Bean
        GenosUserCredentialRepository credentials(PasskeyNodes nodes) {
            return new GenosUserCredentialRepository(nodes);
        }

        /** Believes every authenticator: what it checks is Spring Security's. */
        @Bean
        WebAuthnRelyingPartyOperations operations(GenosUserEntityRepository users) {
            return new Believing(users);
        }

        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .webAuthn(passkeys -> passkeys.rpName("Test").rpId("app.example.org"))
                    .with(genosDb(), siwe -> siwe.domain("app.example.org"));
            return http.build();
        }

        @RestController
        static final class Me {

            @GetMapping("/me")
            Map<String, Object> me(Authentication authentication) {
                return Map.of(
                        "name", authentication.getName(),
                        "type", authentication.getClass().getSimpleName(),
                        "principal", new SecurityContextPrincipal().get().toString(),
                        "authorities", authentication.getAuthorities().toString());
            }
        }
    }

    private record Believing(GenosUserEntityRepository users) implements WebAuthnRelyingPartyOperations {

        @Override
        public PublicKeyCredentialCreationOptions createPublicKeyCredentialCreationOptions(
                PublicKeyCredentialCreationOptionsRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CredentialRecord registerCredential(RelyingPartyRegistrationRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PublicKeyCredentialRequestOptions createCredentialRequestOptions(
                PublicKeyCredentialRequestOptionsRequest request) {
            return PublicKeyCredentialRequestOptions.builder()
                    .rpId("app.example.org")
                    .challenge(Bytes.random())
                    .build();
        }

        @Override
        public PublicKeyCredentialUserEntity authenticate(RelyingPartyAuthenticationRequest request) {
            Bytes handle = request.getPublicKey().getResponse().getUserHandle();
            PublicKeyCredentialUserEntity user = handle == null ? null : users.findById(handle);
            if (user == null) {
                throw new IllegalStateException("nobody has this handle");
            }
            return user;
        }
    }

    @AfterEach
    void close() {
        SecurityContextHolder.clearContext();
        context.close();
    }

    @Test
    void keepsPeopleAndTheirPasskeys() {
        as(ALICE);
        PublicKeyCredentialUserEntity alice = user(ALICE);
        users.save(alice);
        CredentialRecord one = credential(alice, 1);
        CredentialRecord two = credential(alice, 2);
        credentials.save(one);
        credentials.save(two);
        SecurityContextHolder.clearContext();

        assertThat(users.findById(alice.getId())).satisfies(PasskeysTest::isAlice);
        assertThat(users.findByUsername(ALICE.text())).satisfies(PasskeysTest::isAlice);
        assertThat(users.findByUsername(BOB.text())).isNull();
        assertThat(users.findByUsername("alice")).isNull();
        assertThat(credentials.findByCredentialId(one.getCredentialId()))
                .usingRecursiveComparison()
                .isEqualTo(one);
        assertThat(credentials.findByUserId(alice.getId()))
                .extracting(CredentialRecord::getCredentialId)
                .containsExactlyInAnyOrder(one.getCredentialId(), two.getCredentialId());
    }

    private static void isAlice(@Nullable PublicKeyCredentialUserEntity user) {
        assertThat(user).isNotNull();
        assertThat(user.getName()).isEqualTo(ALICE.text());
    }

    @Test
    void aLoginKeepsWhatItHasChanged() {
        CredentialRecord one = registered(ALICE, 1);
        SecurityContextHolder.clearContext();
        credentials.save(ImmutableCredentialRecord.fromCredentialRecord(one)
                .signatureCount(8)
                .build());
        assertThat(credentials.findByCredentialId(one.getCredentialId()).getSignatureCount())
                .isEqualTo(8);
        assertThat(credentials.findByUserId(one.getUserEntityUserId())).hasSize(1);
    }

    @Test
    void nobodyMakesOrRemovesPasskeysOfOthers() {
        CredentialRecord one = registered(ALICE, 1);
        as(BOB);
        refused(() -> users.save(user(ALICE)));
        refused(() -> users.delete(one.getUserEntityUserId()));
        refused(() -> credentials.delete(one.getCredentialId()));
        PublicKeyCredentialUserEntity alice = users.findByUsername(ALICE.text());
        refused(() -> credentials.save(credential(alice, 2)));
        PublicKeyCredentialUserEntity bob = user(BOB);
        users.save(bob);
        refused(() -> credentials.save(ImmutableCredentialRecord.fromCredentialRecord(one)
                .userEntityUserId(bob.getId())
                .build()));
        assertThat(credentials.findByUserId(alice.getId())).hasSize(1);
    }

    @Test
    void passkeysBelongToAddresses() {
        as(ALICE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> users.save(ImmutablePublicKeyCredentialUserEntity.builder()
                        .name("alice")
                        .id(Bytes.random())
                        .build()));
    }

    @Test
    void onePersonHasABoundedNumber() {
        PublicKeyCredentialUserEntity alice = user(ALICE);
        as(ALICE);
        users.save(alice);
        for (int i = 0; i < GenosUserCredentialRepository.MAX_CREDENTIALS; i++) {
            credentials.save(credential(alice, i));
        }
        assertThatIllegalStateException().isThrownBy(() -> credentials.save(credential(alice, 100)));
    }

    @Test
    void forgetsThem() {
        CredentialRecord one = registered(ALICE, 1);
        PublicKeyCredentialUserEntity alice = users.findByUsername(ALICE.text());
        credentials.save(credential(alice, 2));
        credentials.delete(one.getCredentialId());
        assertThat(credentials.findByUserId(alice.getId())).hasSize(1);
        users.delete(alice.getId());
        assertThat(users.findByUsername(ALICE.text())).isNull();
        assertThat(credentials.findByUserId(alice.getId())).isEmpty();
    }

    @Test
    void nobodyElseReadsThem() {
        registered(ALICE, 1);
        GenosDatabase database = context.getBean(GenosDatabase.class);
        Query all = Query.parse("{}");
        assertThat(database.map(all)).isEmpty();
        SecurityContextHolder.clearContext();
        assertThat(database.map(all))
                .isNotEmpty()
                .allSatisfy(node -> assertThat(node.value().toJson()).doesNotContain(ALICE.text()));
    }

    @Test
    void aLoginIsOneOfTheAddressInANewSession() throws Exception {
        CredentialRecord one = registered(ALICE, 1);
        SecurityContextHolder.clearContext();
        context.getBean(GenosSecurity.class).assignRole(ALICE, "user", null);
        MockMvc mvc = MockMvcBuilders.webAppContextSetup(context)
                .apply(SecurityMockMvcConfigurers.springSecurity())
                .build();
        var session = new MockHttpSession(context.getServletContext());
        mvc.perform(post("/webauthn/authenticate/options").session(session).with(csrf()))
                .andExpect(status().isOk());
        String before = session.getId();
        mvc.perform(post("/login/webauthn")
                        .session(session)
                        .with(csrf())
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(ASSERTION.formatted(one.getUserEntityUserId().toBase64UrlString())))
                .andExpect(status().isOk());
        assertThat(session.getId()).isNotEqualTo(before);
        mvc.perform(get("/me").session(session))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.name").value(ALICE.text()))
                .andExpect(jsonPath("$.type").value("GenosAuthentication"))
                .andExpect(jsonPath("$.principal").value("User[address=" + ALICE + "]"))
                .andExpect(jsonPath("$.authorities")
                        .value(allOf(containsString("ROLE_USER"), containsString("FACTOR_WEBAUTHN"))));
    }

    private CredentialRecord registered(Address address, int number) {
        as(address);
        PublicKeyCredentialUserEntity user = user(address);
        users.save(user);
        CredentialRecord credential = credential(user, number);
        credentials.save(credential);
        return credential;
    }

    private static PublicKeyCredentialUserEntity user(Address address) {
        return ImmutablePublicKeyCredentialUserEntity.builder()
                .name(address.text())
                .id(Bytes.random())
                .displayName(address.text())
                .build();
    }

    private static CredentialRecord credential(PublicKeyCredentialUserEntity user, int number) {
        return ImmutableCredentialRecord.builder()
                .credentialType(PublicKeyCredentialType.PUBLIC_KEY)
                .credentialId(new Bytes(new byte[] {1, 2, 3, (byte) number}))
                .userEntityUserId(user.getId())
                .publicKey(new ImmutablePublicKeyCose(new byte[] {4, 5, 6}))
                .signatureCount(7)
                .uvInitialized(true)
                .backupEligible(true)
                .backupState(false)
                .transports(Set.of(AuthenticatorTransport.INTERNAL, AuthenticatorTransport.HYBRID))
                .attestationObject(new Bytes(new byte[] {7}))
                .attestationClientDataJSON(new Bytes(new byte[] {8}))
                .created(Instant.parse("2026-05-04T10:00:00Z"))
                .lastUsed(Instant.parse("2026-05-04T11:00:00Z"))
                .label("Passkey " + number)
                .build();
    }

    private void as(Address address) {
        var current = SecurityContextHolder.createEmptyContext();
        current.setAuthentication(new GenosAuthentication(address, context.getBean(AuthoritySource.class)));
        SecurityContextHolder.setContext(current);
    }

    private static void refused(Runnable action) {
        assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(action::run);
    }
}
