/** Auto-configuration of STOMP for browsers and other clients. */
@NullMarked
package io.genosdb.spring.boot.autoconfigure.stomp;

import org.jspecify.annotations.NullMarked;
