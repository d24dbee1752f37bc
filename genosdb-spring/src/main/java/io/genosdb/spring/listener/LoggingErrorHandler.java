package io.genosdb.spring.listener;

import io.genosdb.live.MapEvent;
import io.genosdb.room.RoomPeer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each failure with its stack trace. Of an event it shows action, identifier and version, of a message channel and sender,
 * never the value.
 */
final class LoggingErrorHandler implements GenosListenerErrorHandler, GenosChannelListenerErrorHandler {

    private static final Logger logger = LoggerFactory.getLogger(GenosListenerContainer.class);

    @Override
    public void handleError(MapEvent event, GenosListenerExecutionException exception) {
        logger.error("{}", exception.getMessage(), exception.getCause());
    }

    @Override
    public void handleError(String channel, RoomPeer peer, GenosListenerExecutionException exception) {
        logger.error("{}", exception.getMessage(), exception.getCause());
    }
}
