/** Auto-configuration of Micrometer's meters. */
@NullMarked
package io.genosdb.spring.boot.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
