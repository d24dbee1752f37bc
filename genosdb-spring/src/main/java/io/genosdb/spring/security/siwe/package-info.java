/** Sign-In with Ethereum (EIP-4361): the message, the rules it has to keep, and nonces. Knows nothing of HTTP. */
@NullMarked
package io.genosdb.spring.security.siwe;

import org.jspecify.annotations.NullMarked;
