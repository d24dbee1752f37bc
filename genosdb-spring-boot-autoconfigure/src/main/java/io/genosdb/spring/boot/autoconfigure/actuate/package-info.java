/** Auto-configuration of the endpoint {@code genosdb}. */
@NullMarked
package io.genosdb.spring.boot.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
