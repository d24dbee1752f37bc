/** Health of a graph database. */
@NullMarked
package io.genosdb.spring.boot.health;

import org.jspecify.annotations.NullMarked;
