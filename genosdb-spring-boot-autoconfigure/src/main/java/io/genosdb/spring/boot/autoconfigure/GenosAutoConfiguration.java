package io.genosdb.spring.boot.autoconfigure;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.GenosExceptionTranslator;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.spring.convert.GenosJacksonModule;
import io.genosdb.spring.convert.JacksonGenosConverter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

/**
 * Auto-configuration of a graph database and the template on it. Each bean steps back for one of the application.
 *
 * @since 0.1
 */
@AutoConfiguration
@ConditionalOnClass({GenosDatabase.class, GenosTemplate.class})
@EnableConfigurationProperties(GenosProperties.class)
public final class GenosAutoConfiguration {

    /** Made by Spring. */
    GenosAutoConfiguration() {}

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    GenosDatabase genosDatabase(
            GenosProperties properties, ObjectProvider<GenosDatabaseBuilderCustomizer> customizers) {
        var builder = new PropertiesMapper(properties).builder();
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder.open();
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

    @Bean
    @ConditionalOnMissingBean(GenosOperations.class)
    GenosTemplate genosTemplate(GenosDatabase database, GenosConverter converter, GenosExceptionTranslator translator) {
        var template = new GenosTemplate(database, converter);
        template.setExceptionTranslator(translator);
        return template;
    }
}
