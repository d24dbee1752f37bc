package io.genosdb.spring.repository.config;

import java.lang.annotation.Annotation;
import org.springframework.data.repository.config.RepositoryBeanDefinitionRegistrarSupport;
import org.springframework.data.repository.config.RepositoryConfigurationExtension;

/** Registers what {@link EnableGenosRepositories} asks for. */
final class GenosRepositoriesRegistrar extends RepositoryBeanDefinitionRegistrarSupport {

    /** Made by Spring. */
    GenosRepositoriesRegistrar() {}

    @Override
    protected Class<? extends Annotation> getAnnotation() {
        return EnableGenosRepositories.class;
    }

    @Override
    protected RepositoryConfigurationExtension getExtension() {
        return new GenosRepositoryConfigurationExtension();
    }
}
