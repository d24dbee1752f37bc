/**
 * WebSocket sessions of a server, for every protocol over them. Only loaded where Spring's WebSocket support is on the class
 * path.
 */
@NullMarked
package io.genosdb.spring.websocket;

import org.jspecify.annotations.NullMarked;
