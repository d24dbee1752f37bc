package io.genosdb.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.genosdb.GenosDatabase;
import io.genosdb.WriteBatch;
import io.genosdb.clock.HybridTimestamp;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosTemplate;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

class RejectionMetersTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ObservationRegistry observations = ObservationRegistry.create();
    private final GenosDatabase database = GenosDatabase.inMemory("tasks");
    private final GenosTemplate template = new GenosTemplate(database);

    @BeforeEach
    void observe() {
        observations.observationConfig().observationHandler(new RejectionMeters(meters));
        template.setObservationRegistry(observations);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void countsByReason() {
        template.put(Map.of("x", 1), "a");
        fails(() -> template.put(Map.of("x", "y".repeat(2 << 20))));
        fails(() -> template.put(List.of(1)));
        fails(() -> template.link("a", "nobody"));
        fails(() -> template.map(Query.parse("{ $after: 'nobody' }")));
        var stale = new WriteBatch().expect("a", HybridTimestamp.ZERO);
        fails(() -> template.write(stale));
        fails(() -> template.write(stale));

        assertThat(counts())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("limit", 1.0, "conversion", 1.0, "not-found", 1.0, "invalid-query", 1.0, "stale", 2.0));
        assertThat(meters.getMeters())
                .allSatisfy(
                        meter -> assertThat(meter.getId().getTag("database")).isEqualTo("tasks"));
    }

    @Test
    void countsNothingWhereNothingFails() {
        template.put(Map.of("x", 1), "a");
        template.map(Query.all());

        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void isForTheTemplatesOnly() {
        assertThat(new RejectionMeters(meters).supportsContext(new Observation.Context()))
                .isFalse();
    }

    private static void fails(Runnable operation) {
        assertThatExceptionOfType(DataAccessException.class).isThrownBy(operation::run);
    }

    private Map<String, Double> counts() {
        return meters.find("genosdb.ops.rejected").counters().stream()
                .collect(Collectors.toMap(
                        counter -> Objects.requireNonNull(counter.getId().getTag("reason")), Counter::count));
    }
}
