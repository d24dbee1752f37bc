package io.genosdb.spring.boot.autoconfigure;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.GenosDatabases;
import io.genosdb.spring.GenosExceptionTranslator;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.spring.convert.GenosJacksonModule;
import io.genosdb.spring.convert.JacksonGenosConverter;
import io.genosdb.spring.observation.GenosOperationConvention;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/**
 * Auto-configuration of graph databases and the templates on them. Each bean steps back for one of the application.
 *
 * @since 0.1
 */
@AutoConfiguration
@ConditionalOnClass({GenosDatabase.class, GenosTemplate.class})
@EnableConfigurationProperties(GenosProperties.class)
@Import(NamedDatabasesConfiguration.class)
public final class GenosAutoConfiguration {

    /** Made by Spring. */
    GenosAutoConfiguration() {}

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    GenosDatabase genosDatabase(DatabaseFactory factory) {
        return factory.open(GenosDatabases.DEFAULT_NAME);
    }

    @Bean
    @ConditionalOnMissingBean
    GenosConverter genosConverter(ObjectProvider<JsonMapper> mapper) {
        JsonMapper unique = mapper.getIfUnique();
        return unique == null ? new JacksonGenosConverter() : new JacksonGenosConverter(unique);
    }

    /** Lets controllers return and take nodes and values of the database. */
    @Bean
    @ConditionalOnMissingBean
    GenosJacksonModule genosJacksonModule() {
        return new GenosJacksonModule();
    }

    /** For repositories of the application that work with the database itself. */
    @Bean
    @ConditionalOnMissingBean
    GenosExceptionTranslator genosExceptionTranslator() {
        return new GenosExceptionTranslator();
    }

    @Bean(NamedDatabasesRegistrar.TEMPLATE_FACTORY)
    TemplateFactory genosTemplateFactory(
            GenosConverter converter,
            GenosExceptionTranslator translator,
            ObjectProvider<ObservationRegistry> observations,
            ObjectProvider<GenosOperationConvention> convention) {
        return new TemplateFactory(converter, translator, observations, convention);
    }

    @Bean
    @ConditionalOnMissingBean(GenosOperations.class)
    @ConditionalOnSingleCandidate(GenosDatabase.class)
    GenosTemplate genosTemplate(GenosDatabase database, TemplateFactory factory) {
        return factory.template(database);
    }
}
