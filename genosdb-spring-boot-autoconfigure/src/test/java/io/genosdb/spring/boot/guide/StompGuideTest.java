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
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;

/** What {@code docs/stomp.md} shows. */
class StompGuideTest {

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

    @ParameterizedTest
    @ValueSource(strings = {"guide/stomp-queries.yaml", "guide/stomp-topics.yaml"})
    void configuration(String file) throws IOException {
        var sources = new YamlPropertySourceLoader().load(file, new ClassPathResource(file));
        runner.withInitializer(context -> sources.forEach(
                        source -> context.getEnvironment().getPropertySources().addLast(source)))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(GenosStompProperties.class).queries())
                            .hasSize(1);
                });
    }

    /** The examples of the guide have their bodies' lengths. */
    @Test
    void countsRight() throws IOException {
        var example = Pattern.compile("content-length:(\\d+)\n\n(.*?)\\^@")
                .matcher(Files.readString(Path.of("../docs/stomp.md")));
        int examples = 0;
        while (example.find()) {
            assertThat(example.group(2).getBytes(StandardCharsets.UTF_8)).hasSize(Integer.parseInt(example.group(1)));
            examples++;
        }
        assertThat(examples).isEqualTo(4);
    }
}
