package io.genosdb.spring.listener;

import io.genosdb.live.MapEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs each failure with its stack trace. Of the event it shows action, identifier and version, never the value. */
final class LoggingErrorHandler implements GenosListenerErrorHandler {

    private static final Logger logger = LoggerFactory.getLogger(GenosListenerContainer.class);

    @Override
    public void handleError(MapEvent event, GenosListenerExecutionException exception) {
        logger.error("{}", exception.getMessage(), exception.getCause());
    }
}
