package io.genosdb.query;

import java.util.Locale;

/**
 * An index on one field.
 *
 * @param kind what it is good for
 * @param field the field's path
 * @since 0.1
 */
public record IndexDefinition(Kind kind, String field) {

    /** What an index is good for. */
    public enum Kind {
        /** Equality and membership: a literal, {@code $eq}, {@code $in}, {@code $contains} on arrays. */
        HASH,
        /** Ranges ({@code $gt}, {@code $gte}, {@code $lt}, {@code $lte}, {@code $between}) and sorting. */
        ORDERED,
        /** {@code $startsWith} and {@code $like} with a beginning, as in {@code 'x%'}. */
        PREFIX,
        /** {@code $text}. */
        TEXT
    }

    /**
     * Checks the path.
     *
     * @throws InvalidQueryException if it is too long
     */
    public IndexDefinition {
        FieldPath.parse(field);
    }

    /**
     * An index for equality and membership.
     *
     * @param field the field's path
     * @return the definition
     */
    public static IndexDefinition hash(String field) {
        return new IndexDefinition(Kind.HASH, field);
    }

    /**
     * An index for ranges and sorting.
     *
     * @param field the field's path
     * @return the definition
     */
    public static IndexDefinition ordered(String field) {
        return new IndexDefinition(Kind.ORDERED, field);
    }

    /**
     * An index for beginnings of strings.
     *
     * @param field the field's path
     * @return the definition
     */
    public static IndexDefinition prefix(String field) {
        return new IndexDefinition(Kind.PREFIX, field);
    }

    /**
     * An index for {@code $text}.
     *
     * @param field the field's path
     * @return the definition
     */
    public static IndexDefinition text(String field) {
        return new IndexDefinition(Kind.TEXT, field);
    }

    /** As in {@code ordered(age)}. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + "(" + field + ")";
    }
}
