package io.genosdb.spring.boot.autoconfigure;

import io.genosdb.GenosDatabase;
import io.genosdb.room.RoomFactory;
import io.genosdb.rtc.RtcRooms;
import io.genosdb.spring.GenosDatabases;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.room.GenosRooms;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the rooms where databases of the properties meet their peers: over WebRTC where
 * {@code genosdb.rtc.enabled} says so, or as a bean of type {@link RoomFactory} makes them, which takes the place of WebRTC for
 * all databases.
 *
 * @since 0.1
 */
@AutoConfiguration(after = GenosAutoConfiguration.class)
@ConditionalOnClass({GenosDatabase.class, GenosTemplate.class})
@ConditionalOnBean({GenosDatabases.class, DatabaseFactory.class})
public final class GenosRoomAutoConfiguration {

    /** Made by Spring. */
    GenosRoomAutoConfiguration() {}

    @Bean
    RoomCustomizer genosRoomCustomizer(
            ObjectProvider<RoomFactory> own,
            ObjectProvider<RoomSource> source,
            ObjectProvider<DatabaseFactory> databases,
            GuardCustomizer guards) {
        return new RoomCustomizer(own, source, databases, guards);
    }

    @Bean
    @ConditionalOnMissingBean
    GenosRooms genosRooms(GenosDatabases databases, ApplicationEventPublisher publisher) {
        return new GenosRooms(databases, publisher);
    }

    @Bean
    static LazyInitializationExcludeFilter genosRoomsLazyInitializationExcludeFilter() {
        return LazyInitializationExcludeFilter.forBeanTypes(GenosRooms.class);
    }

    /** Where there is WebRTC. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RtcRooms.class)
    static class Rtc {

        @Bean
        @ConditionalOnMissingBean
        RtcRooms genosRtcRooms(GenosProperties properties) {
            return new RtcRooms(RtcRoomSource.webRtc(properties.rtc()));
        }

        @Bean
        RtcRoomSource genosRtcRoomSource(RtcRooms rooms, Environment environment) {
            return new RtcRoomSource(
                    rooms, environment.getProperty("genosdb.relay.embedded.enabled", Boolean.class, false));
        }
    }
}
