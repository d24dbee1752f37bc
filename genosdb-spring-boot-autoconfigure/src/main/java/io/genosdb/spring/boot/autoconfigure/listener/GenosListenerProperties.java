package io.genosdb.spring.boot.autoconfigure.listener;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of {@code @GenosListener} and {@code @GenosChannelListener} methods, for those whose annotation does not say otherwise.
 *
 * @param autoStartup Whether listeners start with the application.
 * @param concurrency How many threads call the method of a listener, 256 at most. Events of one node stay in order, and messages
 *     of one peer.
 * @param shutdownTimeout How long a stop waits for events that were taken before.
 * @param maxPendingSize How much may wait for a listener to a channel that is slower than what comes, before messages are dropped.
 * @since 0.1
 */
@ConfigurationProperties("genosdb.listener")
public record GenosListenerProperties(
        @DefaultValue("true") boolean autoStartup,
        @DefaultValue("1") int concurrency,
        @DefaultValue("10s") Duration shutdownTimeout,
        @DefaultValue("64MB") DataSize maxPendingSize) {}
