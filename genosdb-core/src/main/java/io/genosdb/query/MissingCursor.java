package io.genosdb.query;

/**
 * What to do where the node that {@code $after} or {@code $before} names is not in the result (any more). There is no
 * third way: to guess where it would have been gives pages that skip or repeat nodes unnoticed.
 *
 * @since 0.1
 */
public enum MissingCursor {
    /** Refuse the query with an {@link InvalidQueryException}. */
    ERROR("error"),
    /** Give an empty page. */
    EMPTY("empty");

    private final String text;

    MissingCursor(String text) {
        this.text = text;
    }

    /**
     * The word for it in a query.
     *
     * @return {@code error} or {@code empty}
     */
    public String text() {
        return text;
    }
}
