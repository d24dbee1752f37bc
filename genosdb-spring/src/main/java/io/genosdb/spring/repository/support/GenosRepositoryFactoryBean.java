package io.genosdb.spring.repository.support;

import io.genosdb.spring.entity.GenosEntityOperations;
import org.jspecify.annotations.Nullable;
import org.springframework.context.Lifecycle;
import org.springframework.context.Phased;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.core.support.RepositoryFactoryBeanSupport;
import org.springframework.data.repository.core.support.RepositoryFactorySupport;
import org.springframework.util.Assert;

/**
 * Makes a repository a bean.
 *
 * @param <T> the repository's interface
 * @param <S> the type of its entities
 * @param <ID> the type of their identifiers
 * @since 0.1
 */
public class GenosRepositoryFactoryBean<T extends Repository<S, ID>, S, ID>
        extends RepositoryFactoryBeanSupport<T, S, ID> implements Lifecycle, Phased {

    private @Nullable GenosEntityOperations operations;
    private @Nullable RepositoryFactorySupport factory;

    /**
     * Makes the bean.
     *
     * @param repositoryInterface the repository's interface
     */
    public GenosRepositoryFactoryBean(Class<? extends T> repositoryInterface) {
        super(repositoryInterface);
    }

    /**
     * Sets what the repository works with. Required.
     *
     * @param operations the operations of the database whose nodes the repository holds
     */
    public void setGenosEntityOperations(GenosEntityOperations operations) {
        this.operations = operations;
        setMappingContext(operations.mappingContext());
    }

    @Override
    protected RepositoryFactorySupport createRepositoryFactory() {
        factory = createRepositoryFactory(operations());
        return factory;
    }

    @Override
    public void start() {
        if (factory instanceof Lifecycle lifecycle) {
            lifecycle.start();
        }
    }

    /** Completes the live results, before a web server waits for those that it streams. */
    @Override
    public void stop() {
        if (factory instanceof Lifecycle lifecycle) {
            lifecycle.stop();
        }
    }

    @Override
    public boolean isRunning() {
        return factory instanceof Lifecycle lifecycle && lifecycle.isRunning();
    }

    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE;
    }

    /**
     * Makes the factory; to be overridden for another one.
     *
     * @param entityOperations what the repository works with
     * @return the factory
     */
    protected RepositoryFactorySupport createRepositoryFactory(GenosEntityOperations entityOperations) {
        return new GenosRepositoryFactory(entityOperations);
    }

    private GenosEntityOperations operations() {
        Assert.state(operations != null, "a repository needs genosEntityOperations");
        return operations;
    }

    @Override
    public void afterPropertiesSet() {
        operations();
        super.afterPropertiesSet();
    }
}
