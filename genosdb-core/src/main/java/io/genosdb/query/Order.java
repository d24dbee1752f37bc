package io.genosdb.query;

/**
 * The direction of a sort. Nodes that sort alike come in order of arrival in both directions.
 *
 * @since 0.1
 */
public enum Order {
    /** From missing values over null, booleans, numbers and strings to objects and arrays. */
    ASC("asc"),
    /** The other way round. */
    DESC("desc");

    private final String text;

    Order(String text) {
        this.text = text;
    }

    /**
     * The word for it in a query.
     *
     * @return {@code asc} or {@code desc}
     */
    public String text() {
        return text;
    }
}
