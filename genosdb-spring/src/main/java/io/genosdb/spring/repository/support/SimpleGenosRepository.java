package io.genosdb.spring.repository.support;

import io.genosdb.live.Subscription;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosEventListener;
import io.genosdb.spring.GenosExceptionTranslator;
import io.genosdb.spring.entity.GenosEntityOperations;
import io.genosdb.spring.mapping.GenosPersistentEntity;
import io.genosdb.spring.repository.GenosRepository;
import io.genosdb.spring.repository.query.EntityQueries;
import io.genosdb.spring.repository.query.ExampleFilter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.repository.core.EntityInformation;
import org.springframework.data.repository.query.FluentQuery.FetchableFluentQuery;

/**
 * The methods that every repository of nodes has. Thread-safe.
 *
 * @param <T> the type of the entities
 * @param <ID> the type of their identifiers
 * @since 0.1
 */
public class SimpleGenosRepository<T, ID> implements GenosRepository<T, ID> {

    private static final GenosExceptionTranslator TRANSLATOR = new GenosExceptionTranslator();

    private final GenosEntityOperations operations;
    private final Class<T> type;
    private final GenosPersistentEntity<T> entity;
    private final EntityQueries<T> queries;
    private final ExampleFilter examples;

    /**
     * Makes a repository.
     *
     * @param information of which entities
     * @param operations what it works with
     */
    public SimpleGenosRepository(EntityInformation<T, ID> information, GenosEntityOperations operations) {
        this.operations = operations;
        this.type = information.getJavaType();
        this.entity = operations.mappingContext().getRequiredNode(type);
        this.queries = new EntityQueries<>(operations, type);
        this.examples = new ExampleFilter(operations, operations.converter());
    }

    @Override
    public <S extends T> S save(S saved) {
        return operations.save(saved);
    }

    @Override
    public <S extends T> List<S> saveAll(Iterable<S> entities) {
        return operations.saveAll(entities);
    }

    @Override
    public Optional<T> findById(ID id) {
        return operations.findById(id, type);
    }

    @Override
    public boolean existsById(ID id) {
        return operations.exists(byId(id), type);
    }

    private Query byId(ID id) {
        return Query.where(entity.getRequiredIdProperty().getFieldName())
                .eq(entity.toNodeId(id))
                .toQuery();
    }

    @Override
    public List<T> findAll() {
        return queries.list(Query.all());
    }

    @Override
    public List<T> findAllById(Iterable<ID> ids) {
        return operations.findAllById(ids, type);
    }

    @Override
    public List<T> findAll(Sort sort) {
        return translated(() -> queries.list(queries.sorted(Query.all(), sort)));
    }

    @Override
    public Page<T> findAll(Pageable pageable) {
        return translated(() -> queries.page(queries.sorted(Query.all(), pageable.getSort()), pageable));
    }

    @Override
    public List<T> findAll(Query query) {
        return queries.list(query);
    }

    @Override
    public Subscription findAll(Query query, GenosEventListener<T> listener) {
        return operations.find(query, type, listener);
    }

    @Override
    public long count() {
        return operations.count(Query.all(), type);
    }

    @Override
    public long count(Query query) {
        return operations.count(query, type);
    }

    @Override
    public void deleteById(ID id) {
        operations.deleteById(id, type);
    }

    @Override
    public void delete(T deleted) {
        operations.delete(deleted);
    }

    @Override
    public void deleteAllById(Iterable<? extends ID> ids) {
        operations.deleteAllById(ids, type);
    }

    @Override
    public void deleteAll(Iterable<? extends T> entities) {
        operations.deleteAll(entities);
    }

    @Override
    public void deleteAll() {
        operations.delete(Query.all(), type);
    }

    @Override
    public <S extends T> Optional<S> findOne(Example<S> example) {
        return translated(() -> of(example).one(examples.query(example)));
    }

    @Override
    public <S extends T> List<S> findAll(Example<S> example) {
        return findAll(example, Sort.unsorted());
    }

    @Override
    public <S extends T> List<S> findAll(Example<S> example, Sort sort) {
        return translated(() -> of(example).list(queries.sorted(examples.query(example), sort)));
    }

    @Override
    public <S extends T> Page<S> findAll(Example<S> example, Pageable pageable) {
        return translated(
                () -> of(example).page(queries.sorted(examples.query(example), pageable.getSort()), pageable));
    }

    @Override
    public <S extends T> long count(Example<S> example) {
        return translated(() -> operations.count(examples.query(example), example.getProbeType()));
    }

    @Override
    public <S extends T> boolean exists(Example<S> example) {
        return translated(() -> operations.exists(examples.query(example), example.getProbeType()));
    }

    @Override
    public <S extends T, R> R findBy(Example<S> example, Function<FetchableFluentQuery<S>, R> queryFunction) {
        return translated(() ->
                queryFunction.apply(FluentExample.of(operations, examples.query(example), example.getProbeType())));
    }

    private <S extends T> EntityQueries<S> of(Example<S> example) {
        return new EntityQueries<>(operations, example.getProbeType());
    }

    private static <R> R translated(Supplier<R> action) {
        try {
            return action.get();
        } catch (RuntimeException e) {
            DataAccessException translated = TRANSLATOR.translateExceptionIfPossible(e);
            throw translated == null ? e : translated;
        }
    }
}
