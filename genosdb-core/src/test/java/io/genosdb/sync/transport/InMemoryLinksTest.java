package io.genosdb.sync.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.genosdb.GenosDatabase;
import io.genosdb.sync.SyncEvent;
import io.genosdb.sync.SyncOptions;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InMemoryLinksTest {

    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final InMemoryLinks links = new InMemoryLinks(executor);

    @AfterEach
    void end() {
        executor.shutdownNow();
    }

    @Test
    void databasesBecomeEqual() throws Exception {
        try (var one = GenosDatabase.inMemory("room");
                var other = GenosDatabase.inMemory("room")) {
            for (int i = 0; i < 3_000; i++) {
                one.put(JsonObject.of(Map.of("number", new JsonNumber(i))), "one" + i);
            }
            other.put(JsonObject.empty(), "other");
            var live = new CompletableFuture<String>();
            other.onMerge((result, source) -> result.accepted().stream()
                    .filter(entry -> entry.nodeId().equals("later"))
                    .forEach(entry -> live.complete(entry.nodeId())));
            CompletableFuture<SyncEvent> proved = first(other, SyncEvent.ProvedEqual.class);

            InMemoryLinks.Connection link = links.connect(one.sync(), other.sync());
            proved.get(30, TimeUnit.SECONDS);
            assertThat(other.digest()).isEqualTo(one.digest());
            assertThat(other.size()).isEqualTo(3_001);
            one.put(JsonObject.empty(), "later");
            assertThat(live.get(30, TimeUnit.SECONDS)).isEqualTo("later");

            link.close();
            assertThat(one.sync().status().peers()).isEmpty();
            assertThat(other.sync().status().peers()).isEmpty();
        }
    }

    @Test
    void aDatabaseThatClosesSaysGoodbye() throws Exception {
        try (var one = GenosDatabase.inMemory("room")) {
            var other = GenosDatabase.inMemory("room");
            CompletableFuture<SyncEvent> connected = first(one, SyncEvent.ProvedEqual.class);
            CompletableFuture<SyncEvent> left = first(one, SyncEvent.Disconnected.class);
            links.connect(one.sync(), other.sync());
            connected.get(30, TimeUnit.SECONDS);

            other.close();

            assertThat(((SyncEvent.Disconnected) left.get(30, TimeUnit.SECONDS)).reason())
                    .contains("left");
        }
    }

    @Test
    void whoeverBreaksTheRulesIsTold() throws Exception {
        try (var one = GenosDatabase.builder("room")
                        .sync(SyncOptions.DEFAULTS.withSecret("one"))
                        .open();
                var other = GenosDatabase.inMemory("room")) {
            links.connect(one.sync(), other.sync()).awaitClosed();

            assertThat(one.sync().status().peers()).isEmpty();
            assertThat(other.sync().status().peers()).isEmpty();
            assertThat(one.sync().status().refused() + other.sync().status().refused())
                    .isPositive();
        }
    }

    @Test
    void aClosedDatabaseIsNotConnected() {
        try (var one = GenosDatabase.inMemory("room")) {
            var other = GenosDatabase.inMemory("room");
            other.close();

            assertThatIllegalStateException().isThrownBy(() -> links.connect(one.sync(), other.sync()));
            assertThat(one.sync().status().peers()).isEmpty();
        }
    }

    private static CompletableFuture<SyncEvent> first(GenosDatabase database, Class<? extends SyncEvent> kind) {
        var future = new CompletableFuture<SyncEvent>();
        database.sync().listen(event -> {
            if (kind.isInstance(event)) {
                future.complete(event);
            }
        });
        return future;
    }
}
