package io.genosdb.spring.boot.autoconfigure.relay;

import io.genosdb.rtc.relay.RelayLimits;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Configuration of the embedded relay.
 *
 * @param enabled Whether the application is a relay, at which the peers of rooms find each other.
 * @param path Path of the relay.
 * @param allowedOriginPatterns From which pages browsers may connect, as in 'https://*.example.org'. Empty for pages of the same
 *     origin only.
 * @param limits What clients may take.
 * @since 0.1
 */
@ConfigurationProperties("genosdb.relay.embedded")
public record GenosRelayProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("/genosdb/relay") String path,
        @DefaultValue("*") List<String> allowedOriginPatterns,
        @DefaultValue Limits limits) {

    /**
     * What clients may take.
     *
     * @param connections Most clients at once.
     * @param subscriptions Most open requests of one client.
     * @param filterValues Most values in the filters of one client's open requests together; its topics, mainly.
     * @param messageSize Longest message of a client, 128KB at most.
     * @param messagesPerSecond How many messages a client may send per second in the long run.
     * @param burst How many messages a client may send at once after a pause.
     * @param clockSkew How far the time of an event may be off the clock of the application.
     * @param rememberedEvents Of how many events it is remembered that they were delivered, so that they are not delivered again.
     * @param sendTime How long a message may take to be written before a client is disconnected as too slow.
     * @param sendBuffer How much may wait for a client that reads slowly.
     * @since 0.1
     */
    public record Limits(
            @DefaultValue("1000") int connections,
            @DefaultValue("32") int subscriptions,
            @DefaultValue("2000") int filterValues,
            @DefaultValue("64KB") DataSize messageSize,
            @DefaultValue("500") int messagesPerSecond,
            @DefaultValue("5000") int burst,
            @DefaultValue("10m") Duration clockSkew,
            @DefaultValue("65536") int rememberedEvents,
            @DefaultValue("10s") Duration sendTime,
            @DefaultValue("512KB") DataSize sendBuffer) {

        RelayLimits toLimits() {
            return new RelayLimits(
                    connections,
                    subscriptions,
                    filterValues,
                    Math.toIntExact(messageSize.toBytes()),
                    messagesPerSecond,
                    burst,
                    clockSkew,
                    rememberedEvents);
        }
    }
}
