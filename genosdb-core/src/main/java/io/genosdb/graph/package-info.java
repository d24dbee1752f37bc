/**
 * Entries, their merge, and the graph that is read: the lattice of {@code docs/data-model.md}.
 *
 * <p>Everything here is a deterministic function of the entries it is given. One thread writes at a time; any number
 * read without locks.
 */
@NullMarked
package io.genosdb.graph;

import org.jspecify.annotations.NullMarked;
