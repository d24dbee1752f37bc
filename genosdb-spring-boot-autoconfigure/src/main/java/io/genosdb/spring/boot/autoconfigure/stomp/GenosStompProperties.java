package io.genosdb.spring.boot.autoconfigure.stomp;

import io.genosdb.spring.stomp.StompLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Configuration of STOMP.
 *
 * @param enabled Whether STOMP clients are answered.
 * @param path Path of the WebSocket endpoint.
 * @param allowedOriginPatterns From which pages browsers may connect, as in 'https://*.example.org'. By default only from
 *     pages of the same origin.
 * @param heartbeat How often either side tells that it is there, where the client wants that too; 0 for never. Not used
 *     when the application configures its own broker.
 * @param adHocQueries Whether every client may follow queries of its own and read any node. Otherwise only declared queries
 *     can be followed.
 * @param writes Whether every client may put, link, unlink and remove.
 * @param queries Queries that clients follow by name: the options of map as JSON, in which ':name', ':name:number' and
 *     ':name:boolean' stand for what the client gives.
 * @param topics Names of queries whose changes this instance publishes to '/topic/genosdb.' and the name. With several
 *     instances and an external broker, one of them should.
 * @param limits What each client may take.
 * @param broker The broker for topics. Not used when the application configures its own.
 * @since 0.1
 */
@ConfigurationProperties("genosdb.stomp")
public record GenosStompProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("/genosdb/stomp") String path,
        @DefaultValue List<String> allowedOriginPatterns,
        @DefaultValue("10s") Duration heartbeat,
        @DefaultValue("false") boolean adHocQueries,
        @DefaultValue("false") boolean writes,
        @DefaultValue Map<String, String> queries,
        @DefaultValue List<String> topics,
        @DefaultValue Limits limits,
        @DefaultValue Broker broker) {

    /**
     * What each client may take.
     *
     * @param sessions Most sessions at once.
     * @param subscriptions Most live queries of one session.
     * @param messageSize Largest frame of a client. One of more than 16,640 bytes has to come in several WebSocket messages. Not
     *     used when the application configures its own broker.
     * @param headerLength Longest header of a request, name and value together, in characters.
     * @param requestsPerSecond How many requests a session may send per second in the long run.
     * @param burst How many requests a session may send at once after a pause.
     * @param pending How many events may wait for one live query, and how many replies for one session, before a client is
     *     disconnected as too slow. Also the largest result that a live query may begin with.
     * @param sendTime How long a frame may take to be written before a client is disconnected as too slow.
     * @param sendBuffer How much may wait for a client's socket, messages of a broker included.
     * @since 0.1
     */
    public record Limits(
            @DefaultValue("10000") int sessions,
            @DefaultValue("100") int subscriptions,
            @DefaultValue("64KB") DataSize messageSize,
            @DefaultValue("8192") int headerLength,
            @DefaultValue("100") int requestsPerSecond,
            @DefaultValue("200") int burst,
            @DefaultValue("10000") int pending,
            @DefaultValue("10s") Duration sendTime,
            @DefaultValue("512KB") DataSize sendBuffer) {

        StompLimits toLimits() {
            return new StompLimits(
                    sessions,
                    subscriptions,
                    headerLength,
                    requestsPerSecond,
                    burst,
                    pending,
                    sendTime,
                    Math.toIntExact(sendBuffer.toBytes()));
        }
    }

    /**
     * The broker for topics.
     *
     * @param relay An external broker. Without one, topics are those of this instance alone.
     * @since 0.1
     */
    public record Broker(@DefaultValue Relay relay) {}

    /**
     * An external STOMP broker such as RabbitMQ.
     *
     * @param host Host of the broker. None is used without it.
     * @param port Port of the broker's STOMP listener.
     * @param login User of the broker.
     * @param passcode Password of the broker's user.
     * @param virtualHost Virtual host of the broker; the host's name by default.
     * @since 0.1
     */
    public record Relay(
            @Nullable String host,
            @DefaultValue("61613") int port,
            @DefaultValue("guest") String login,
            @DefaultValue("guest") String passcode,
            @Nullable String virtualHost) {

        /** Everything but the password. */
        @Override
        public String toString() {
            return "Relay[host=" + host + ", port=" + port + ", login=" + login + ", virtualHost=" + virtualHost + "]";
        }
    }
}
