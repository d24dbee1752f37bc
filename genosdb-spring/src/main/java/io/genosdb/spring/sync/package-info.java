/**
 * Sync in a Spring application: the addresses that are dialled, and the WebSocket endpoint at which peers connect. What names
 * a type of Spring's WebSocket support is only loaded where that is on the class path.
 */
@NullMarked
package io.genosdb.spring.sync;

import org.jspecify.annotations.NullMarked;
