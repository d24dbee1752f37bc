package io.genosdb.spring.boot.autoconfigure.data;

import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.GenosDatabaseBuilderCustomizer;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.spring.entity.GenosEntityOperations;
import io.genosdb.spring.entity.GenosEntityTemplate;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.mapping.GenosNode;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.persistence.autoconfigure.EntityScanner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of entities: what is known of them, the indexes that they declare, and the template that saves and
 * loads them.
 *
 * @since 0.1
 */
@AutoConfiguration(after = GenosAutoConfiguration.class)
@ConditionalOnClass({GenosEntityTemplate.class, EntityScanner.class})
public final class GenosDataAutoConfiguration {

    /** Made by Spring. */
    GenosDataAutoConfiguration() {}

    /** Knows the classes with {@link GenosNode} in the packages of the application before the database is opened. */
    @Bean
    @ConditionalOnMissingBean
    static GenosMappingContext genosMappingContext(ApplicationContext application) throws ClassNotFoundException {
        var context = new GenosMappingContext();
        context.setInitialEntitySet(new EntityScanner(application).scan(GenosNode.class));
        return context;
    }

    @Bean
    @ConditionalOnMissingBean(name = "genosEntityIndexes")
    GenosDatabaseBuilderCustomizer genosEntityIndexes(GenosMappingContext context) {
        return builder -> builder.declareIndexes(context.indexDefinitions());
    }

    @Bean
    @ConditionalOnSingleCandidate(GenosOperations.class)
    @ConditionalOnMissingBean(GenosEntityOperations.class)
    GenosEntityTemplate genosEntityTemplate(
            GenosOperations operations, GenosMappingContext context, GenosConverter converter) {
        return new GenosEntityTemplate(operations, context, converter);
    }
}
