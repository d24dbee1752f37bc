package io.genosdb.spring;

import io.genosdb.StaleNodeException;
import io.genosdb.graph.LimitExceededException;
import io.genosdb.graph.NodeNotFoundException;
import io.genosdb.guard.NotPermittedException;
import io.genosdb.query.InvalidQueryException;
import io.genosdb.storage.StorageException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.PermissionDeniedDataAccessException;
import org.springframework.dao.support.PersistenceExceptionTranslator;

/**
 * Translates the exceptions of the database into Spring's hierarchy. Message and cause are kept.
 *
 * <table>
 *   <caption>What becomes what</caption>
 *   <tr><td>{@link InvalidQueryException}</td><td>{@link InvalidDataAccessResourceUsageException}</td></tr>
 *   <tr><td>{@link LimitExceededException}</td><td>{@link DataIntegrityViolationException}</td></tr>
 *   <tr><td>{@link NodeNotFoundException}</td><td>{@link DataRetrievalFailureException}</td></tr>
 *   <tr><td>{@link StorageException}</td><td>{@link DataAccessResourceFailureException}</td></tr>
 *   <tr><td>{@link StaleNodeException}</td><td>{@link OptimisticLockingFailureException}</td></tr>
 *   <tr><td>{@link NotPermittedException}</td><td>{@link PermissionDeniedDataAccessException}</td></tr>
 *   <tr><td>{@link IllegalArgumentException}, {@link IllegalStateException}</td>
 *       <td>{@link InvalidDataAccessApiUsageException}</td></tr>
 * </table>
 *
 * @since 0.1
 */
public final class GenosExceptionTranslator implements PersistenceExceptionTranslator {

    /** Makes a translator. */
    public GenosExceptionTranslator() {}

    @Override
    public @Nullable DataAccessException translateExceptionIfPossible(RuntimeException e) {
        String message = e.getMessage();
        if (e instanceof DataAccessException translated) {
            return translated;
        }
        if (e instanceof InvalidQueryException) {
            return new InvalidDataAccessResourceUsageException(message, e);
        }
        if (e instanceof LimitExceededException) {
            return new DataIntegrityViolationException(message, e);
        }
        if (e instanceof NodeNotFoundException) {
            return new DataRetrievalFailureException(message, e);
        }
        if (e instanceof StorageException) {
            return new DataAccessResourceFailureException(message, e);
        }
        if (e instanceof StaleNodeException) {
            return new OptimisticLockingFailureException(String.valueOf(message), e);
        }
        if (e instanceof NotPermittedException) {
            return new PermissionDeniedDataAccessException(String.valueOf(message), e);
        }
        if (e instanceof IllegalArgumentException || e instanceof IllegalStateException) {
            return new InvalidDataAccessApiUsageException(String.valueOf(message), e);
        }
        return null;
    }
}
