package io.genosdb.spring.security;

import static io.genosdb.spring.security.GenosDbConfigurer.genosDb;
import static io.genosdb.spring.security.Wallet.ALICE;
import static io.genosdb.spring.security.Wallet.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.genosdb.spring.security.WebApplication.TestRoles;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;

class SiweSessionTest {

    private static final String NONCE = "/genosdb/siwe/nonce";
    private static final String LOGIN = "/genosdb/siwe/login";

    private final AnnotationConfigWebApplicationContext context = WebApplication.start(FakeRoles.class, Security.class);
    private final MockMvc mvc = WebApplication.mvc(context);
    private final TestClock clock = context.getBean(TestClock.class);
    private final TestRoles roles = context.getBean(TestRoles.class);

    /** What a page has got from the server. */
    private record Page(MockHttpSession session, String nonce, String csrfHeader, String csrfToken) {}

    @Configuration(proxyBeanMethods = false)
    static class Security {

        @Bean
        SecurityFilterChain chain(HttpSecurity http, TestClock clock) {
            http.authorizeHttpRequests(requests -> requests.requestMatchers("/admin")
                            .hasRole("ADMIN")
                            .anyRequest()
                            .authenticated())
                    .with(genosDb(), siwe -> siwe.domain("app.example.org").clock(clock));
            return http.build();
        }
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void signsInAndStaysSignedIn() throws Exception {
        Page page = open();
        signIn(page, ALICE)
                .andExpect(status().isOk())
                .andExpect(content().contentType(MediaType.APPLICATION_JSON))
                .andExpect(header().string("Cache-Control", "no-store"))
                .andExpect(jsonPath("$.address").value(ALICE.address().text()))
                .andExpect(jsonPath("$.token").doesNotExist());
        mvc.perform(get("/me").session(page.session()))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.name").value(ALICE.address().text()))
                .andExpect(jsonPath("$.principal").value("User[address=" + ALICE.address() + "]"));
    }

    @Test
    void postGivesANonceToo() throws Exception {
        Page page = open();
        mvc.perform(post(NONCE).session(page.session()).header(page.csrfHeader(), page.csrfToken()))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.nonce").isString())
                .andExpect(jsonPath("$.issuedAt").value("2026-05-04T10:00:00Z"));
        mvc.perform(post(NONCE).session(page.session())).andExpect(status().isForbidden());
    }

    @Test
    void whoIsNotSignedInIsToldSoInJson() throws Exception {
        mvc.perform(get("/me"))
                .andExpect(status().isUnauthorized())
                .andExpect(jsonPath("$.error.code").value("unauthorized"));
    }

    @Test
    void theSessionBeforeIsNotTheSessionAfter() throws Exception {
        Page page = open();
        String before = page.session().getId();
        signIn(page, ALICE).andExpect(status().isOk());
        assertThat(page.session().getId()).isNotEqualTo(before);
    }

    @Test
    void aLoginNeedsTheTokenAgainstForgedRequests() throws Exception {
        Page page = open();
        String body = ALICE.login(ALICE.message(page.nonce(), clock.instant()));
        mvc.perform(post(LOGIN)
                        .session(page.session())
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(body))
                .andExpect(status().isForbidden());
        signIn(page, ALICE).andExpect(status().isOk());
    }

    @Test
    void aWriteNeedsTheNewToken() throws Exception {
        Page page = open();
        MvcResult signedIn = signIn(page, ALICE).andReturn();
        mvc.perform(post("/write").session(page.session()).header(page.csrfHeader(), page.csrfToken()))
                .andExpect(status().isForbidden());
        JsonObject csrf = (JsonObject) field(signedIn, "csrf");
        mvc.perform(post("/write").session(page.session()).header(page.csrfHeader(), text(csrf, "token")))
                .andExpect(status().isOk());
    }

    @Test
    void aDemotionTakesEffectOnTheNextRequest() throws Exception {
        Page page = open();
        roles.put(ALICE.address(), "admin");
        signIn(page, ALICE).andExpect(jsonPath("$.authorities[0]").value("ROLE_ADMIN"));
        mvc.perform(get("/admin").session(page.session())).andExpect(status().isOk());
        roles.put(ALICE.address(), "guest");
        mvc.perform(get("/admin").session(page.session())).andExpect(status().isForbidden());
        roles.put(ALICE.address(), "admin");
        mvc.perform(get("/admin").session(page.session())).andExpect(status().isOk());
    }

    @Test
    void aSessionThatWasStoredElsewhereHasTheAuthoritiesOfNow() throws Exception {
        Page page = open();
        roles.put(ALICE.address(), "guest");
        signIn(page, ALICE).andExpect(status().isOk());
        String name = HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY;
        var stored = (SecurityContext) copy(page.session().getAttribute(name));
        page.session().setAttribute(name, stored);
        mvc.perform(get("/admin").session(page.session())).andExpect(status().isForbidden());
        roles.put(ALICE.address(), "admin");
        mvc.perform(get("/admin").session(page.session())).andExpect(status().isOk());
    }

