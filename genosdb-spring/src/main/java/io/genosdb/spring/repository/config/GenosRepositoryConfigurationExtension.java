package io.genosdb.spring.repository.config;

import io.genosdb.spring.mapping.GenosNode;
import io.genosdb.spring.repository.GenosRepository;
import io.genosdb.spring.repository.support.GenosRepositoryFactoryBean;
import io.genosdb.spring.repository.support.SimpleGenosRepository;
import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.data.repository.config.RepositoryConfigurationExtensionSupport;
import org.springframework.data.repository.config.RepositoryConfigurationSource;
import org.springframework.data.repository.core.RepositoryMetadata;

/**
 * Tells Spring Data how repositories of nodes are recognized and configured.
 *
 * @since 0.1
 */
public class GenosRepositoryConfigurationExtension extends RepositoryConfigurationExtensionSupport {

    private static final String OPERATIONS = "genosEntityOperations";

    /** Made for each configuration. */
    public GenosRepositoryConfigurationExtension() {}

    @Override
    public String getModuleName() {
        return "GenosDB";
    }

    @Override
    @SuppressWarnings("deprecation") // abstract all the same; what replaces it is derived from the module's name
    protected String getModulePrefix() {
        return "genos";
    }

    @Override
    public String getRepositoryBaseClassName() {
        return SimpleGenosRepository.class.getName();
    }

    @Override
    public String getRepositoryFactoryBeanClassName() {
        return GenosRepositoryFactoryBean.class.getName();
    }

    @Override
    protected Collection<Class<? extends Annotation>> getIdentifyingAnnotations() {
        return List.of(GenosNode.class);
    }

    @Override
    protected Collection<Class<?>> getIdentifyingTypes() {
        return List.of(GenosRepository.class);
    }

    /** A live result as a Flux does not make a repository a reactive one. */
    @Override
    protected boolean useRepositoryConfiguration(RepositoryMetadata metadata) {
        return true;
    }

    @Override
    public void postProcess(BeanDefinitionBuilder builder, RepositoryConfigurationSource source) {
        Optional<String> reference = source.getAttribute(OPERATIONS + "Ref");
        // Where none is named, the factory bean finds it: under which name it is, is not known before all beans are.
        reference.filter(name -> !name.isBlank()).ifPresent(name -> builder.addPropertyReference(OPERATIONS, name));
    }
}
