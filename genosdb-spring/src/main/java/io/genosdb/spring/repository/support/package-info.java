/** What stands behind a repository's interface, and the factory that makes it. */
@NullMarked
package io.genosdb.spring.repository.support;

import org.jspecify.annotations.NullMarked;
