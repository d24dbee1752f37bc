/** Auto-configuration of a graph database and the template on it. */
@NullMarked
package io.genosdb.spring.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
