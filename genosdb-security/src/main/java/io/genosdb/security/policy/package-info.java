/**
 * Who may do what, as pure functions of the entries: roles and access lists as histories, and the
 * {@linkplain io.genosdb.security.policy.Judge judge} of entries. Without clock, threads, disk and network.
 */
@NullMarked
package io.genosdb.security.policy;

import org.jspecify.annotations.NullMarked;
