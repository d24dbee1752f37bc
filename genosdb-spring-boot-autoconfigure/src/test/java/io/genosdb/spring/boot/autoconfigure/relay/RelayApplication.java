package io.genosdb.spring.boot.autoconfigure.relay;

import java.net.URI;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** An application that is a relay, and has nothing else but its dependencies. */
@SpringBootConfiguration
@EnableAutoConfiguration
class RelayApplication {

    static ConfigurableApplicationContext start(String... properties) {
        return new SpringApplicationBuilder(RelayApplication.class)
                .properties(
                        "genosdb.relay.embedded.enabled=true",
                        "genosdb.storage.type=memory",
                        "server.port=0",
                        "spring.jmx.enabled=false",
                        "management.endpoint.health.show-details=always")
                .properties(properties)
                .run();
    }

    static int port(ConfigurableApplicationContext application) {
        return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    static URI uri(ConfigurableApplicationContext application) {
        return URI.create("ws://localhost:" + port(application) + "/genosdb/relay");
    }
}
