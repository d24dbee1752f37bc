package io.genosdb.query;

/** A field to sort by, its path parsed. */
record SortPath(FieldPath path, Order order) {}
