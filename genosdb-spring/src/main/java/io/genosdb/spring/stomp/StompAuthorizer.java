package io.genosdb.spring.stomp;

/**
 * Decides who may do what. Asked before every request, and must be thread-safe.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface StompAuthorizer {

    /**
     * Lets a request pass, or refuses it.
     *
     * @param request what is asked for
     * @throws StompRequestException if it is refused, usually with {@link StompErrorCode#FORBIDDEN}
     */
    void authorize(StompRequest request);

    /**
     * The same rules for everybody: queries that the application declared are open to all, and so are entries that their authors
     * have signed, since the database judges these by itself.
     *
     * @param adHocQueries whether clients may follow queries of their own, and read any node
     * @param writes whether clients may put, link, unlink and remove
     * @return the rules
     */
    static StompAuthorizer forEverybody(boolean adHocQueries, boolean writes) {
        return request -> {
            if (request.operation() == StompRequest.Operation.DRAFT
                    || request.operation() == StompRequest.Operation.SUBMIT) {
                return;
            }
            if (request.operation().isWrite()) {
                if (!writes) {
                    throw new StompRequestException(
                            StompErrorCode.FORBIDDEN, null, "writing is not allowed here (genosdb.stomp.writes)");
                }
            } else if (request.query() == null && !adHocQueries) {
                throw new StompRequestException(
                        StompErrorCode.FORBIDDEN,
                        null,
                        "only declared queries are allowed here (genosdb.stomp.ad-hoc-queries);"
                                + " subscribe to /genosdb/map/<name>");
            }
        };
    }
}
