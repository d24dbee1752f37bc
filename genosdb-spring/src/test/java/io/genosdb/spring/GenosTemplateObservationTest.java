package io.genosdb.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.genosdb.GenosDatabase;
import io.genosdb.WriteBatch;
import io.genosdb.query.Query;
import io.genosdb.spring.convert.GenosConversionException;
import io.genosdb.spring.observation.DefaultGenosOperationConvention;
import io.genosdb.spring.observation.GenosObservation;
import io.genosdb.spring.observation.GenosOperationContext;
import io.genosdb.value.JsonObject;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataRetrievalFailureException;

class GenosTemplateObservationTest {

    private final GenosDatabase database = GenosDatabase.inMemory("tasks");
    private final TestObservationRegistry registry = TestObservationRegistry.create();
    private final GenosTemplate template = new GenosTemplate(database);

    @BeforeEach
    void fill() {
        template.put(Map.of("n", 1), "a");
        template.put(Map.of("n", 2), "b");
        template.setObservationRegistry(registry);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Arguments of(String operation, Consumer<GenosTemplate> call) {
        return Arguments.of(operation, call);
    }

    static List<Arguments> calls() {
        Query one = Query.where("n").is(1).toQuery();
        return List.of(
                of("put", it -> it.put(Map.of())),
                of("put", it -> it.put(Map.of(), "c")),
                of("get", it -> it.get("a")),
                of("get", it -> it.get("a", Map.class)),
                of("get", it -> it.getNode("a", Map.class)),
                of("link", it -> it.link("a", "b")),
                of("unlink", it -> it.unlink("a", "b")),
                of("remove", it -> it.remove("a")),
                of("clear", GenosTemplate::clear),
                of("write", it -> it.write(new WriteBatch().put(JsonObject.empty(), "c"))),
                of("map", it -> it.map(one)),
                of("map", it -> it.map(one, Map.class)),
                of("map", it -> it.mapNodes(one, Map.class)),
                of("map", it -> assertThat(it.stream(one, Map.class)).hasSize(1)),
                of("map", it -> it.findOne(one, Map.class)),
                of("subscribe", it -> it.map(one, event -> {}).close()),
                of("subscribe", it -> it.map(one, JsonObject.class, event -> {}).close()),
                of("count", it -> it.count(one)),
                of("exists", it -> it.exists(one)),
                of("explain", it -> it.explain(one)),
                of("execute", it -> it.execute(GenosDatabase::size)));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void observesEachCallOnce(String operation, Consumer<GenosTemplate> call) {
        call.accept(template);

        TestObservationRegistryAssert.assertThat(registry)
                .hasNumberOfObservationsEqualTo(1)
                .hasSingleObservationThat()
                .hasNameEqualTo("genosdb.operation")
                .hasContextualNameEqualTo("genosdb " + operation)
                .hasLowCardinalityKeyValue("database", "tasks")
                .hasLowCardinalityKeyValue("operation", operation)
                .hasLowCardinalityKeyValue("outcome", "SUCCESS")
                .hasLowCardinalityKeyValue("exception", "none")
                .doesNotHaveError()
                .hasBeenStarted()
                .hasBeenStopped();
    }

    @Test
    void tellsOfFailuresAsTheCallerSeesThem() {
        assertThatExceptionOfType(DataRetrievalFailureException.class).isThrownBy(() -> template.link("a", "nobody"));

        TestObservationRegistryAssert.assertThat(registry)
                .hasSingleObservationThat()
                .hasLowCardinalityKeyValue("outcome", "ERROR")
                .hasLowCardinalityKeyValue("exception", "DataRetrievalFailureException");
    }

    record Wrong(List<String> n) {}

    @Test
    void countsAValueThatDoesNotFitAsAFailure() {
        assertThatExceptionOfType(GenosConversionException.class).isThrownBy(() -> template.get("a", Wrong.class));

        TestObservationRegistryAssert.assertThat(registry)
                .hasSingleObservationThat()
                .hasLowCardinalityKeyValue("exception", "GenosConversionException");
    }

    @Test
    void hasItsNamesReplaced() {
        template.setObservationConvention(new DefaultGenosOperationConvention() {
            @Override
            public String getName() {
                return "my.graph";
            }
        });
        template.get("a");

        TestObservationRegistryAssert.assertThat(registry)
                .hasSingleObservationThat()
                .hasNameEqualTo("my.graph");
    }

    @Test
    void documentsEveryKey() {
        var keys = new ArrayList<@Nullable String>();
        registry.observationConfig().observationHandler(new ObservationHandler<GenosOperationContext>() {
            @Override
            public void onStop(GenosOperationContext context) {
                context.getLowCardinalityKeyValues().forEach(value -> keys.add(value.getKey()));
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return context instanceof GenosOperationContext;
            }
        });
        template.get("a");

        assertThat(keys)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(GenosObservation.OPERATION.getLowCardinalityKeyNames())
                                .map(name -> name.asString())
                                .toList());
    }

    @Test
    void isNotObservedByDefault() {
        new GenosTemplate(database).get("a");

        TestObservationRegistryAssert.assertThat(registry).doesNotHaveAnyObservation();
    }
}
