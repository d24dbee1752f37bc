package io.genosdb.spring.security;

import static io.genosdb.spring.security.GenosDbConfigurer.genosDb;
import static io.genosdb.spring.security.Wallet.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.genosdb.spring.security.WebApplication.TestRoles;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;

class SiweTokenTest {

    private final AnnotationConfigWebApplicationContext context = WebApplication.start(FakeRoles.class, Security.class);
    private final MockMvc mvc = WebApplication.mvc(context);
    private final TestClock clock = context.getBean(TestClock.class);
    private final TestRoles roles = context.getBean(TestRoles.class);

    @Configuration(proxyBeanMethods = false)
    static class Security {

        @Bean
        TokenStore tokens(TestClock clock) {
            return new InMemoryTokenStore(Duration.ofHours(1), 100, clock, new SecureRandom());
        }

        @Bean
        SecurityFilterChain chain(HttpSecurity http, TestClock clock, TokenStore tokens) {
            http.authorizeHttpRequests(requests -> requests.requestMatchers("/admin")
                            .hasRole("ADMIN")
                            .anyRequest()
                            .authenticated())
                    .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                    .with(
                            genosDb(),
                            siwe -> siwe.domain("app.example.org").clock(clock).tokens(tokens));
            return http.build();
        }
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void whoShowsATokenIsSignedInWithoutASession() throws Exception {
        String token = signIn();
        MvcResult result = show("/me", token)
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.name").value(ALICE.address().text()))
                .andReturn();
        assertThat(result.getRequest().getSession(false)).isNull();
        mvc.perform(post("/write").header("Authorization", "bearer " + token)).andExpect(status().isOk());
    }

    @Test
    void aDemotionTakesEffectOnTheNextRequest() throws Exception {
        roles.put(ALICE.address(), "admin");
        String token = signIn();
        show("/admin", token).andExpect(status().isOk());
        roles.remove(ALICE.address());
        show("/admin", token).andExpect(status().isForbidden());
    }

    @Test
    void unknownExpiredAndRevokedTokensAreRefused() throws Exception {
        refused(show("/me", "x"));
        refused(show("/me", ""));
        String token = signIn();
        clock.advance(Duration.ofHours(1));
        refused(show("/me", token));
        String other = signIn();
        mvc.perform(post("/logout").header("Authorization", "Bearer " + other)).andExpect(status().isFound());
        refused(show("/me", other));
    }

    private static void refused(ResultActions result) throws Exception {
        result.andExpect(status().isUnauthorized())
                .andExpect(header().string("WWW-Authenticate", "Bearer error=\"invalid_token\""));
    }

    @Test
    void withoutATokenNobodyIsSignedInAndWritesNeedTheTokenAgainstForgedRequests() throws Exception {
        mvc.perform(get("/me")).andExpect(status().isUnauthorized());
        mvc.perform(post("/write")).andExpect(status().isForbidden());
        mvc.perform(post("/write").with(csrf())).andExpect(status().isUnauthorized());
    }

    private ResultActions show(String path, String token) throws Exception {
        return mvc.perform(get(path).header("Authorization", "Bearer " + token));
    }

    private String signIn() throws Exception {
        String nonce = text(mvc.perform(get("/genosdb/siwe/nonce")).andReturn(), "nonce");
        MvcResult result = mvc.perform(post("/genosdb/siwe/login")
                        .with(csrf())
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(ALICE.login(ALICE.message(nonce, clock.instant()))))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.expiresAt")
                        .value(clock.instant().plus(Duration.ofHours(1)).toString()))
                .andReturn();
        return text(result, "token");
    }

    private static String text(MvcResult result, String name) throws Exception {
        return JsonObject.parse(result.getResponse().getContentAsString()).get(name) instanceof JsonString text
                ? text.value()
                : "";
    }
}
