package io.genosdb.spring.boot.autoconfigure.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.data.planets.Planet;
import io.genosdb.spring.boot.autoconfigure.data.planets.PlanetApplication;
import io.genosdb.spring.boot.autoconfigure.data.planets.Planets;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.spring.entity.GenosEntityOperations;
import io.genosdb.spring.entity.GenosEntityTemplate;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.repository.GenosRepository;
import io.genosdb.spring.repository.config.EnableGenosRepositories;
import io.genosdb.spring.repository.support.GenosRepositoryFactoryBean;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.persistence.autoconfigure.EntityScanner;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import reactor.core.publisher.Flux;

class GenosRepositoriesAutoConfigurationTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    GenosAutoConfiguration.class,
                    GenosDataAutoConfiguration.class,
                    GenosRepositoriesAutoConfiguration.class))
            .withPropertyValues("genosdb.storage.type=memory");

    private final ApplicationContextRunner application = runner.withUserConfiguration(PlanetApplication.class);

    @Test
    void makesTheRepositoriesOfTheApplicationBeans() {
        application.run(context -> {
            assertThat(context).hasSingleBean(Planets.class).hasSingleBean(GenosEntityTemplate.class);
            Planets planets = context.getBean(Planets.class);
            planets.save(new Planet(null, "Venus"));
            assertThat(planets.findByName("Venus")).isPresent();
        });
    }

    @Test
    void declaresTheIndexesOfEntitiesBeforeTheDatabaseIsOpened() {
        application.run(context -> {
            GenosDatabase database = context.getBean(GenosDatabase.class);
            Planets planets = context.getBean(Planets.class);
            for (int i = 0; i < 100; i++) {
                planets.save(new Planet(null, "P" + i));
            }
            assertThat(database.explain(Query.filter("{ type: 'planet', name: 'P7' }"))
                            .toString())
                    .startsWith("hash(name): 1 candidates");
        });
    }

    @Test
    void worksWithoutAnyEntity() {
        runner.withUserConfiguration(EmptyApplication.class).run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(GenosRepository.class);
            assertThat(context.getBean(GenosMappingContext.class).indexDefinitions())
                    .isEmpty();
        });
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(GenosAutoConfiguration.class, GenosDataAutoConfiguration.class))
                .withPropertyValues("genosdb.storage.type=memory")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(GenosEntityTemplate.class));
    }

    @Test
    void scansForEntitiesWhereItIsTold() {
        runner.withUserConfiguration(EntitiesElsewhere.class)
                .run(context -> assertThat(
                                context.getBean(GenosMappingContext.class).hasPersistentEntityFor(Planet.class))
                        .isTrue());
    }

    @Test
    void canBeSwitchedOff() {
        application
                .withPropertyValues("genosdb.repositories.enabled=false")
                .run(context ->
                        assertThat(context).doesNotHaveBean(Planets.class).hasSingleBean(GenosEntityTemplate.class));
    }

    @Test
    void stepsBackForTheAnnotation() {
        application
                .withUserConfiguration(RepositoriesElsewhere.class)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Planets.class));
        runner.withUserConfiguration(RepositoriesByAnnotation.class)
                .run(context -> assertThat(context).hasSingleBean(Planets.class));
    }

    @Test
    void stepsBackForAFactoryOfTheApplication() {
        application
                .withUserConfiguration(OwnFactory.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(Planets.class)
                        .hasSingleBean(GenosRepositoryFactoryBean.class)
                        .hasBean("own"));
    }

    @Test
    void stepsBackForBeansOfTheApplication() {
        application.withUserConfiguration(OwnBeans.class).run(context -> {
            assertThat(context).hasSingleBean(GenosMappingContext.class).hasBean("ownContext");
            assertThat(context).hasSingleBean(GenosEntityOperations.class);
            assertThat(context.getBean(GenosEntityOperations.class).mappingContext())
                    .isSameAs(context.getBean("ownContext"));
        });
    }

    @Test
    void takesThePrimaryOfSeveralDatabases() {
        application
                .withPropertyValues("genosdb.databases.other.storage.type=memory")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Planets.class));
    }

    @Test
    void worksOnAnotherDatabaseWhereTheAnnotationSaysSo() {
        application
                .withUserConfiguration(OnTheOther.class)
                .withPropertyValues("genosdb.databases.other.storage.type=memory")
                .run(context -> {
                    context.getBean(Planets.class).save(new Planet(null, "Venus"));
                    assertThat(context).hasBean("genosEntityTemplate");
                    assertThat(context.getBean("otherGenosDatabase", GenosDatabase.class)
                                    .size())
                            .isEqualTo(1);
                });
    }

    @Test
    void leavesOutWhatIsNotThere() {
        application
                .withClassLoader(new FilteredClassLoader(EntityScanner.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(GenosMappingContext.class)
                        .doesNotHaveBean("genosEntityIndexes")
                        .doesNotHaveBean(Planets.class));
        application
                .withClassLoader(new FilteredClassLoader(GenosRepository.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(GenosRepositoryFactoryBean.class));
        application.withClassLoader(new FilteredClassLoader(Flux.class)).run(context -> {
            assertThat(context).hasSingleBean(Planets.class);
            assertThat(context.getBean(Planets.class).findByName("x")).isEmpty();
        });
    }

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage(basePackages = "io.genosdb.spring.boot.autoconfigure.nothing")
    static class EmptyApplication {}

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage(basePackages = "io.genosdb.spring.boot.autoconfigure.nothing")
    @EntityScan(basePackageClasses = Planet.class)
    static class EntitiesElsewhere {}

    @Configuration(proxyBeanMethods = false)
    @EnableGenosRepositories(basePackages = "io.genosdb.spring.boot.autoconfigure.nothing")
    static class RepositoriesElsewhere {}

    @Configuration(proxyBeanMethods = false)
    @EnableGenosRepositories(basePackageClasses = Planets.class)
    static class RepositoriesByAnnotation {}

    @Configuration(proxyBeanMethods = false)
    @Import(PlanetApplication.class)
    static class OwnFactory {
        @Bean
        GenosRepositoryFactoryBean<Planets, Planet, String> own(GenosEntityOperations operations) {
            var factory = new GenosRepositoryFactoryBean<Planets, Planet, String>(Planets.class);
            factory.setGenosEntityOperations(operations);
            return factory;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableGenosRepositories(basePackageClasses = Planets.class, genosEntityOperationsRef = "otherEntities")
    static class OnTheOther {
        @Bean(defaultCandidate = false)
        GenosEntityTemplate otherEntities(
                @Qualifier("other") GenosTemplate template, GenosMappingContext context, GenosConverter converter) {
            return new GenosEntityTemplate(template, context, converter);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnBeans {
        @Bean
        GenosMappingContext ownContext() {
            return new GenosMappingContext();
        }
    }
}
