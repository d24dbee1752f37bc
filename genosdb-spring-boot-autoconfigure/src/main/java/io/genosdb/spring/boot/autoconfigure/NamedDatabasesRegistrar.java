package io.genosdb.spring.boot.autoconfigure;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.GenosDatabases;
import io.genosdb.spring.GenosTemplate;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Defines a database and a template for every name under {@code genosdb.databases}.
 *
 * <p>All but the primary one are no default candidates: who names them by {@code @Qualifier} gets them, nobody else, and
 * the conditions of other configurations don't see them.
 */
final class NamedDatabasesRegistrar implements ImportBeanDefinitionRegistrar {

    static final String DATABASE_FACTORY = "genosDatabaseFactory";
    static final String TEMPLATE_FACTORY = "genosTemplateFactory";
    static final String DATABASE = "GenosDatabase";
    static final String TEMPLATE = "GenosTemplate";

    /** Names stand in the paths of URLs and in the names of beans. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private final Environment environment;

    NamedDatabasesRegistrar(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        var binder = Binder.get(environment);
        Set<String> names = binder.bind(
                        "genosdb.databases", Bindable.mapOf(String.class, GenosProperties.Database.class))
                .orElseGet(Map::of)
                .keySet();
        String primary = binder.bind("genosdb.primary", String.class).orElse(null);
        names.forEach(NamedDatabasesRegistrar::check);
        if (primary != null && !names.contains(primary)) {
            throw new InvalidConfigurationPropertyValueException(
                    "genosdb.primary", primary, "It names none of genosdb.databases: " + names);
        }
        names.forEach(name -> register(name, name.equals(primary), registry));
    }

    private static void check(String name) {
        if (name.equals(GenosDatabases.DEFAULT_NAME) || !NAME.matcher(name).matches()) {
            throw new InvalidConfigurationPropertyValueException(
                    "genosdb.databases",
                    name,
                    "A name has 1 to 64 letters, digits, dots, dashes and underscores, and '"
                            + GenosDatabases.DEFAULT_NAME
                            + "' is the database of the properties genosdb.* themselves.");
        }
    }

    private static void register(String name, boolean primary, BeanDefinitionRegistry registry) {
        var database = definition(GenosDatabase.class, name, primary);
        database.setFactoryBeanName(DATABASE_FACTORY);
        database.setFactoryMethodName("open");
        database.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
        database.setDestroyMethodName("close");
        registerUnlessThere(name + DATABASE, database, registry);

        var template = definition(GenosTemplate.class, name, primary);
        template.setFactoryBeanName(TEMPLATE_FACTORY);
        template.setFactoryMethodName("template");
        template.getConstructorArgumentValues().addIndexedArgumentValue(0, new RuntimeBeanReference(name + DATABASE));
        registerUnlessThere(name + TEMPLATE, template, registry);
    }

    private static RootBeanDefinition definition(Class<?> type, String name, boolean primary) {
        var definition = new RootBeanDefinition();
        definition.setTargetType(type);
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
        definition.setPrimary(primary);
        definition.setDefaultCandidate(primary);
        return definition;
    }

    /** A bean of the application, which is defined by now, takes the place of ours. */
    private static void registerUnlessThere(
            String beanName, RootBeanDefinition definition, BeanDefinitionRegistry registry) {
        if (!registry.containsBeanDefinition(beanName)) {
            registry.registerBeanDefinition(beanName, definition);
        }
    }

    /** The name under which the application knows the database that is a bean. */
    static String databaseName(String beanName) {
        if (beanName.equalsIgnoreCase(DATABASE)) {
            return GenosDatabases.DEFAULT_NAME;
        }
        return beanName.endsWith(DATABASE) ? beanName.substring(0, beanName.length() - DATABASE.length()) : beanName;
    }
}
