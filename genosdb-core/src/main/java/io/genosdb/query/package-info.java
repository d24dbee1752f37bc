/**
 * Queries: parsed once into an immutable condition, planned over the indexes there are, run without locks.
 *
 * <p>{@link io.genosdb.query.Query} is what to find, {@link io.genosdb.query.QueryEngine} finds it. The language is
 * described in {@code docs/query-language.md}.
 */
@NullMarked
package io.genosdb.query;

import org.jspecify.annotations.NullMarked;
