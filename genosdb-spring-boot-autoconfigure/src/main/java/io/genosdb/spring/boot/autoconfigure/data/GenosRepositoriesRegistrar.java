package io.genosdb.spring.boot.autoconfigure.data;

import io.genosdb.spring.repository.config.EnableGenosRepositories;
import io.genosdb.spring.repository.config.GenosRepositoryConfigurationExtension;
import java.lang.annotation.Annotation;
import org.springframework.boot.autoconfigure.data.AbstractRepositoryConfigurationSourceSupport;
import org.springframework.data.repository.config.RepositoryConfigurationExtension;

/** Registers the repositories in the packages of the application. */
final class GenosRepositoriesRegistrar extends AbstractRepositoryConfigurationSourceSupport {

    /** Made by Spring. */
    GenosRepositoriesRegistrar() {}

    @Override
    protected Class<? extends Annotation> getAnnotation() {
        return EnableGenosRepositories.class;
    }

    @Override
    protected Class<?> getConfiguration() {
        return EnableGenosRepositoriesConfiguration.class;
    }

    @Override
    protected RepositoryConfigurationExtension getRepositoryConfigurationExtension() {
        return new GenosRepositoryConfigurationExtension();
    }

    /** Carries the annotation with its defaults. */
    @EnableGenosRepositories
    private static final class EnableGenosRepositoriesConfiguration {}
}
