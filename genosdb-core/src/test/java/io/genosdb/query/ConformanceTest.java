package io.genosdb.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonBoolean;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The recorded cases of the original. Those that need an extension which is not built yet are reported as skipped, each
 * by its name.
 */
class ConformanceTest {

    private static final List<IndexDefinition> INDEXES = Stream.of(
                    "type", "name", "age", "tags", "title", "city", "score", "label", "depth", "id", "n", "arr",
                    "likes")
            .flatMap(field -> Stream.of(IndexDefinition.Kind.values()).map(kind -> new IndexDefinition(kind, field)))
            .toList();

    private static GraphFixture fixture(IndexOptions options) {
        var fixture = new GraphFixture(options);
        JsonObject dataset = (JsonObject) read("dataset.json");
        for (JsonValue node : array(dataset, "nodes")) {
            JsonObject object = (JsonObject) node;
            fixture.put(text(object, "id"), (JsonObject) object.get("value"));
        }
        for (JsonValue link : array(dataset, "links")) {
            JsonArray pair = (JsonArray) link;
            fixture.link(((JsonString) pair.get(0)).value(), ((JsonString) pair.get(1)).value());
        }
        return fixture;
    }

    static Stream<Arguments> cases() {
        var bare = fixture(IndexOptions.only(List.of()));
        var indexed = fixture(IndexOptions.only(INDEXES));
        return ((JsonArray) read("queries.json"))
                .stream()
                        .map(JsonObject.class::cast)
                        .flatMap(test -> Stream.of(
                                Arguments.of(text(test, "name"), "scanned", test, bare),
                                Arguments.of(text(test, "name"), "indexed", test, indexed)));
    }

    @ParameterizedTest(name = "{0} ({1})")
    @MethodSource("cases")
    void givesWhatTheOriginalGives(String name, String access, JsonObject test, GraphFixture fixture) {
        JsonValue needs = test.get("needs");
        Assumptions.assumeTrue(needs == null, () -> "not yet available: " + needs);
        Query query = Query.parse(((JsonObject) test.get("options")).toJson());
        List<String> expected =
                array(test, "ids").stream().map(id -> ((JsonString) id).value()).toList();
        if (test.get("ordered") == JsonBoolean.TRUE) {
            assertThat(fixture.ids(query)).containsExactlyElementsOf(expected);
        } else {
            assertThat(fixture.ids(query)).containsExactlyInAnyOrderElementsOf(expected);
        }
        assertThat(fixture.engine.count(query)).isEqualTo(expected.size());
        assertThat(Query.parse(query.toJson())).isEqualTo(query);
    }

    private static JsonArray array(JsonObject object, String name) {
        return (JsonArray) object.get(name);
    }

    private static String text(JsonObject object, String name) {
        return ((JsonString) object.get(name)).value();
    }

    private static JsonValue read(String file) {
        String directory = System.getProperty("genosdb.conformance.dir");
        try (InputStream in = directory == null
                ? ConformanceTest.class.getResourceAsStream("/conformance/" + file)
                : Files.newInputStream(Path.of(directory, file))) {
            return JsonValue.parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
