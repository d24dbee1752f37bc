package io.genosdb.spring.repository.query;

import io.genosdb.query.InvalidQueryException;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.spring.entity.GenosEntityOperations;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.data.projection.ProjectionFactory;
import org.springframework.data.repository.core.NamedQueries;
import org.springframework.data.repository.core.RepositoryMetadata;
import org.springframework.data.repository.query.QueryCreationException;
import org.springframework.data.repository.query.QueryLookupStrategy;
import org.springframework.data.repository.query.RepositoryQuery;
import org.springframework.data.repository.query.ValueExpressionDelegate;

/**
 * Finds the query of a method: the annotated one, the named one, or the one that its name says. What cannot become a query
 * is a {@link QueryCreationException} that names the method, its cause an {@link InvalidQueryException}.
 *
 * @since 0.1
 */
public final class GenosQueryLookupStrategy implements QueryLookupStrategy {

    private final Key key;
    private final GenosEntityOperations operations;
    private final ParameterValues values;
    private final ValueExpressionDelegate expressions;
    private final GenosQuerySettings settings;

    /**
     * Makes a strategy.
     *
     * @param key where to look; {@code null} for {@link QueryLookupStrategy.Key#CREATE_IF_NOT_FOUND}
     * @param operations runs the queries
     * @param converter makes the JSON of parameters
     * @param expressions evaluates the expressions in annotated queries
     * @param settings what the methods have from the application
     */
    public GenosQueryLookupStrategy(
            @Nullable Key key,
            GenosEntityOperations operations,
            GenosConverter converter,
            ValueExpressionDelegate expressions,
            GenosQuerySettings settings) {
        this.key = key == null ? Key.CREATE_IF_NOT_FOUND : key;
        this.operations = operations;
        this.values = new ParameterValues(converter, operations.mappingContext());
        this.expressions = expressions;
        this.settings = settings;
    }

    @Override
    public RepositoryQuery resolveQuery(
            Method method, RepositoryMetadata metadata, ProjectionFactory factory, NamedQueries namedQueries) {
        try {
            return query(new GenosQueryMethod(method, metadata, factory), namedQueries);
        } catch (QueryCreationException e) {
            throw e;
        } catch (InvalidQueryException e) {
            throw refusal(e, metadata, method);
        } catch (RuntimeException e) {
            throw refusal(new InvalidQueryException(String.valueOf(e.getMessage()), e), metadata, method);
        }
    }

    private static QueryCreationException refusal(
            InvalidQueryException cause, RepositoryMetadata metadata, Method method) {
        String message = "Could not create query for method %s.%s: %s"
                .formatted(metadata.getRepositoryInterface().getSimpleName(), method.getName(), cause.getMessage());
        return QueryCreationException.create(message, cause, metadata.getRepositoryInterface(), method);
    }

    private RepositoryQuery query(GenosQueryMethod method, NamedQueries namedQueries) {
        String declared = key == Key.CREATE ? null : declared(method, namedQueries);
        if (declared != null) {
            return new AnnotatedGenosQuery(method, declared, operations, values, expressions, settings);
        }
        if (key == Key.USE_DECLARED_QUERY) {
            throw new InvalidQueryException(
                    "the method has neither a @Query nor a named query " + method.getNamedQueryName());
        }
        return new DerivedGenosQuery(method, operations, values, settings.maxPending());
    }

    /** An annotation without a filter means all nodes of the type. */
    private static @Nullable String declared(GenosQueryMethod method, NamedQueries namedQueries) {
        var annotation = method.annotation();
        if (annotation != null) {
            return annotation.value().isBlank() ? "{}" : annotation.value();
        }
        String name = method.getNamedQueryName();
        return namedQueries.hasQuery(name) ? namedQueries.getQuery(name) : null;
    }
}
