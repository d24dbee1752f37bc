/** Repositories: interfaces of the application that Spring Data implements on a graph database. */
@NullMarked
package io.genosdb.spring.repository;

import org.jspecify.annotations.NullMarked;
