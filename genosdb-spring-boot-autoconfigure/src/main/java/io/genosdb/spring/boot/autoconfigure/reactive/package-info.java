/** Auto-configuration for applications with Reactor. */
@NullMarked
package io.genosdb.spring.boot.autoconfigure.reactive;

import org.jspecify.annotations.NullMarked;
