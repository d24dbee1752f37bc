/** A music store as a graph: repositories, relations, paging and the query language on a few thousand records. */
@NullMarked
package io.genosdb.samples.catalog;

import org.jspecify.annotations.NullMarked;
