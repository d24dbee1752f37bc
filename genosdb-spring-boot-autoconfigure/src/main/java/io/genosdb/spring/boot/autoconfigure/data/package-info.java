/** Auto-configuration of entities and repositories. */
@NullMarked
package io.genosdb.spring.boot.autoconfigure.data;

import org.jspecify.annotations.NullMarked;
