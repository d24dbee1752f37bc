package io.genosdb.spring.boot.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.stomp.GenosStompAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.stomp.GenosStompProperties;
import io.genosdb.spring.stomp.GenosStompHandler;
import io.genosdb.spring.stomp.NamedQuery;
import io.genosdb.spring.stomp.StompAuthorizer;
import io.genosdb.spring.stomp.StompErrorCode;
import io.genosdb.spring.stomp.StompRequestException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ByteArrayResource;

/** What {@code docs/stomp.md} shows. */
class StompGuideTest {

    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(GenosAutoConfiguration.class, GenosStompAutoConfiguration.class))
            .withPropertyValues("genosdb.storage.type=memory", "RABBITMQ_PASSWORD=secret");

    @Configuration(proxyBeanMethods = false)
    static class Beans {

        // tag: stomp-authorizer
        @Bean
        StompAuthorizer stompAuthorizer() {
            return request -> {
                if (request.operation().isWrite() && request.user() == null) {
                    throw new StompRequestException(StompErrorCode.FORBIDDEN, null, "log in to write");
                }
            };
        }
        // end: stomp-authorizer

        // tag: stomp-named-query
        @Bean
        NamedQuery openTasks() {
            return NamedQuery.of("open-tasks", "{ query: { type: 'task', done: false, owner: ':owner' } }");
        }
        // end: stomp-named-query
    }

    @Test
    void beans() {
        runner.withUserConfiguration(Beans.class)
                .run(context -> assertThat(context).hasSingleBean(GenosStompHandler.class));
    }

    @Test
    void configuration() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "stomp.md"));
        List<String> blocks =
                YAML.matcher(page).results().map(match -> match.group(1)).toList();
        assertThat(blocks).hasSize(2);
        for (String block : blocks) {
            var sources = new YamlPropertySourceLoader()
                    .load("page", new ByteArrayResource(block.getBytes(StandardCharsets.UTF_8)));
            runner.withInitializer(context -> sources.forEach(source ->
                            context.getEnvironment().getPropertySources().addLast(source)))
                    .run(context -> {
                        assertThat(context).hasNotFailed();
                        assertThat(context.getBean(GenosStompProperties.class).queries())
                                .hasSize(1);
                    });
        }
    }
}
