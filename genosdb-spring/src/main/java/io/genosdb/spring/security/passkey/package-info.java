/** Passkeys (WebAuthn) of Spring Security, kept in the graph, and belonging to addresses. */
@NullMarked
package io.genosdb.spring.security.passkey;

import org.jspecify.annotations.NullMarked;
