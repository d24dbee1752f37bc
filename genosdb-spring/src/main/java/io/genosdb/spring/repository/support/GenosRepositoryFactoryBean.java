package io.genosdb.spring.repository.support;

import io.genosdb.query.Operators;
import io.genosdb.spring.entity.GenosEntityOperations;
import io.genosdb.spring.reactive.ReactiveGenosTemplate;
import io.genosdb.spring.repository.query.GenosQuerySettings;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.Lifecycle;
import org.springframework.context.Phased;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.core.support.RepositoryFactoryBeanSupport;
import org.springframework.data.repository.core.support.RepositoryFactorySupport;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

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

    /** The bean that repositories work with, where there is one of this name and none was set. */
    private static final String OPERATIONS = "genosEntityTemplate";

    private @Nullable BeanFactory beanFactory;
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
     * Sets what the repository works with: by default the bean {@code genosEntityTemplate} where there is one, and else
     * the only one of its type.
     *
     * @param operations the operations of the database whose nodes the repository holds
     */
    public void setGenosEntityOperations(GenosEntityOperations operations) {
        this.operations = operations;
        setMappingContext(operations.mappingContext());
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        super.setBeanFactory(beanFactory);
        this.beanFactory = beanFactory;
    }

    @Override
    protected RepositoryFactorySupport createRepositoryFactory() {
        factory = createRepositoryFactory(operations());
        if (factory instanceof GenosRepositoryFactory own && beanFactory != null) {
            own.setQuerySettings(querySettings(beanFactory));
        }
        return factory;
    }

    private static GenosQuerySettings querySettings(BeanFactory beans) {
        int maxPending = ReactiveGenosTemplate.DEFAULT_MAX_PENDING;
        if (ClassUtils.isPresent("reactor.core.publisher.Flux", GenosRepositoryFactoryBean.class.getClassLoader())) {
            var reactive = beans.getBeanProvider(ReactiveGenosTemplate.class).getIfUnique();
            maxPending = reactive == null ? maxPending : reactive.getMaxPending();
        }
        Operators operators = beans.getBeanProvider(Operators.class).getIfUnique(Operators::standard);
        return new GenosQuerySettings(operators, maxPending);
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
        if (operations == null && beanFactory != null) {
            setGenosEntityOperations(
                    beanFactory.containsBean(OPERATIONS)
                            ? beanFactory.getBean(OPERATIONS, GenosEntityOperations.class)
                            : beanFactory.getBean(GenosEntityOperations.class));
        }
        super.afterPropertiesSet();
    }
}
