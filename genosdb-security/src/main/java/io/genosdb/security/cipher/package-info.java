/** Encrypts values for those who have a key. Knows nothing of identities, nodes or the rest. */
@NullMarked
package io.genosdb.security.cipher;

import org.jspecify.annotations.NullMarked;
