/** How methods of repositories become queries: derived from their names, or annotated, with parameters bound safely. */
@NullMarked
package io.genosdb.spring.repository.query;

import org.jspecify.annotations.NullMarked;
