package io.genosdb.spring.boot.autoconfigure.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.security.GenosSecurity;
import io.genosdb.security.SecurityEvent;
import io.genosdb.spring.boot.actuate.DatabaseDescriptor;
import io.genosdb.spring.boot.actuate.GenosEndpoint;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.actuate.GenosEndpointAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.context.properties.ConfigurationPropertiesReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.json.JsonMapper;

/** Security as an operator sees it: health, endpoint, meters, and no secret in any of them. */
class SecurityOperationsTest {

    private static final String MNEMONIC = "test test test test test test test test test test test junk";
    private static final String ADDRESS = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
    private static final String OTHER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    GenosAutoConfiguration.class,
                    GenosSecurityAutoConfiguration.class,
                    GenosSecurityEndpointAutoConfiguration.class,
                    GenosSecurityHealthContributorAutoConfiguration.class,
                    GenosSecurityMetricsAutoConfiguration.class,
                    GenosSecuritySanitizingAutoConfiguration.class,
                    GenosEndpointAutoConfiguration.class,
                    EnvironmentEndpointAutoConfiguration.class,
                    ConfigurationPropertiesReportEndpointAutoConfiguration.class))
            .withPropertyValues(
                    "genosdb.storage.type=memory",
                    "management.endpoints.web.exposure.include=*",
                    "genosdb.security.super-admins=" + ADDRESS);

    private final ApplicationContextRunner ruling =
            runner.withPropertyValues("genosdb.security.identity.mnemonic=" + MNEMONIC);

    @Test
    void healthTellsWhoTheApplicationIs() {
        ruling.run(context -> {
            Health health = context.getBean("genosdbSecurityHealthContributor", HealthIndicator.class)
                    .health();
            assertThat(health).isNotNull();
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails())
                    .containsEntry("address", ADDRESS)
                    .containsEntry("role", "superadmin")
                    .containsEntry("parkedEntries", 0)
                    .containsEntry("refusedEntries", 0L)
                    .containsEntry("refusedPeers", 0L)
                    .doesNotContainKeys("warnings", "lastRefusedPeer");
        });
    }

    @Test
    void healthWarnsOfPeersThatWereTurnedAway() {
        ruling.run(context -> {
            context.getBean(SecurityActivity.class)
                    .count(new SecurityEvent.PeerRefused(OTHER, "it signed what it did not write"));
            Health health = context.getBean("genosdbSecurityHealthContributor", HealthIndicator.class)
                    .health();
            assertThat(health).isNotNull();
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsEntry("refusedPeers", 1L).containsKey("lastRefusedPeer");
            assertThat(health.getDetails().get("warnings"))
                    .asString()
                    .contains(OTHER)
                    .contains("it signed what it did not write");
        });
    }

    @Test
    void healthAndMetersAreOptional() {
        ruling.withPropertyValues("management.health.genosdb.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("genosdbSecurityHealthContributor"));
        ruling.withClassLoader(new FilteredClassLoader(ConditionalOnEnabledHealthIndicator.class))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(GenosSecurity.class));
        ruling.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(GenosSecurity.class));
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        GenosAutoConfiguration.class,
                        GenosSecurityAutoConfiguration.class,
                        GenosSecurityEndpointAutoConfiguration.class,
                        GenosSecuritySanitizingAutoConfiguration.class))
                .withPropertyValues("genosdb.storage.type=memory", "genosdb.security.super-admins=" + ADDRESS)
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(GenosSecurity.class));
        ruling.run(context -> assertThat(context).doesNotHaveBean(SecurityMetrics.class));
    }

    @Test
    void metersCountWhatWasTurnedAway() {
        ruling.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run(context -> {
            var registry = context.getBean(MeterRegistry.class);
            context.getBean(SecurityMetrics.class).bindTo(registry);
            context.getBean(SecurityActivity.class).count(new SecurityEvent.PeerRefused(OTHER, "no"));
            assertThat(registry.get("genosdb.security.peers.refused")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("genosdb.security.parked").gauge().value()).isZero();
            for (String reason : List.of("parked", "forbidden")) {
                assertThat(registry.get("genosdb.security.refused")
                                .tag("reason", reason)
                                .functionCounter()
                                .count())
                        .isZero();
            }
        });
    }

    @Test
    void theEndpointShowsWhoHoldsRoles() {
        ruling.run(context -> {
            DatabaseDescriptor shown = context.getBean(GenosEndpoint.class).database("default");
            assertThat(shown).isNotNull();
            assertThat(shown.security())
                    .isEqualTo(
                            new DatabaseDescriptor.Security(ADDRESS, "superadmin", Map.of("superadmin", 1L), 0, 0, 0));
        });
        runner.withPropertyValues("genosdb.security.super-admins=").run(context -> {
            DatabaseDescriptor shown = context.getBean(GenosEndpoint.class).database("default");
            assertThat(shown).isNotNull();
            assertThat(shown.security()).isNull();
        });
    }

    @Test
    void endpointsShowNoSecretEvenWhereTheyAreToldToShowValues() {
        ruling.withPropertyValues(
                        "management.endpoint.env.show-values=always",
                        "management.endpoint.configprops.show-values=always",
                        "genosdb.security.identity.password=hush",
                        "genosdb.security.identity.passphrase=",
                        "genosdb.sync.secret=hush",
                        "genosdb.storage.password=hush",
                        "genosdb.rtc.password=hush",
                        "genosdb.rtc.ice-servers[0].urls=turn:a:1",
                        "genosdb.rtc.ice-servers[0].credential=hush")
                .run(context -> {
                    var mapper = new JsonMapper();
                    String environment = mapper.writeValueAsString(
                            context.getBean(EnvironmentEndpoint.class).environment("genosdb"));
                    String beans =
                            mapper.writeValueAsString(context.getBean(ConfigurationPropertiesReportEndpoint.class)
                                    .configurationProperties());
                    assertThat(environment).contains("genosdb.security.identity.mnemonic", ADDRESS);
                    assertThat(beans).contains("mnemonic", ADDRESS);
                    assertThat(environment + beans).doesNotContain("junk", "hush");
                });
    }

    @Test
    void endpointsShowNothingByDefault() {
        ruling.run(context -> {
            var mapper = new JsonMapper();
            assertThat(mapper.writeValueAsString(
                            context.getBean(EnvironmentEndpoint.class).environment("genosdb")))
                    .contains("******")
                    .doesNotContain("junk", ADDRESS);
            assertThat(mapper.writeValueAsString(context.getBean(ConfigurationPropertiesReportEndpoint.class)
                            .configurationProperties()))
                    .contains("******")
                    .doesNotContain("junk", ADDRESS);
        });
    }

    @Test
    void secretsAreKnownByTheirNamesInEveryForm() {
        assertThat(List.of(
                        "genosdb.security.identity.mnemonic",
                        "genosdb.security.identity.private-key",
                        "genosdb.security.identity.privateKey",
                        "GENOSDB_SECURITY_IDENTITY_PRIVATEKEY",
                        "genosdb.databases.orders.storage.password",
                        "genosdb.sync.secret"))
                .allMatch(SecretProperties::isSecret);
        assertThat(List.of("genosdb.security.identity.path", "genosdb.name", "spring.datasource.password"))
                .noneMatch(SecretProperties::isSecret);
    }
}
