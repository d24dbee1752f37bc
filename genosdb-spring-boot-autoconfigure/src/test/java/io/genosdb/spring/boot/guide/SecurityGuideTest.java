package io.genosdb.spring.boot.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.GenosDatabase;
import io.genosdb.ListenerRegistration;
import io.genosdb.graph.Entry;
import io.genosdb.graph.Slot;
import io.genosdb.guard.NotPermittedException;
import io.genosdb.guard.SlotWrite;
import io.genosdb.query.Query;
import io.genosdb.security.AccessLevel;
import io.genosdb.security.Acls;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.SecretNodes;
import io.genosdb.security.SecurityEvent;
import io.genosdb.security.identity.Address;
import io.genosdb.security.identity.Identity;
import io.genosdb.security.policy.Permission;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.data.GenosDataAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.security.GenosSecurityAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.security.GenosSecurityProperties;
import io.genosdb.spring.boot.autoconfigure.security.GenosSpringSecurityAutoConfiguration;
import io.genosdb.spring.security.AuthoritySource;
import io.genosdb.spring.security.GenosAuthentication;
import io.genosdb.value.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Service;

/** The snippets of security.md. */
@Timeout(60)
class SecurityGuideTest {

    private static final Logger log = LoggerFactory.getLogger(SecurityGuideTest.class);
    private static final String KEY = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
    private static final String ADDRESS = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
    private static final String ALICES_KEY = "59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
    private static final Address ALICE = Address.parse("0x70997970C51812dc3A010C7d01b50e0d17dc79C8");