    private static Object copy(@Nullable Object object) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "another domain     | app.example.org wants | evil.example.org wants",
                "another URI        | https://app.example.org/ | https://evil.example.org/",
                "another chain      | Chain ID: 1 | Chain ID: 5",
                "another version    | Version: 1 | Version: 2",
                "from the future    | 10:00:00Z | 10:01:01Z",
                "expired            | 10:00:00Z | '10:00:00Z\nExpiration Time: 2026-05-04T09:59:00Z'",
                "not valid yet      | 10:00:00Z | '10:00:00Z\nNot Before: 2026-05-04T10:01:01Z'",
                "an unknown nonce   | Nonce: | Nonce: 0",
            })
    void refusesAMessage(String what, String good, String bad) throws Exception {
        refuses(message -> {
            assertThat(message).as(what).contains(good);
            return message.replace(good, bad);
        });
    }

    @Test
    void refusesAnAddressWithoutChecksum() throws Exception {
        String address = ALICE.address().text();
        refuses(message -> message.replace(address, "0x" + address.substring(2).toLowerCase(Locale.ROOT)));
    }

    @Test
    void refusesTheAddressOfSomebodyElse() throws Exception {
        refuses(message -> message.replace(ALICE.address().text(), BOB.address().text()));
    }

    private void refuses(UnaryOperator<String> change) throws Exception {
        Page page = open();
        String message = change.apply(ALICE.message(page.nonce(), clock.instant()));
        refused(login(page, ALICE.login(message)));
        mvc.perform(get("/me").session(page.session())).andExpect(status().isUnauthorized());
    }

    /** The same for everything, so that nobody learns anything from it. */
    private static void refused(ResultActions result) throws Exception {
        result.andExpect(status().isUnauthorized())
                .andExpect(content()
                        .string("{\"error\":{\"code\":\"unauthorized\",\"message\":"
                                + "\"signing in failed: ask for a new nonce and try again\"}}"));
    }

    @Test
    void refusesAWrongSignature() throws Exception {
        Page page = open();
        String message = ALICE.message(page.nonce(), clock.instant());
        refused(login(page, Wallet.login(message, BOB.signature(message))));
    }

    @Test
    void aNonceIsForOneAttemptWhateverComesOfIt() throws Exception {
        Page page = open();
        String message = ALICE.message(page.nonce(), clock.instant());
        refused(login(page, Wallet.login(message, BOB.signature(message))));
        refused(login(page, ALICE.login(message)));
    }

    @Test
    void refusesWhatIsNoSignature() throws Exception {
        for (String signature :
                new String[] {"", "0x", "0x" + "zz".repeat(65), "0x" + "00".repeat(65), "0x" + "ff".repeat(66)}) {
            Page page = open();
            refused(login(page, Wallet.login(ALICE.message(page.nonce(), clock.instant()), signature)));
        }
    }

    @Test
    void refusesANonceASecondTime() throws Exception {
        Page page = open();
        String body = ALICE.login(ALICE.message(page.nonce(), clock.instant()));
        MvcResult signedIn = login(page, body).andExpect(status().isOk()).andReturn();
        JsonObject csrf = (JsonObject) field(signedIn, "csrf");
        var again = new Page(page.session(), page.nonce(), page.csrfHeader(), text(csrf, "token"));
        refused(login(again, body));
    }

    @Test
    void refusesTheNonceOfAnotherSession() throws Exception {
        Page alices = open();
        Page another = open();
        refused(login(another, ALICE.login(ALICE.message(alices.nonce(), clock.instant()))));
        signIn(alices, ALICE).andExpect(status().isOk());
    }

    @Test
    void refusesANonceThatHasExpired() throws Exception {
        Page page = open();
        clock.advance(Duration.ofMinutes(5));
        refused(login(page, ALICE.login(ALICE.message(page.nonce(), clock.instant()))));
    }

    @Test
    void refusesBodiesOfOtherForms() throws Exception {
        for (String body : new String[] {"", "[]", "{", "{}", "{\"message\":1,\"signature\":\"0x\"}"}) {
            login(open(), body).andExpect(status().isBadRequest());
        }
        login(open(), "{\"message\":\"" + "a".repeat(30_000) + "\",\"signature\":\"0x\"}")
                .andExpect(status().isContentTooLarge());
        Page page = open();
        mvc.perform(post(LOGIN)
                        .session(page.session())
                        .header(page.csrfHeader(), page.csrfToken())
                        .contentType(MediaType.TEXT_PLAIN)
                        .content(ALICE.login(ALICE.message(page.nonce(), clock.instant()))))
                .andExpect(status().isUnsupportedMediaType());
    }

    @Test
    void signsOutAsSpringDoes() throws Exception {
        Page page = open();
        MvcResult signedIn = signIn(page, ALICE).andReturn();
        JsonObject csrf = (JsonObject) field(signedIn, "csrf");
        mvc.perform(post("/logout").session(page.session()).header(page.csrfHeader(), text(csrf, "token")))
                .andExpect(status().isFound());
        assertThat(page.session().isInvalid()).isTrue();
    }

    private Page open() throws Exception {
        var session = new MockHttpSession(context.getServletContext());
        MvcResult result = mvc.perform(get(NONCE).session(session))
                .andExpect(status().isOk())
                .andExpect(header().string("Cache-Control", "no-store"))
                .andReturn();
        JsonObject csrf = (JsonObject) field(result, "csrf");
        return new Page(session, text(body(result), "nonce"), text(csrf, "header"), text(csrf, "token"));
    }

    private ResultActions signIn(Page page, Wallet wallet) throws Exception {
        return login(page, wallet.login(wallet.message(page.nonce(), clock.instant())));
    }

    private ResultActions login(Page page, String body) throws Exception {
        return mvc.perform(post(LOGIN)
                .session(page.session())
                .header(page.csrfHeader(), page.csrfToken())
                .contentType(MediaType.APPLICATION_JSON)
                .content(body));
    }

    private static JsonObject body(MvcResult result) throws Exception {
        return JsonObject.parse(result.getResponse().getContentAsString());
    }

    private static @Nullable JsonValue field(MvcResult result, String name) throws Exception {
        return body(result).get(name);
    }

    private static String text(JsonObject object, String name) {
        return object.get(name) instanceof JsonString text ? text.value() : "";
    }
}
