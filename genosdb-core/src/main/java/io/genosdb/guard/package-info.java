/**
 * Where a guard stands: who acts, who signs, what is let in, who may read. The guard itself is an extension; without one the
 * database trusts whoever reaches it.
 */
@NullMarked
package io.genosdb.guard;

import org.jspecify.annotations.NullMarked;
