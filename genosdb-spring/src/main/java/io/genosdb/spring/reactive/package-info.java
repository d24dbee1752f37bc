/** The template for applications that use Reactor, which is needed to load anything of this package. */
@NullMarked
package io.genosdb.spring.reactive;

import org.jspecify.annotations.NullMarked;
