/** Keys and what is done with them: addresses, signatures, mnemonics, keystores. */
@NullMarked
package io.genosdb.security.identity;

import org.jspecify.annotations.NullMarked;
