/**
 * Finds out what two sets of entries do not have in common, without sending either: an index of entries with sums of
 * their hashes, and the negentropy protocol over it. Pure; knows nothing of messages, sessions or links.
 */
@NullMarked
package io.genosdb.sync.reconcile;

import org.jspecify.annotations.NullMarked;
