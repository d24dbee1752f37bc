/**
 * Sync: replicas find out what differs between them, send each other just that, and prove that they are equal. Pure state
 * machines; time and randomness are handed in, {@link io.genosdb.sync.Link transports} carry frames.
 */
@NullMarked
package io.genosdb.sync;

import org.jspecify.annotations.NullMarked;