    private final ApplicationContextRunner off = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    GenosAutoConfiguration.class,
                    GenosDataAutoConfiguration.class,
                    GenosSecurityAutoConfiguration.class,
                    GenosSpringSecurityAutoConfiguration.class));

    /** The application is a superadmin. */
    private final ApplicationContextRunner runner = off.withPropertyValues(
            "genosdb.storage.type=memory",
            "genosdb.security.super-admins=" + ADDRESS,
            "genosdb.security.identity.private-key=" + KEY);

    @AfterEach
    void signOut() {
        SecurityContextHolder.clearContext();
    }

    private static ApplicationContextRunner with(ApplicationContextRunner runner, String page) {
        return runner.withInitializer(new ConfigDataApplicationContextInitializer())
                .withPropertyValues("spring.config.location=classpath:guide/" + page + ".yaml");
    }

    @Test
    void isTurnedOnByASuperadmin(@TempDir Path folder) {
        with(off, "security")
                .withPropertyValues(
                        "GENOSDB_IDENTITY_PASSWORD=hush",
                        "genosdb.storage.type=mvstore",
                        "genosdb.storage.directory=" + folder)
                .run(context -> {
                    var security = context.getBean(GenosSecurity.class);
                    assertThat(security.roleOf(ALICE)).isEqualTo("superadmin");
                    assertThat(security.roleOf(security.address())).isEqualTo("guest");
                    assertThat(folder.resolve("identity.json")).exists();
                });
    }

    @Test
    void rolesOfOnesOwn() {
        with(runner, "security-roles").withUserConfiguration(Rights.class).run(context -> {
            var security = context.getBean(GenosSecurity.class);
            assertThat(security.roles().permissionsOf("server"))
                    .contains(Permission.REPLICATE, Permission.DELEGATE, Permission.WRITE);
            assertThat(context.getBean(Rights.class).print("a")).isEqualTo("printed a");
        });
    }

    @Test
    void governanceGivesRoles() {
        with(runner, "security-governance").run(context -> {
            var security = context.getBean(GenosSecurity.class);
            var properties = context.getBean(GenosSecurityProperties.class);
            assertThat(properties.governance()).hasSize(2);
            assertThat(security.roles().permissionsOf("manager")).contains(Permission.PUBLISH);
        });
    }

    @Test
    void pagesFromWhichPeopleSignIn() {
        with(runner, "security-siwe")
                .run(context -> assertThat(context.getBean(GenosSecurityProperties.class)
                                .siwe()
                                .domains())
                        .containsExactly("app.example.org"));
    }

    // tag: security-notes
    @Service
    static class Notes {

        private final GenosSecurity security;

        Notes(GenosSecurity security) {
            this.security = security;
        }

        String keep(JsonObject note) {
            return security.acls().set(note);
        }

        void share(String id, String reader) {
            security.acls().grant(id, reader, AccessLevel.READ);
        }

        void publish(String id) {
            security.acls().grant(id, Acls.EVERYONE, AccessLevel.READ);
        }

        void unshare(String id, String reader) {
            security.acls().revoke(id, reader);
        }
    }
    // end: security-notes

    @Test
    void notesAreShared() {
        runner.withUserConfiguration(Notes.class).run(context -> {
            var security = context.getBean(GenosSecurity.class);
            var notes = context.getBean(Notes.class);
            var database = context.getBean(GenosDatabase.class);
            security.assignRole(ALICE, "guest", null);

            String id = notes.keep(JsonObject.parse("{ \"text\": \"milk\" }"));

            assertThat(id).startsWith(ADDRESS + "/");
            assertThat(seenBy(ALICE, security, database, id)).isFalse();
            notes.share(id, ALICE.text());
            assertThat(seenBy(ALICE, security, database, id)).isTrue();
            notes.unshare(id, ALICE.text());
            assertThat(seenBy(ALICE, security, database, id)).isFalse();
            notes.publish(id);
            assertThat(security.actingFor(GenosSecurity.Principal.ANONYMOUS, () -> database.get(id) != null))
                    .isTrue();
        });
    }

    private static boolean seenBy(Address who, GenosSecurity security, GenosDatabase database, String id) {
        BooleanSupplier isThere = () -> database.get(id) != null;
        return security.actingFor(new GenosSecurity.Principal.User(who), isThere::getAsBoolean);
    }

    @Configuration(proxyBeanMethods = false)
    static class Rights {

        private final GenosSecurity security;

        Rights(GenosSecurity security) {
            this.security = security;
        }

        // tag: security-assign
        void promote(String address) {
            Instant nextYear = Instant.now().plus(365, ChronoUnit.DAYS);
            security.assignRole(Address.parse(address), "user", nextYear);
        }

        void demote(String address) {
            security.assignRole(Address.parse(address), "none", null);
        }
        // end: security-assign

        // tag: security-permission
        String print(String id) {
            return security.executeWithPermission("print", () -> "printed " + id);
        }
        // end: security-permission

        // tag: security-acting
        String keepFor(Address user, JsonObject note) {
            return security.actingFor(
                    new GenosSecurity.Principal.User(user),
                    () -> security.acls().set(note));
        }
        // end: security-acting

        // tag: security-wallet
        List<Entry> draft(Address author, String id, JsonObject note) {
            return security.draft(author, version -> List.of(new SlotWrite(id, Slot.VALUE, note)));
        }

        void submit(List<Entry> drafted, List<byte[]> signatures) {
            var signed = new ArrayList<Entry>();
            for (int i = 0; i < drafted.size(); i++) {
                signed.add(drafted.get(i).signed(signatures.get(i)));
            }
            security.submit(signed);
        }
        // end: security-wallet

        // tag: security-secret
        String remember(JsonObject secret) {
            return security.sm().put(secret);
        }

        List<SecretNodes.Decrypted> find(String text) {
            return security.sm().map(Query.filter(Map.of("text", text)));
        }
        // end: security-secret

        // tag: security-events
        ListenerRegistration watch() {
            return security.onEvent(event -> {
                if (event instanceof SecurityEvent.EntryRefused refused) {
                    log.warn(
                            "{}: {}",
                            refused.refusal().entry().author(),
                            refused.refusal().reason());
                } else if (event instanceof SecurityEvent.RoleChanged changed) {
                    log.info("{} is now {}", changed.address(), changed.role());
                }
            });
        }
        // end: security-events
    }

    @Test
    void rolesAreGivenAndTaken() {
        runner.withUserConfiguration(Rights.class).run(context -> {
            var security = context.getBean(GenosSecurity.class);
            var rights = context.getBean(Rights.class);
            rights.promote(ALICE.text());
            assertThat(security.roleOf(ALICE)).isEqualTo("user");
            rights.demote(ALICE.text());
            assertThat(security.roleOf(ALICE)).isNull();
        });
    }

    @Test
    void theApplicationActsForPeople() {
        runner.withUserConfiguration(Rights.class).run(context -> {
            var security = context.getBean(GenosSecurity.class);
            var rights = context.getBean(Rights.class);
            assertThatThrownBy(() -> rights.keepFor(ALICE, JsonObject.empty()))
                    .isInstanceOf(NotPermittedException.class);

            rights.promote(ALICE.text());

            String id = rights.keepFor(ALICE, JsonObject.empty());
            assertThat(id).startsWith(ALICE + "/");
            assertThat(security.acls().permissions(id)).isNotNull();
        });
    }

    @Test
    void peopleSignByThemselves() {
        runner.withUserConfiguration(Rights.class).run(context -> {
            var rights = context.getBean(Rights.class);
            rights.promote(ALICE.text());
            String id = ALICE + "/note";
            List<Entry> drafted = rights.draft(ALICE, id, JsonObject.parse("{ \"text\": \"mine\" }"));

            try (Identity wallet = Identity.ofPrivateKey(ALICES_KEY)) {
                rights.submit(
                        drafted,
                        drafted.stream().map(entry -> wallet.sign(entry.hash())).toList());
            }

            assertThat(context.getBean(GenosDatabase.class).get(id)).isNotNull();
        });
    }

    @Test
    void secretsAreFound() {
        runner.withUserConfiguration(Rights.class).run(context -> {
            var rights = context.getBean(Rights.class);
            String id = rights.remember(JsonObject.parse("{ \"text\": \"milk\" }"));
            assertThat(rights.find("milk"))
                    .singleElement()
                    .extracting(found -> found.node().id())
                    .isEqualTo(id);
            assertThat(rights.find("bread")).isEmpty();
            assertThat(context.getBean(GenosTemplate.class)
                            .get(id)
                            .orElseThrow()
                            .value())
                    .asString()
                    .contains("v1.")
                    .doesNotContain("milk");
        });
    }

    @Test
    void eventsTellOfRoles() {
        runner.withUserConfiguration(Rights.class).run(context -> {
            BlockingQueue<SecurityEvent> heard = new LinkedBlockingQueue<>();
            var security = context.getBean(GenosSecurity.class);
            ListenerRegistration watching = context.getBean(Rights.class).watch();
            security.onEvent(heard::add);
            security.assignRole(ALICE, "user", null);
            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo(new SecurityEvent.RoleChanged(ALICE, "user"));
            watching.close();
        });
    }

    @Configuration(proxyBeanMethods = false)
    @EnableMethodSecurity
    static class Methods {}

    static class Titles {

        private final GenosTemplate genos;

        Titles(GenosTemplate genos) {
            this.genos = genos;
        }

        // tag: security-method
        @PreAuthorize("hasPermission(#id, 'node', 'write')")
        public void rename(String id, String title) {
            genos.put(Map.of("title", title), id);
        }
        // end: security-method
    }

    @Test
    void methodsAskTheGraph() {
        runner.withUserConfiguration(Methods.class).withBean(Titles.class).run(context -> {
            var security = context.getBean(GenosSecurity.class);
            var titles = context.getBean(Titles.class);
            security.assignRole(ALICE, "user", null);
            String id = security.acls().set(JsonObject.empty(), "shared");
            SecurityContextHolder.getContext()
                    .setAuthentication(new GenosAuthentication(ALICE, context.getBean(AuthoritySource.class)));
            assertThatThrownBy(() -> titles.rename(id, "mine")).isInstanceOf(AccessDeniedException.class);

            SecurityContextHolder.clearContext();
            security.acls().grant(id, ALICE.text(), AccessLevel.WRITE);
            SecurityContextHolder.getContext()
                    .setAuthentication(new GenosAuthentication(ALICE, context.getBean(AuthoritySource.class)));

            titles.rename(id, "ours");
            assertThat(context.getBean(GenosTemplate.class)
                            .get(id)
                            .orElseThrow()
                            .value())
                    .asString()
                    .contains("ours");
        });
    }
}
