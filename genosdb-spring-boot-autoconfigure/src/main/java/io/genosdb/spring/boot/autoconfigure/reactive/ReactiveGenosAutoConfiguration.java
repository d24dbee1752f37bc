package io.genosdb.spring.boot.autoconfigure.reactive;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.spring.reactive.ReactiveGenosOperations;
import io.genosdb.spring.reactive.ReactiveGenosTemplate;
import io.genosdb.spring.reactive.WriteContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Flux;

/**
 * Auto-configuration of the reactive template, where Reactor is there.
 *
 * @since 0.1
 */
@AutoConfiguration(after = GenosAutoConfiguration.class)
@ConditionalOnClass({GenosDatabase.class, Flux.class, ReactiveGenosTemplate.class})
@ConditionalOnSingleCandidate(GenosOperations.class)
@EnableConfigurationProperties(ReactiveGenosProperties.class)
public final class ReactiveGenosAutoConfiguration {

    /** Made by Spring. */
    ReactiveGenosAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(ReactiveGenosOperations.class)
    ReactiveGenosTemplate reactiveGenosTemplate(
            GenosOperations operations,
            GenosConverter converter,
            ReactiveGenosProperties properties,
            ObjectProvider<WriteContext> writeContext) {
        var template = new ReactiveGenosTemplate(operations, converter);
        template.setMaxPending(properties.maxPending());
        writeContext.ifAvailable(template::setWriteContext);
        return template;
    }
}
