/**
 * Entries on disk: a journal over an embedded key-value engine. {@code docs/storage.md} specifies the formats and the
 * guarantees.
 */
@NullMarked
package io.genosdb.storage;

import org.jspecify.annotations.NullMarked;
