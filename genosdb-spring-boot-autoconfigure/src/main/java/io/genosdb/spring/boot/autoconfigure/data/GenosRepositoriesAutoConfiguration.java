package io.genosdb.spring.boot.autoconfigure.data;

import io.genosdb.spring.entity.GenosEntityOperations;
import io.genosdb.spring.repository.GenosRepository;
import io.genosdb.spring.repository.config.GenosRepositoryConfigurationExtension;
import io.genosdb.spring.repository.support.GenosRepositoryFactoryBean;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of repositories: those in the packages of the application become beans. Steps back for
 * {@link io.genosdb.spring.repository.config.EnableGenosRepositories}.
 *
 * @since 0.1
 */
@AutoConfiguration(after = GenosDataAutoConfiguration.class)
@ConditionalOnClass(GenosRepository.class)
@ConditionalOnBean(GenosEntityOperations.class)
@ConditionalOnMissingBean({GenosRepositoryFactoryBean.class, GenosRepositoryConfigurationExtension.class})
@ConditionalOnBooleanProperty(name = "genosdb.repositories.enabled", matchIfMissing = true)
@Import(GenosRepositoriesRegistrar.class)
public final class GenosRepositoriesAutoConfiguration {

    /** Made by Spring. */
    GenosRepositoriesAutoConfiguration() {}
}
