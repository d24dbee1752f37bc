/**
 * The protocol between replicas as bytes: messages, and frames that carry them. {@code docs/protocol.md} is the
 * specification. Knows nothing of sessions.
 */
@NullMarked
package io.genosdb.sync.wire;

import org.jspecify.annotations.NullMarked;
