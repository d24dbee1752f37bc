/** Auto-configuration of zero trust: who the application is, and what others may do with its database. */
@NullMarked
package io.genosdb.spring.boot.autoconfigure.security;

import org.jspecify.annotations.NullMarked;
