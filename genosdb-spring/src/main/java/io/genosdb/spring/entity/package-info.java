/** Mapped entities: saved, loaded, found and followed as objects, with their edges, versions and callbacks. */
@NullMarked
package io.genosdb.spring.entity;

import org.jspecify.annotations.NullMarked;
