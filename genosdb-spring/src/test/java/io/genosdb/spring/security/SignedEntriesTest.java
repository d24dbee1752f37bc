package io.genosdb.spring.security;

import static io.genosdb.spring.security.GenosDbConfigurer.genosDb;
import static io.genosdb.spring.security.Wallet.ALICE;
import static io.genosdb.spring.security.Wallet.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.genosdb.GenosDatabase;
import io.genosdb.graph.Hash256;
import io.genosdb.security.GenosSecurity;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignedEntriesTest {

    private static final String DRAFT = "/genosdb/entries/draft";
    private static final String ENTRIES = "/genosdb/entries";
    private static final String WELCOME = """
            {"writes": [
              {"id": "user:%1$s", "slot": "role", "payload": {"role": "guest"}},
              {"id": "user:%1$s", "slot": "value", "payload": {"name": "Alice"}}]}""";

    private final AnnotationConfigWebApplicationContext context =
            WebApplication.start(Guarded.class, Security.class, Controller.class);
    private final MockMvc mvc = WebApplication.mvc(context);
    private final GenosSecurity security = context.getBean(GenosSecurity.class);
    private final GenosDatabase database = context.getBean(GenosDatabase.class);
    private final AuthoritySource authorities = context.getBean(AuthoritySource.class);

    @Configuration(proxyBeanMethods = false)
    static class Security {

        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            http.authorizeHttpRequests(requests -> requests.requestMatchers("/admin")
                            .hasAuthority("genosdb:delete")
                            .anyRequest()
                            .authenticated())
                    .with(genosDb(), siwe -> siwe.domain("app.example.org"));
            return http.build();
        }
    }

    /** Writes as whoever is signed in. */
    @RestController
    record Controller(GenosTemplate template) {

        @PostMapping("/nodes")
        String put() {
            return template.put(Map.of("by", "the application"));
        }
    }

    @BeforeEach
    void nobodyHasARole() {
        for (Wallet wallet : List.of(ALICE, BOB)) {
            if (security.roleOf(wallet.address()) != null) {
                security.assignRole(wallet.address(), "none", null);
            }
        }
    }

    @AfterAll
    void close() {
        context.close();
    }

    @Test
    void somebodyUnknownWelcomesThemselvesAndNobodyElse() throws Exception {
        Wallet carol = Wallet.of(1001);
        submit(carol, sign(carol, draft(carol, WELCOME.formatted(BOB.address()))))
                .andExpect(status().isForbidden());
        submit(carol, sign(carol, draft(carol, WELCOME.formatted(carol.address()))))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.applied").value(2));
        assertThat(security.roleOf(carol.address())).isEqualTo("guest");
        assertThat(security.roleOf(BOB.address())).isNull();
        submit(carol, sign(carol, draft(carol, put("n", "{}")))).andExpect(status().isForbidden());
    }

    @Test
    void whatIsSignedInTheWalletIsTheUsersOwn() throws Exception {
        security.assignRole(ALICE.address(), "user", null);
        String id = ALICE.address() + "/note";
        submit(ALICE, sign(ALICE, draft(ALICE, put(id, "{\"text\": \"mine\"}"))))
                .andExpect(status().isOk());
        assertThat(database.get(id).value()).isEqualTo(JsonObject.parse("{\"text\": \"mine\"}"));
        assertThat(database.entries())
                .filteredOn(entry -> entry.nodeId().equals(id))
                .extracting(entry -> entry.author())
                .containsExactly(ALICE.address().text());
    }

    @Test
    void grantsAndRemovalsAreEntriesToo() throws Exception {
        security.assignRole(ALICE.address(), "user", null);
        security.assignRole(BOB.address(), "user", null);
        String id = ALICE.address() + "/shared";
        String grant =
                "{\"writes\": [{\"id\": \"%s\", \"slot\": \"acl\", \"payload\": {\"grant\": \"%s\", \"level\": \"write\"}}]}";
        submit(ALICE, sign(ALICE, draft(ALICE, put(id, "{}")))).andExpect(status().isOk());
        submit(BOB, sign(BOB, draft(BOB, put(id, "{\"by\": \"bob\"}")))).andExpect(status().isForbidden());
        submit(ALICE, sign(ALICE, draft(ALICE, grant.formatted(id, BOB.address()))))
                .andExpect(status().isOk());
        submit(BOB, sign(BOB, draft(BOB, put(id, "{\"by\": \"bob\"}")))).andExpect(status().isOk());
        submit(
                        ALICE,
                        sign(
                                ALICE,
                                draft(
                                        ALICE,
                                        "{\"writes\": [{\"id\": \"" + id
                                                + "\", \"slot\": \"tombstone\", \"payload\": null}]}")))
                .andExpect(status().isOk());
        assertThat(database.get(id)).isNull();
    }

    @Test
    void nobodySubmitsForSomebodyElse() throws Exception {
        security.assignRole(ALICE.address(), "user", null);
        String signed = sign(ALICE, draft(ALICE, put("a", "{}")));
        submit(BOB, signed).andExpect(status().isForbidden());
        submit(BOB, sign(BOB, draft(ALICE, put("a", "{}")))).andExpect(status().isForbidden());
        submit(ALICE, sign(BOB, draft(ALICE, put("a", "{}"))))
                .andExpect(status().isForbidden())
                .andExpect(jsonPath("$.error.code").value("forbidden"));
        assertThat(database.get("a")).isNull();
    }

    @Test
    void whatWasSignedIsWhatIsApplied() throws Exception {
        security.assignRole(ALICE.address(), "user", null);
        String signed = sign(ALICE, draft(ALICE, put("b", "{\"sum\": 1}")));
        submit(ALICE, signed.replace("\"sum\":1", "\"sum\":2")).andExpect(status().isBadRequest());
        String unnamed = signed.replaceAll("\"hash\":\"0x[0-9a-f]*\",", "").replace("\"sum\":1", "\"sum\":2");
        submit(ALICE, unnamed).andExpect(status().isForbidden());
        assertThat(database.get("b")).isNull();
    }

    @Test
    void allOfThemOrNothing() throws Exception {
        security.assignRole(ALICE.address(), "user", null);
        String two =
                "{\"writes\": [{\"id\": \"c\", \"slot\": \"value\", \"payload\": {}}, {\"id\": \"user:%s\", \"slot\": \"value\", \"payload\": {}}]}";
        submit(ALICE, sign(ALICE, draft(ALICE, two.formatted(BOB.address())))).andExpect(status().isForbidden());
        assertThat(database.get("c")).isNull();
    }

    @Test
    void refusesBodiesOfOtherForms() throws Exception {
        for (String body : List.of(
                "{}",
                "{\"writes\": []}",
                "{\"writes\": [1]}",
                "{\"writes\": [{}], \"more\": 1}",
                "{\"writes\": [{\"id\": \"a\", \"slot\": \"other\", \"payload\": {}}]}",
                "{\"writes\": [{\"id\": \"a\", \"slot\": \"acl/1\", \"payload\": {}}]}",
                "{\"writes\": [{\"id\": \"\", \"slot\": \"value\", \"payload\": {}}]}",
                "{\"writes\": [{\"id\": \"a\", \"slot\": \"value\", \"payload\": 1}]}",
                "{\"writes\": [{\"id\": \"a\", \"slot\": \"value\", \"payload\": {}, \"author\": \"x\"}]}",
                "{\"writes\": [" + "{\"id\": \"a\", \"slot\": \"value\", \"payload\": {}},".repeat(101) + "{}]}")) {
            post(DRAFT, ALICE, body).andExpect(status().isBadRequest());
        }
        String signed = sign(ALICE, draft(ALICE, put("a", "{}")));
        for (UnaryOperator<String> change : List.<UnaryOperator<String>>of(
                text -> text.replaceAll("\"time\":\\d+", "\"time\":-1"),
                text -> text.replaceAll("\"time\":\\d+", "\"time\":1.5"),
                text -> text.replaceAll("\"time\":\\d+", "\"time\":1e300"),
                text -> text.replaceAll("\"counter\":\\d+", "\"counter\":65536"),
                text -> text.replaceAll("\"signature\":\"0x....", "\"signature\":\"0x"),
                text -> text.replaceAll("\"signature\":\"0x..", "\"signature\":\"0xzz"),
                text -> text.replace("\"slot\":\"value\"", "\"slot\":\"other\""))) {
            submit(ALICE, change.apply(signed)).andExpect(status().isBadRequest());
        }
        post(DRAFT, ALICE, " ".repeat(300_000)).andExpect(status().isContentTooLarge());
    }

    @Test
    void onlyWhoHasSignedInWithAnAddressWritesAndOnlyWithTheTokenAgainstForgedRequests() throws Exception {
        mvc.perform(MockMvcRequest.json(DRAFT, put("a", "{}")).with(csrf())).andExpect(status().isUnauthorized());
        var other = UsernamePasswordAuthenticationToken.authenticated("user", "", List.of());
        mvc.perform(MockMvcRequest.json(DRAFT, put("a", "{}")).with(csrf()).with(authentication(other)))
                .andExpect(status().isUnauthorized());
        mvc.perform(MockMvcRequest.json(DRAFT, put("a", "{}")).with(authentication(signedIn(ALICE))))
                .andExpect(status().isForbidden());
    }

    @Test
    void whatTheDatabaseDoesNotPermitIsForbidden() throws Exception {
        mvc.perform(MockMvcRequest.json("/nodes", "").with(csrf()).with(authentication(signedIn(ALICE))))
                .andExpect(status().isForbidden());
        security.assignRole(ALICE.address(), "user", null);
        mvc.perform(MockMvcRequest.json("/nodes", "").with(csrf()).with(authentication(signedIn(ALICE))))
                .andExpect(status().isOk());
    }

    @Test
    void authoritiesFollowTheGraph() throws Exception {
        security.assignRole(ALICE.address(), "admin", null);
        mvc.perform(get("/admin").with(authentication(signedIn(ALICE)))).andExpect(status().isOk());
        security.assignRole(ALICE.address(), "user", null);
        mvc.perform(get("/admin").with(authentication(signedIn(ALICE)))).andExpect(status().isForbidden());
    }

    private GenosAuthentication signedIn(Wallet wallet) {
        return new GenosAuthentication(wallet.address(), authorities);
    }

    private static String put(String id, String value) {
        return "{\"writes\": [{\"id\": \"" + id + "\", \"slot\": \"value\", \"payload\": " + value + "}]}";
    }

    private JsonObject draft(Wallet wallet, String writes) throws Exception {
        String answer = post(DRAFT, wallet, writes)
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString();
        return JsonObject.parse(answer);
    }

    /** As the page does: it signs the hash of each entry. */
    private static String sign(Wallet wallet, JsonObject drafts) {
        List<JsonValue> signed = new ArrayList<>();
        for (JsonValue draft : (JsonArray) drafts.get("entries")) {
            var entry = (JsonObject) draft;
            String hash = ((JsonString) entry.get("hash")).value();
            byte[] signature = wallet.identity().sign(Hash256.of(HexFormat.of().parseHex(hash.substring(2))));
            // Wallets add v.
            signed.add(
                    entry.with("signature", new JsonString("0x" + HexFormat.of().formatHex(signature) + "1b")));
        }
        return JsonObject.of(Map.of("entries", JsonArray.of(signed))).toJson();
    }

    private ResultActions submit(Wallet wallet, String entries) throws Exception {
        return post(ENTRIES, wallet, entries);
    }

    private ResultActions post(String path, Wallet wallet, String body) throws Exception {
        return mvc.perform(MockMvcRequest.json(path, body).with(csrf()).with(authentication(signedIn(wallet))));
    }
}
