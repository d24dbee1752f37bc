/** Micrometer's meters of graph databases. Only loaded where Micrometer is on the class path. */
@NullMarked
package io.genosdb.spring.metrics;

import org.jspecify.annotations.NullMarked;
