package io.genosdb.spring.repository.support;

import io.genosdb.spring.entity.GenosEntityOperations;
import io.genosdb.spring.repository.query.GenosQueryLookupStrategy;
import io.genosdb.spring.repository.query.GenosQuerySettings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.context.Lifecycle;
import org.springframework.data.mapping.PersistentEntity;
import org.springframework.data.repository.core.EntityInformation;
import org.springframework.data.repository.core.RepositoryInformation;
import org.springframework.data.repository.core.RepositoryMetadata;
import org.springframework.data.repository.core.support.PersistentEntityInformation;
import org.springframework.data.repository.core.support.QueryCreationListener;
import org.springframework.data.repository.core.support.RepositoryFactorySupport;
import org.springframework.data.repository.query.QueryLookupStrategy;
import org.springframework.data.repository.query.RepositoryQuery;
import org.springframework.data.repository.query.ValueExpressionDelegate;

/**
 * Makes repositories of nodes.
 *
 * @since 0.1
 */
public class GenosRepositoryFactory extends RepositoryFactorySupport implements Lifecycle {

    private final GenosEntityOperations operations;
    private final List<Lifecycle> queries = new CopyOnWriteArrayList<>();
    private GenosQuerySettings settings = GenosQuerySettings.defaults();

    /**
     * Makes a factory.
     *
     * @param operations what its repositories work with
     */
    @SuppressWarnings("this-escape") // queries are created later, when a repository is asked for
    public GenosRepositoryFactory(GenosEntityOperations operations) {
        this.operations = operations;
        addQueryCreationListener((QueryCreationListener<RepositoryQuery>) this::keep);
    }

    /**
     * Sets what query methods have from the application. To be called before a repository is made.
     *
     * @param settings the settings, by default {@link GenosQuerySettings#defaults()}
     */
    public void setQuerySettings(GenosQuerySettings settings) {
        this.settings = settings;
    }

    private void keep(RepositoryQuery query) {
        if (query instanceof Lifecycle live) {
            queries.add(live);
        }
    }

    @Override
    public void start() {
        queries.forEach(Lifecycle::start);
    }

    /** Completes every Flux that its repositories gave. */
    @Override
    public void stop() {
        queries.forEach(Lifecycle::stop);
    }

    @Override
    public boolean isRunning() {
        return queries.stream().anyMatch(Lifecycle::isRunning);
    }

    @Override
    @SuppressWarnings("unchecked") // the interface says of which type its identifiers are
    public EntityInformation<?, ?> getEntityInformation(RepositoryMetadata metadata) {
        PersistentEntity<?, ?> entity = operations.mappingContext().getRequiredNode(metadata.getDomainType());
        return new PersistentEntityInformation<>(entity);
    }

    @Override
    protected Object getTargetRepository(RepositoryInformation information) {
        return getTargetRepositoryViaReflection(information, getEntityInformation(information), operations);
    }

    @Override
    protected Class<?> getRepositoryBaseClass(RepositoryMetadata metadata) {
        return SimpleGenosRepository.class;
    }

    @Override
    protected Optional<QueryLookupStrategy> getQueryLookupStrategy(
            QueryLookupStrategy.@Nullable Key key, ValueExpressionDelegate valueExpressionDelegate) {
        return Optional.of(new GenosQueryLookupStrategy(
                key, operations, operations.converter(), valueExpressionDelegate, settings));
    }
}
