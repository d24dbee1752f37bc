package io.genosdb.spring.boot.autoconfigure.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.rtc.relay.Relay;
import io.genosdb.rtc.relay.RelayLimits;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.GenosSyncAutoConfiguration;
import io.genosdb.spring.relay.GenosRelayHandler;
import io.genosdb.sync.transport.TransportThreads;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;

class GenosRelayAutoConfigurationTest {

    private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(
            GenosRelayAutoConfiguration.class,
            GenosRelayHealthContributorAutoConfiguration.class,
            GenosRelayMetricsAutoConfiguration.class);

    private final WebApplicationContextRunner withoutProperty = new WebApplicationContextRunner()
            .withConfiguration(CONFIGURATIONS)
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new);

    private final WebApplicationContextRunner runner =
            withoutProperty.withPropertyValues("genosdb.relay.embedded.enabled=true");

    @Test
    void isOffByDefault() {
        withoutProperty.run(context -> assertThat(context)
                .doesNotHaveBean(Relay.class)
                .doesNotHaveBean(HealthContributor.class)
                .doesNotHaveBean(TransportThreads.class));
    }

    @Test
    void needsNoDatabase() {
        runner.run(context -> {
            assertThat(context).hasSingleBean(Relay.class).hasSingleBean(RelayMetrics.class);
            assertThat(context).hasBean("genosdbRelayHealthContributor");
            assertThat(context.getBean(GenosRelayHandler.class).isRunning()).isTrue();
            assertThat(context.getBean("genosRelayHandlerMapping", WebSocketHandlerMapping.class)
                            .getHandlerMap())
                    .containsOnlyKeys("/genosdb/relay");
            assertThat(context.getBean(Relay.class).limits()).isEqualTo(RelayLimits.DEFAULTS);
        });
    }

    @Test
    void livesBesideDatabasesWithTheirThreads() {
        runner.withConfiguration(AutoConfigurations.of(GenosAutoConfiguration.class, GenosSyncAutoConfiguration.class))
                .withPropertyValues("genosdb.storage.type=memory")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(TransportThreads.class)
                        .hasSingleBean(GenosRelayHandler.class));
    }

    @Test
    void takesItsLimitsFromProperties() {
        String limits = "genosdb.relay.embedded.limits.";
        runner.withPropertyValues(
                        limits + "connections=1",
                        limits + "subscriptions=2",
                        limits + "filter-values=3",
                        limits + "message-size=4B",
                        limits + "messages-per-second=5",
                        limits + "burst=6",
                        limits + "clock-skew=7s",
                        limits + "remembered-events=8")
                .run(context -> assertThat(context.getBean(Relay.class).limits())
                        .isEqualTo(new RelayLimits(1, 2, 3, 4, 5, 6, Duration.ofSeconds(7), 8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"connections=0", "burst=-1", "message-size=129KB", "send-time=0s", "send-buffer=0B"})
    void refusesLimitsThatAreNone(String limit) {
        runner.withPropertyValues("genosdb.relay.embedded.limits." + limit)
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void startsWhereBeansAreLazy() {
        runner.withBean(LazyInitializationBeanFactoryPostProcessor.class)
                .run(context -> assertThat(
                                context.getBean(GenosRelayHandler.class).isRunning())
                        .isTrue());
    }

    @Test
    void stepsBackForBeansOfTheApplication() {
        var own = new Relay(RelayLimits.DEFAULTS, InstantSource.system(), System::nanoTime);
        runner.withBean(Relay.class, () -> own)
                .withBean("genosRelayHandlerMapping", HandlerMapping.class, () -> request -> null)
                .run(context -> {
                    assertThat(context.getBean(Relay.class)).isSameAs(own);
                    assertThat(context).doesNotHaveBean(WebSocketHandlerMapping.class);
                });
    }

    @Test
    void isForWebApplicationsOnly() {
        new ApplicationContextRunner()
                .withConfiguration(CONFIGURATIONS)
                .withPropertyValues("genosdb.relay.embedded.enabled=true")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Relay.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.genosdb.rtc",
                "org.springframework.web.socket",
                "jakarta.websocket.server",
                "org.springframework.web.servlet"
            })
    void isNotThereWithoutWhatItNeeds(String missing) {
        runner.withClassLoader(new FilteredClassLoader(missing))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("genosRelay"));
    }

    @Test
    void worksWithoutMicrometerAndHealth() {
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(GenosRelayAutoConfiguration.class))
                .withPropertyValues("genosdb.relay.embedded.enabled=true")
                .withClassLoader(new FilteredClassLoader("io.micrometer", "org.springframework.boot.health"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Relay.class));
    }

    @Test
    void hasNoMetersWithoutMicrometer() {
        new WebApplicationContextRunner()
                .withConfiguration(CONFIGURATIONS)
                .withPropertyValues("genosdb.relay.embedded.enabled=true")
                .withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("genosRelayMetrics"));
    }

    @Test
    void hasNoHealthWhereThatIsOff() {
        runner.withPropertyValues("management.health.genosdb.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HealthContributor.class));
    }

    @ParameterizedTest
    @CsvSource({
        "io.genosdb.rtc, genosdb-rtc",
        "org.springframework.web.socket, spring-boot-starter-websocket",
        "jakarta.websocket.server, spring-boot-starter-websocket",
        "org.springframework.web.servlet, spring-boot-starter-websocket"
    })
    void saysWhichDependencyIsMissing(String missing, String dependency) {
        runner.withConfiguration(AutoConfigurations.of(GenosRelayRequirementsAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader(missing))
                .run(context -> {
                    FailureAnalysis analysis =
                            new MissingRelayLibraryFailureAnalyzer().analyze(context.getStartupFailure());
                    assertThat(analysis).isNotNull();
                    assertThat(analysis.getDescription()).startsWith("genosdb.relay.embedded.enabled is true, and ");
                    assertThat(analysis.getAction()).contains(dependency);
                });
    }

    @Test
    void missesNothingWhereThereIsNoRelay() {
        withoutProperty
                .withConfiguration(AutoConfigurations.of(GenosRelayRequirementsAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("io.genosdb.rtc"))
                .run(context -> assertThat(context).hasNotFailed());
        runner.withConfiguration(AutoConfigurations.of(GenosRelayRequirementsAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Relay.class));
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void saysThatThereIsNoRelayWithoutAWebServer(CapturedOutput output) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        GenosRelayAutoConfiguration.class, GenosRelayRequirementsAutoConfiguration.class))
                .withPropertyValues("genosdb.relay.embedded.enabled=true")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Relay.class));
        assertThat(output).contains("application without a web server");
    }
}
