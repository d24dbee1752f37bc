package io.genosdb.spring.boot.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.room.InMemoryRooms;
import io.genosdb.room.RoomPeer;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.storage.StorageType;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.stereotype.Service;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.json.JsonMapper;

class DataGenosTestAttributesTest {

    @Nested
    @DataGenosTest(includeFilters = @Filter(Service.class))
    class WithIncludeFilter {

        @Autowired
        private ApplicationContext context;

        @Test
        void bringsWhatTheFilterNames() {
            assertThat(context.getBeansOfType(TestedComponents.SomeService.class))
                    .hasSize(1);
            assertThat(context.getBeansOfType(TestedComponents.SomeComponent.class))
                    .isEmpty();
        }
    }

    @Nested
    @DataGenosTest(excludeAutoConfiguration = JacksonAutoConfiguration.class)
    class WithoutAnAutoConfiguration {

        @Autowired
        private ApplicationContext context;

        @Test
        void leavesItOut() {
            assertThat(context.getBeansOfType(JsonMapper.class)).isEmpty();
            assertThat(context.getBeansOfType(GenosTemplate.class)).hasSize(1);
        }
    }

    @Nested
    @DataGenosTest(properties = "genosdb.rtc.enabled=true")
    class WithARoom {

        @Test
        void staysWithinTheJvm(@Autowired GenosTemplate template, @Autowired InMemoryRooms rooms) {
            try (GenosDatabase visitor =
                    GenosDatabase.builder("genosdb").room(rooms).open()) {
                assertThat(template.room().getPeers())
                        .extracting(RoomPeer::id)
                        .containsExactly(visitor.room().self());
            }
        }
    }

    @Nested
    @DataGenosTest(properties = "genosdb.test.in-memory=false")
    class Stored {

        @TempDir
        static Path directory;

        @DynamicPropertySource
        static void store(DynamicPropertyRegistry properties) {
            properties.add("genosdb.storage.directory", () -> directory.resolve("store"));
            properties.add("genosdb.storage.type", () -> "mvstore");
        }

        @Test
        void storesAsThePropertiesSay(@Autowired GenosDatabase database) {
            assertThat(database.status().storage().engine()).isEqualTo(StorageType.MVSTORE);
            // Where the context is kept for other tests, the directory could not be cleaned up.
            database.close();
        }
    }

    @Nested
    @SpringBootTest(properties = "genosdb.storage.type=mvstore")
    @AutoConfigureDataGenos
    class WithAnotherSlice {

        @Test
        void keepsInMemory(@Autowired GenosDatabase database, @Autowired TestedComponents.SomeService service) {
            assertThat(database.status().storage().engine()).isEqualTo(StorageType.MEMORY);
            assertThat(service).isNotNull();
        }
    }
}
