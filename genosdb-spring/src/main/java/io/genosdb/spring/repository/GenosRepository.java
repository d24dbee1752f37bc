package io.genosdb.spring.repository;

import io.genosdb.live.Subscription;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosEventListener;
import java.util.List;
import org.springframework.data.repository.ListCrudRepository;
import org.springframework.data.repository.ListPagingAndSortingRepository;
import org.springframework.data.repository.NoRepositoryBean;
import org.springframework.data.repository.query.ListQueryByExampleExecutor;

/**
 * A repository of nodes of one type, with what GenosDB adds to Spring Data's own methods: queries of the query language
 * and live results. Thread-safe.
 *
 * <p>Methods that an application declares are derived from their names or carry a
 * {@link io.genosdb.spring.repository.Query @Query}; {@code docs/repositories.md} tells how. Errors are of Spring's
 * {@link org.springframework.dao.DataAccessException} hierarchy.
 *
 * @param <T> the type of the entities
 * @param <ID> the type of their identifiers
 * @since 0.1
 */
@NoRepositoryBean
public interface GenosRepository<T, ID>
        extends ListCrudRepository<T, ID>, ListPagingAndSortingRepository<T, ID>, ListQueryByExampleExecutor<T> {

    /**
     * The entities that meet a query.
     *
     * @param query the query, which is narrowed to the nodes of this repository
     * @return the entities, in the query's order
     * @throws org.springframework.dao.DataAccessException if the query cannot be run
     */
    List<T> findAll(Query query);

    /**
     * How many entities meet a query.
     *
     * @param query the query, which is narrowed to the nodes of this repository
     * @return their number
     * @throws org.springframework.dao.DataAccessException if the query cannot be run
     */
    long count(Query query);

    /**
     * The entities that meet a query, and every change of that, until the subscription is closed.
     *
     * @param query the query, which is narrowed to the nodes of this repository
     * @param listener gets the result as {@code INITIAL} events before this method returns, then every change
     * @return closes the subscription
     * @throws org.springframework.dao.DataAccessException if the query cannot be run
     */
    Subscription findAll(Query query, GenosEventListener<T> listener);
}
