package io.genosdb.spring.boot.autoconfigure.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.security.GenosSecurity;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** An application that asks for security does not start without it. */
class GenosSecurityRequirementsAutoConfigurationTest {

    private static final String ADMIN = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    GenosAutoConfiguration.class, GenosSecurityRequirementsAutoConfiguration.class))
            .withPropertyValues("genosdb.storage.type=memory");

    private static void refuses(ApplicationContextRunner runner, String description, String action) {
        runner.run(context -> {
            assertThat(context).hasFailed();
            FailureAnalysis analysis = new SecurityConfigurationFailureAnalyzer().analyze(context.getStartupFailure());
            assertThat(analysis).isNotNull();
            assertThat(analysis.getDescription()).contains(description);
            assertThat(analysis.getAction()).contains(action);
        });
    }

    @Test
    void isContentWithoutSecurity() {
        runner.run(context -> assertThat(context).hasNotFailed());
        runner.withPropertyValues("genosdb.security.super-admins=")
                .run(context -> assertThat(context).hasNotFailed());
        runner.withClassLoader(new FilteredClassLoader(GenosSecurity.class))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void wantsTheLibrary() {
        refuses(
                runner.withClassLoader(new FilteredClassLoader(GenosSecurity.class))
                        .withPropertyValues("genosdb.security.super-admins=" + ADMIN),
                "genosdb-security is not on the class path",
                "io.genosdb:genosdb-security");
    }

    @Test
    void wantsTheBean() {
        refuses(
                runner.withPropertyValues("genosdb.security.super-admins[0]=" + ADMIN),
                "there is no bean of type GenosSecurity",
                "ahead of time");
    }

    @Test
    void wantsASuperadmin() {
        String action = "Set genosdb.security.super-admins";
        refuses(runner.withPropertyValues("genosdb.security.verify-store=true"), "security would be off", action);
        refuses(
                runner.withPropertyValues(
                        "genosdb.security.identity.private-key=hush", "genosdb.security.super-admins="),
                "security would be off",
                action);
        refuses(
                runner.withPropertyValues("genosdb.security.roles.server.permissions=replicate"),
                "security would be off",
                action);
    }
}
