/** What Micrometer's Observation sees of the template. */
@NullMarked
package io.genosdb.spring.observation;

import org.jspecify.annotations.NullMarked;
