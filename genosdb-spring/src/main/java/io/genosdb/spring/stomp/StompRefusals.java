package io.genosdb.spring.stomp;

import io.genosdb.StaleNodeException;
import io.genosdb.graph.LimitExceededException;
import io.genosdb.graph.NodeNotFoundException;
import io.genosdb.guard.ForgedEntryException;
import io.genosdb.guard.NotPermittedException;
import io.genosdb.query.InvalidQueryException;
import io.genosdb.storage.StorageException;
import io.genosdb.value.InvalidValueException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client is told of an exception: what it can do something about, and nothing of the server's insides. */
final class StompRefusals {

    private static final Logger LOG = LoggerFactory.getLogger(StompRefusals.class);
    private static final Pattern PLACE = Pattern.compile("at ([^ :]+): (.*)", Pattern.DOTALL);

    private StompRefusals() {}

    static StompRequestException of(RuntimeException exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            StompRequestException known = known(cause);
            if (known != null) {
                return known;
            }
        }
        LOG.error("A STOMP request failed", exception);
        return new StompRequestException(
                StompErrorCode.INTERNAL, null, "the server failed; its log tells why", exception);
    }

    private static @Nullable StompRequestException known(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof StompRequestException refusal) {
            return refusal;
        }
        if (cause instanceof InvalidQueryException) {
            return located(StompErrorCode.INVALID_QUERY, message, cause);
        }
        if (cause instanceof InvalidValueException) {
            return located(StompErrorCode.MALFORMED, message, cause);
        }
        if (cause instanceof LimitExceededException) {
            return new StompRequestException(StompErrorCode.LIMIT_EXCEEDED, null, message, cause);
        }
        if (cause instanceof NodeNotFoundException) {
            return new StompRequestException(StompErrorCode.NOT_FOUND, null, message, cause);
        }
        if (cause instanceof NotPermittedException || cause instanceof ForgedEntryException) {
            return new StompRequestException(StompErrorCode.FORBIDDEN, null, message, cause);
        }
        if (cause instanceof StaleNodeException) {
            return new StompRequestException(StompErrorCode.CONFLICT, "body.expect", message, cause);
        }
        if (cause instanceof StorageException || isClosed(cause)) {
            LOG.warn("A STOMP request could not be carried out: {}", message);
            return new StompRequestException(
                    StompErrorCode.UNAVAILABLE, null, "the database cannot do this now; try again later", cause);
        }
        return null;
    }

    /** The database has no exception of its own for this; others of the type are faults. */
    private static boolean isClosed(Throwable cause) {
        return cause instanceof IllegalStateException
                && String.valueOf(cause.getMessage()).startsWith("the database is closed");
    }

    private static StompRequestException located(StompErrorCode code, String message, Throwable cause) {
        Matcher matcher = PLACE.matcher(message);
        return matcher.matches()
                ? new StompRequestException(code, matcher.group(1), matcher.group(2), cause)
                : new StompRequestException(code, null, message, cause);
    }
}
