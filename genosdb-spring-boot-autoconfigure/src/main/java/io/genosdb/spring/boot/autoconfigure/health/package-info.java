/** Auto-configuration of the health of a graph database. */
@NullMarked
package io.genosdb.spring.boot.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
