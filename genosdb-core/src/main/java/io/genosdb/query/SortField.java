package io.genosdb.query;

/**
 * A field to sort by.
 *
 * @param field the field's path
 * @param order the direction
 * @since 0.1
 */
public record SortField(String field, Order order) {}
