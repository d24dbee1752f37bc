/**
 * Immutable JSON trees and their one canonical byte form (RFC 8785).
 *
 * <p>This is the ground floor: it imports nothing of the rest of the database.
 */
@NullMarked
package io.genosdb.value;

import org.jspecify.annotations.NullMarked;
