/** Who may do what, as pure functions of the entries: roles and access lists as histories, and the judge of entries. */
@NullMarked
package io.genosdb.security.policy;

import org.jspecify.annotations.NullMarked;
