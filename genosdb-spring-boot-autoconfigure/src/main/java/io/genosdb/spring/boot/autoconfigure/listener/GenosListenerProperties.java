package io.genosdb.spring.boot.autoconfigure.listener;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of {@code @GenosListener} methods, for those whose annotation does not say otherwise.
 *
 * @param autoStartup Whether listeners start with the application.
 * @param concurrency How many threads call the method of a listener, 256 at most. Events of one node stay in order.
 * @param shutdownTimeout How long a stop waits for events that were taken before.
 * @since 0.1
 */
@ConfigurationProperties("genosdb.listener")
public record GenosListenerProperties(
        @DefaultValue("true") boolean autoStartup,
        @DefaultValue("1") int concurrency,
        @DefaultValue("10s") Duration shutdownTimeout) {}
