package io.genosdb.spring.boot.test;

import io.genosdb.room.InMemoryRooms;
import io.genosdb.room.RoomFactory;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.GenosDatabaseBuilderCustomizer;
import io.genosdb.storage.StorageOptions;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Keeps the databases of a test in memory, whatever properties and customizers say of their storage, and their rooms within the
 * JVM, whatever properties say of WebRTC.
 *
 * @since 0.1
 */
@AutoConfiguration(before = GenosAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "genosdb.test.in-memory", matchIfMissing = true)
public final class InMemoryGenosAutoConfiguration {

    /** Made by Spring. */
    InMemoryGenosAutoConfiguration() {}

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    GenosDatabaseBuilderCustomizer inMemoryGenosDatabaseBuilderCustomizer() {
        return builder -> builder.storage(StorageOptions.inMemory());
    }

    /** What a test opens with it meets the databases of the application. */
    @Bean
    @ConditionalOnMissingBean(RoomFactory.class)
    InMemoryRooms inMemoryGenosRooms() {
        return new InMemoryRooms();
    }
}
