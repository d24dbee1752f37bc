/** Auto-configuration of the embedded relay. */
@NullMarked
package io.genosdb.spring.boot.autoconfigure.relay;

import org.jspecify.annotations.NullMarked;
