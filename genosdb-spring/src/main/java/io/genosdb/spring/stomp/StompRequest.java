package io.genosdb.spring.stomp;

import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * What a session asks for, as far as a {@link StompAuthorizer} needs to know.
 *
 * @param operation what is to be done
 * @param sessionId the session
 * @param user who is behind the session; {@code null} where nobody logged in
 * @param database the application's name of the database: {@code default} for the one of {@code genosdb.*} itself; not the
 *     name that the replicas share
 * @param query the name of the query for a {@link Operation#MAP} that the application declared; {@code null} for one that
 *     the client wrote, and for other operations
 * @param node the node's identifier, the source's for links; {@code null} for {@link Operation#MAP}, and for a
 *     {@link Operation#PUT} of a node that has none yet
 * @since 0.1
 */
public record StompRequest(
        Operation operation,
        String sessionId,
        @Nullable Principal user,
        String database,
        @Nullable String query,
        @Nullable String node) {

    /**
     * What is to be done.
     *
     * @since 0.1
     */
    public enum Operation {
        /** Follow a query. */
        MAP,

        /** Read a node. */
        GET,

        /** Write a node. */
        PUT,

        /** Link two nodes. */
        LINK,

        /** Cut an edge. */
        UNLINK,

        /** Remove a node. */
        REMOVE,

        /** Draft entries for the user's own signature. */
        DRAFT,

        /** Apply entries that the user has signed: judged, like those of any peer, by the rights of their author. */
        SUBMIT;

        /**
         * Whether it changes the database.
         *
         * @return true for all but {@link #MAP}, {@link #GET} and {@link #DRAFT}
         */
        public boolean isWrite() {
            return this != MAP && this != GET && this != DRAFT;
        }
    }
}
