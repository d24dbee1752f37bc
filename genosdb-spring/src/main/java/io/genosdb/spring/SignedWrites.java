package io.genosdb.spring;

import io.genosdb.value.JsonObject;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * What somebody writes with a key that is not here: entries are drafted for them, they sign each entry's hash in their wallet, and
 * the signed entries are applied as theirs. Requests and answers are JSON, the same over HTTP and STOMP; {@code docs/sign-in.md}
 * has their form. Implementations are thread-safe, and take nothing of what they are given for granted.
 *
 * @since 0.1
 */
public interface SignedWrites {

    /**
     * Drafts entries.
     *
     * @param user who asks, as whom the entries are drafted; {@code null} for somebody unknown, who gets none
     * @param request what to write: {@code {"writes": [...]}}
     * @return {@code {"entries": [...]}}, each with the hash to be signed
     * @throws io.genosdb.value.InvalidValueException if the request is not of that form
     * @throws io.genosdb.graph.LimitExceededException if something is beyond the limits of the database
     * @throws io.genosdb.guard.NotPermittedException if there is nobody who could sign
     */
    JsonObject draft(@Nullable Principal user, JsonObject request);

    /**
     * Applies signed entries: all of them, or nothing.
     *
     * @param user who asks, who has to be the author of all of them
     * @param request the entries: {@code {"entries": [...]}}
     * @return {@code {"applied": number}}
     * @throws io.genosdb.value.InvalidValueException if the request is not of that form
     * @throws io.genosdb.graph.LimitExceededException if something is beyond the limits of the database
     * @throws io.genosdb.guard.ForgedEntryException if one is not signed by its author
     * @throws io.genosdb.guard.NotPermittedException if one is of another author, or one that its author may not make
     */
    JsonObject submit(@Nullable Principal user, JsonObject request);
}
