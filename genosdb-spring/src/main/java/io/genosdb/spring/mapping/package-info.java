/** How classes and records become nodes and edges: annotations, and the mapping context that reads and checks them. */
@NullMarked
package io.genosdb.spring.mapping;

import org.jspecify.annotations.NullMarked;
