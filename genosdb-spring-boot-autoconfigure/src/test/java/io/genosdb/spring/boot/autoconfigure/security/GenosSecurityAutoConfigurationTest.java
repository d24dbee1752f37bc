package io.genosdb.spring.boot.autoconfigure.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.GenosDatabase;
import io.genosdb.guard.GuardFactory;
import io.genosdb.guard.NotPermittedException;
import io.genosdb.query.Query;
import io.genosdb.security.AccessLevel;
import io.genosdb.security.Acls;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.identity.Address;
import io.genosdb.security.identity.Identity;
import io.genosdb.security.policy.Permission;
import io.genosdb.spring.GenosDatabases;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.GenosRoomAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.stomp.TopicAudience;
import io.genosdb.value.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** Zero trust by properties: what is guarded, who the application is, and what is refused. */
class GenosSecurityAutoConfigurationTest {

    private static final String KEY = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
    private static final String ADDRESS = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

    private final ApplicationContextRunner off = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    GenosAutoConfiguration.class,
                    GenosRoomAutoConfiguration.class,
                    GenosSecurityAutoConfiguration.class,
                    GenosSecurityRequirementsAutoConfiguration.class,
                    GenosSpringSecurityAutoConfiguration.class))
            .withPropertyValues("genosdb.storage.type=memory");

    /** The application is a superadmin. */
    private final ApplicationContextRunner ruling = off.withPropertyValues(
            "genosdb.security.super-admins=" + ADDRESS, "genosdb.security.identity.private-key=" + KEY);

    /** The application is anybody. */
    private final ApplicationContextRunner anybody = off.withPropertyValues("genosdb.security.super-admins=" + ADDRESS);

    @Test
    void isOffUnlessThereIsASuperadmin() {
        off.run(context -> {
            assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(GenosSecurity.class)
                    .doesNotHaveBean(Identity.class);
            assertThat(context.getBean(GenosDatabase.class).put(JsonObject.parse("{}"), "a"))
                    .isEqualTo("a");
        });
    }

    @Test
    void guardsTheDatabase() {
        ruling.run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(GuardFactory.class);
            var security = context.getBean(GenosSecurity.class);
            assertThat(security.address().text()).isEqualTo(ADDRESS);
            assertThat(security.roleOf(security.address())).isEqualTo("superadmin");
            var database = context.getBean(GenosDatabase.class);
            database.put(JsonObject.parse("{}"), "a");
            assertThat(database.get("a")).isNotNull();
            assertThat(database.get("user:" + ADDRESS))
                    .as("superadmins need no introduction")
                    .isNull();
        });
    }

    @Test
    void anApplicationMakesItselfKnownAsAGuest() {
        anybody.run(context -> {
            var security = context.getBean(GenosSecurity.class);
            assertThat(security.roleOf(security.address())).isEqualTo("guest");
            var database = context.getBean(GenosDatabase.class);
            assertThat(database.get("user:" + security.address())).isNotNull();
            assertThatThrownBy(() -> database.put(JsonObject.parse("{}"), "a"))
                    .isInstanceOf(NotPermittedException.class)
                    .hasMessageContaining("write");
        });
    }

    @Test
    void makesItselfKnownWhereBeansAreLazy() {
        anybody.withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> {
                    var security = context.getBean(GenosSecurity.class);
                    assertThat(security.roleOf(security.address())).isEqualTo("guest");
                });
    }

    @Test
    void keepsItsIdentityInTheDirectoryOfTheStore(@TempDir Path folder) {
        var stored = off.withPropertyValues(
                "genosdb.storage.type=mvstore",
                "genosdb.storage.directory=" + folder,
                "genosdb.security.super-admins=" + ADDRESS,
                "genosdb.security.identity.password=hush");
        var first = new Address[1];
        stored.run(context -> first[0] = context.getBean(GenosSecurity.class).address());
        stored.run(context -> {
            var security = context.getBean(GenosSecurity.class);
            assertThat(security.address()).isEqualTo(first[0]);
            assertThat(security.roleOf(security.address())).isEqualTo("guest");
        });
    }

    @Test
    void doesNotTakeAStoreThatNobodySigned(@TempDir Path folder) {
        String[] stored = {"genosdb.storage.type=mvstore", "genosdb.storage.directory=" + folder};
        off.withPropertyValues(stored)
                .run(context -> context.getBean(GenosDatabase.class).put(JsonObject.parse("{}"), "a"));

        ruling.withPropertyValues(stored).run(context -> {
            FailureAnalysis analysis = analysis(context.getStartupFailure());
            assertThat(analysis.getDescription()).contains("written without security");
            assertThat(analysis.getAction()).contains("genosdb.security.super-admins");
        });
        off.withPropertyValues(stored)
                .run(context -> assertThat(context.getBean(GenosDatabase.class).get("a"))
                        .isNotNull());
    }

    @Test
    void saysWhichPasswordIsMissing(@TempDir Path folder) {
        off.withPropertyValues(
                        "genosdb.storage.type=mvstore",
                        "genosdb.storage.directory=" + folder,
                        "genosdb.security.super-admins=" + ADDRESS)
                .run(context -> {
                    FailureAnalysis analysis = analysis(context.getStartupFailure());
                    assertThat(analysis.getDescription()).contains(folder.toString());
                    assertThat(analysis.getAction()).contains("Set genosdb.security.identity.password");
                });
    }

    private static FailureAnalysis analysis(Throwable failure) {
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, (type, name, problem) -> {})
                .stream()
                .map(analyzer -> analyzer.analyze(failure))
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody analyzes it", failure));
    }

    @Test
    void saysThatSigningIsNotPossibleHere() throws Exception {
        Class<?> type = Class.forName("io.genosdb.security.identity.MissingNativeLibraryException");
        var constructor = type.getDeclaredConstructor(String.class);
        constructor.setAccessible(true);
        FailureAnalysis analysis = analysis((Throwable) constructor.newInstance("no such file"));
        assertThat(analysis.getDescription()).contains("libsecp256k1").contains("no such file");
        assertThat(analysis.getAction()).contains("secp256k1-kmp-jni-jvm").contains("java.io.tmpdir");
    }

    @Test
    void stepsBackForBeansOfTheApplication() {
        ruling.withBean("mine", Identity.class, () -> Identity.ofPrivateKey(KEY.replace("ac09", "ac08")))
                .run(context -> {
                    assertThat(context).hasSingleBean(Identity.class);
                    assertThat(context.getBean(GenosSecurity.class).address())
                            .isEqualTo(context.getBean(Identity.class).address())
                            .isNotEqualTo(Address.parse(ADDRESS));
                });
        GenosSecurity.Builder builder =
                GenosSecurity.builder(Identity.ofPrivateKey(KEY)).superAdmins(List.of(Address.parse(ADDRESS)));
        GenosSecurity own =
                builder.principal(() -> GenosSecurity.Principal.APPLICATION).build();
        off.withBean(GenosSecurity.class, () -> own).run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(Identity.class);
            assertThat(own.roleOf(own.address())).isEqualTo("superadmin");
        });
    }

    @Test
    void aBeanOfTheApplicationSaysForWhomThreadsAct() {
        GenosSecurity careless = GenosSecurity.builder(Identity.ofPrivateKey(KEY))
                .superAdmins(List.of(Address.parse(ADDRESS)))
                .build();
        off.withBean(GenosSecurity.class, () -> careless)
                .withConfiguration(AutoConfigurations.of(GenosSpringSecurityAutoConfiguration.class))
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(SecurityConfigurationException.class)
                        .hasMessageContaining("for whom threads act"));
    }

    @Test
    void customizersHaveTheLastWord() {
        ruling.withBean(
                        GenosSecurityBuilderCustomizer.class,
                        () -> builder -> builder.principal(() -> GenosSecurity.Principal.ANONYMOUS))
                .run(context -> assertThatThrownBy(
                                () -> context.getBean(GenosDatabase.class).put(JsonObject.parse("{}"), "a"))
                        .isInstanceOf(NotPermittedException.class));
    }

    @Test
    void mapsRolesAndGovernance() {
        ruling.withPropertyValues(
                        "genosdb.security.roles.server.permissions=replicate,delegate",
                        "genosdb.security.roles.server.inherits=user",
                        "genosdb.security.roles.manager.permissions=publish,print",
                        "genosdb.security.roles.manager.inherits=user",
                        "genosdb.security.governance[0].if={ posts: { $gte: 10 } }",
                        "genosdb.security.governance[0].offset=1h",
                        "genosdb.security.governance[0].then=server")
                .run(context -> {
                    var roles = context.getBean(GenosSecurity.class).roles();
                    assertThat(roles.permissionsOf("server"))
                            .contains(Permission.REPLICATE, Permission.DELEGATE, Permission.WRITE, Permission.READ);
                    assertThat(roles.permissionsOf("admin"))
                            .as("what inherits from another manager")
                            .contains(new Permission("print"), Permission.DELETE);
                });
    }

    @Test
    void refusesWhatCannotBeMeantByItsName() {
        String admins = "genosdb.security.super-admins[0]";
        refuses(admins, "checksum", Map.of(admins, ADDRESS.replace('F', 'f')));
        refuses(admins, "not an address", Map.of(admins, "admin"));
        refuses(
                admins,
                "Put the address in quotes",
                Map.of(admins, new java.math.BigInteger(ADDRESS.substring(2), 16).toString()));
        refuses(
                "genosdb.security.governance[0].if",
                "$nope",
                Map.of(
                        "genosdb.security.governance[0].if",
                        "{ a: { $nope: 1 } }",
                        "genosdb.security.governance[0].then",
                        "user"));
        refuses(
                "genosdb.security.governance[0].then",
                "can be given",
                Map.of("genosdb.security.governance[0].if", "{}", "genosdb.security.governance[0].then", "superadmin"));
        refuses("genosdb.security.roles", "nobody", Map.of("genosdb.security.roles.clerk.inherits", "nobody"));
    }

    private void refuses(String property, String reason, Map<String, String> settings) {
        var runner = ruling;
        for (var setting : settings.entrySet()) {
            runner = runner.withPropertyValues(setting.getKey() + "=" + setting.getValue());
        }
        var all = settings.containsKey("genosdb.security.super-admins[0]")
                ? off.withPropertyValues(settings.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new))
                : runner;
        all.run(context -> {
            assertThat(context).as("%s", settings).hasFailed();
            assertThat(context.getStartupFailure())
                    .rootCause()
                    .isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, refusal -> {
                        assertThat(refusal.getName()).isEqualTo(property);
                        assertThat(refusal.getReason()).contains(reason);
                    });
        });
    }

    @Test
    void opensNoOtherDatabaseThatWouldSyncWithoutAGuard() {
        var several = ruling.withPropertyValues("genosdb.databases.orders.storage.type=memory");
        several.run(context -> {
            FailureAnalysis analysis = analysis(context.getStartupFailure());
            assertThat(analysis.getDescription()).contains("'orders'");
            assertThat(analysis.getAction())
                    .contains("genosdb.databases.orders.sync.enabled")
                    .contains("ordersGenosDatabase");
        });
        several.withPropertyValues("genosdb.databases.orders.sync.enabled=false")
                .run(context -> assertThat(context.getBean(GenosDatabases.class)
                                .get("orders")
                                .put(JsonObject.parse("{}"), "a"))
                        .isEqualTo("a"));
        several.withPropertyValues("genosdb.primary=orders").run(context -> {
            assertThat(context).hasNotFailed();
            var security = context.getBean(GenosSecurity.class);
            assertThat(security.roleOf(security.address())).isEqualTo("superadmin");
        });
    }

    @Test
    void seesThatTheDatabaseOfTheApplicationHasNoGuard() {
        ruling.withBean(
                        GenosDatabase.class,
                        () -> GenosDatabase.builder("own").open(),
                        definition -> definition.setDestroyMethodName("close"))
                .run(context -> assertThat(analysis(context.getStartupFailure()).getAction())
                        .contains("DatabaseBuilder.guard"));
    }

    @Test
    void worksWithoutSpringSecurity() {
        ruling.withClassLoader(new FilteredClassLoader("org.springframework.security"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(GenosSecurity.class)
                        .doesNotHaveBean("genosPrincipal"));
        off.withClassLoader(new FilteredClassLoader(GenosDatabase.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(GenosSecurity.class));
        off.withClassLoader(new FilteredClassLoader("io.genosdb.security"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(GenosDatabase.class));
    }

    @Test
    void topicsCarryWhatEveryoneMayRead() {
        ruling.run(context -> {
            var security = context.getBean(GenosSecurity.class);
            var database = context.getBean(GenosDatabase.class);
            database.put(JsonObject.parse("{}"), "for users");
            security.acls().set(JsonObject.parse("{}"), "for everyone");
            security.acls().grant("for everyone", Acls.EVERYONE, AccessLevel.READ);
            var seen = new ArrayList<String>();

            context.getBean(TopicAudience.class)
                    .read(() -> database.map(Query.all()).forEach(node -> seen.add(node.id())));

            assertThat(seen).containsExactly("for everyone");
        });
        off.run(context -> assertThat(context).doesNotHaveBean(TopicAudience.class));
    }

    @Test
    void showsNoSecret() {
        ruling.run(context -> {
            assertThat(context.getBean(GenosSecurityProperties.class).toString())
                    .doesNotContain(KEY)
                    .contains("private key set");
            assertThat(context.getBean(Identity.class).toString()).isEqualTo(ADDRESS);
        });
    }
}
