package io.genosdb.spring.boot.autoconfigure.relay;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.util.ClassUtils;

/**
 * Auto-configuration that says why an application is no relay that was to be one: it does not start without a library that the
 * relay needs, and warns where it has no web server.
 *
 * @since 0.1
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "genosdb.relay.embedded.enabled")
public final class GenosRelayRequirementsAutoConfiguration {

    private static final Logger logger = LoggerFactory.getLogger(GenosRelayRequirementsAutoConfiguration.class);

    /** Made by Spring. */
    GenosRelayRequirementsAutoConfiguration() {}

    @Bean
    static BeanFactoryPostProcessor genosRelayLibraries() {
        return beans -> {
            // What was written ahead of time was looked at then; a native image would find no class by its name.
            if (!AotDetector.useGeneratedArtifacts()) {
                check(beans.getBeanClassLoader());
            }
        };
    }

    private static void check(@Nullable ClassLoader classes) {
        for (Library library : Library.values()) {
            if (!ClassUtils.isPresent(library.type, classes)) {
                throw new MissingRelayLibraryException(library.title, library.dependency);
            }
        }
    }

    @Bean
    @ConditionalOnNotWebApplication
    static BeanFactoryPostProcessor genosRelayWithoutWebServer() {
        return beans -> logger.warn(
                "genosdb.relay.embedded.enabled is true for an application without a web server: there is no relay");
    }

    /** As the conditions of {@link GenosRelayAutoConfiguration} have them. */
    private enum Library {
        RTC("io.genosdb.rtc.relay.Relay", "genosdb-rtc", "io.genosdb:genosdb-rtc"),
        WEB("org.springframework.web.servlet.HandlerMapping", "Spring MVC", Library.STARTER),
        WEB_SOCKET(
                "org.springframework.web.socket.server.support.WebSocketHandlerMapping",
                "Spring's WebSocket support",
                Library.STARTER),
        CONTAINER("jakarta.websocket.server.ServerContainer", "a web server with WebSockets", Library.STARTER);

        private static final String STARTER = "org.springframework.boot:spring-boot-starter-websocket";

        private final String type;
        private final String title;
        private final String dependency;

        Library(String type, String title, String dependency) {
            this.type = type;
            this.title = title;
            this.dependency = dependency;
        }
    }
}
