/**
 * Zero trust for a database: every entry is signed by its author, and every replica judges by itself whether that author was
 * allowed to write it. {@link io.genosdb.security.GenosSecurity} is the way in.
 */
@NullMarked
package io.genosdb.security;

import org.jspecify.annotations.NullMarked;
