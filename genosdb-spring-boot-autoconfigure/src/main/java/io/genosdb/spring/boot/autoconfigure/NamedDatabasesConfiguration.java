package io.genosdb.spring.boot.autoconfigure;

import io.genosdb.GenosDatabase;
import io.genosdb.guard.GuardFactory;
import io.genosdb.spring.GenosDatabases;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.GenosTemplates;
import java.util.HashMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The databases of {@code genosdb.databases}. Imported, so that they are defined before the conditions of
 * {@link GenosAutoConfiguration} are looked at: its database steps back for a primary one of these.
 */
@Configuration(proxyBeanMethods = false)
@Import(NamedDatabasesRegistrar.class)
class NamedDatabasesConfiguration {

    @Bean(NamedDatabasesRegistrar.DATABASE_FACTORY)
    DatabaseFactory genosDatabaseFactory(
            GenosProperties properties, ObjectProvider<GenosDatabaseBuilderCustomizer> customizers) {
        return new DatabaseFactory(properties, customizers);
    }

    @Bean
    GuardCustomizer genosGuardCustomizer(GenosProperties properties, ObjectProvider<GuardFactory> guard) {
        return new GuardCustomizer(properties, guard);
    }

    @Bean
    @ConditionalOnMissingBean
    GenosDatabases genosDatabases(ConfigurableListableBeanFactory beans) {
        var byName = new HashMap<String, GenosDatabase>();
        var beanOf = new HashMap<String, String>();
        all(beans, GenosDatabase.class).forEach((bean, database) -> {
            String name = NamedDatabasesRegistrar.databaseName(bean);
            String other = beanOf.putIfAbsent(name, bean);
            if (other != null) {
                throw new IllegalStateException("the beans '" + other + "' and '" + bean + "' are both the database '"
                        + name + "'; give one of them another name");
            }
            byName.put(name, database);
        });
        return new GenosDatabases(byName);
    }

    @Bean
    @ConditionalOnMissingBean
    GenosTemplates genosTemplates(ConfigurableListableBeanFactory beans, GenosDatabases databases) {
        var byName = new HashMap<String, GenosOperations>();
        all(beans, GenosOperations.class)
                .values()
                .forEach(template -> databases
                        .nameOf(template.execute(database -> database))
                        .ifPresent(name -> byName.putIfAbsent(name, template)));
        return new GenosTemplates(byName);
    }

    /** All beans of a type, those that are no default candidates included. */
    private static <T> Map<String, T> all(ConfigurableListableBeanFactory beans, Class<T> type) {
        return SimpleAutowireCandidateResolver.resolveAutowireCandidates(beans, type, true, true);
    }
}
