package io.genosdb.spring.boot.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code docs/configuration.md} lists the properties that there are, as their Javadoc describes them. Where it doesn't, the
 * failure says which lines to put there.
 */
class ConfigurationTableTest {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Path PAGE = Path.of("../docs/configuration.md");
    private static final Path OF_TESTS = Path.of(
            "../genosdb-spring-boot-test/src/main/resources/META-INF/additional-spring-configuration-metadata.json");

    @Test
    void thePageListsEveryPropertyAsItIs() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `"))
                .sorted()
                .toList();

        assertThat(rows).containsExactlyElementsOf(expectedRows());
    }

    @Test
    void everyPropertyIsDescribed() throws IOException {
        assertThat(properties().values())
                .allSatisfy(property -> assertThat(text(property.get("description")))
                        .as(property.toString())
                        .endsWith("."));
    }

    @Test
    void everyHintIsForAPropertyAndNamesAllItsValues() throws IOException {
        var properties = properties();
        try (InputStream in = getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            for (JsonNode hint : MAPPER.readTree(in).get("hints")) {
                String name = text(hint.get("name")).replaceFirst("\\.(keys|values)$", "");
                JsonNode property = properties.get(name);
                assertThat(property).as(name).isNotNull();
                if (hint.has("values")) {
                    assertThat(values(hint)).as(name).isEqualTo(constants(text(property.get("type"))));
                }
            }
        }
    }

    private static List<String> values(JsonNode hint) {
        var values = new ArrayList<String>();
        hint.get("values").forEach(value -> values.add(text(value.get("value"))));
        return values.stream().sorted().toList();
    }

    private static List<String> constants(String type) {
        try {
            var constants = new ArrayList<String>();
            for (Object constant : Class.forName(type).getEnumConstants()) {
                constants.add(
                        constant.toString().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
            }
            return constants.stream().sorted().toList();
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> expectedRows() throws IOException {
        return properties().values().stream()
                .map(ConfigurationTableTest::row)
                .sorted()
                .toList();
    }

    private static Map<String, JsonNode> properties() throws IOException {
        var properties = new TreeMap<String, JsonNode>();
        try (InputStream in =
                ConfigurationTableTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            MAPPER.readTree(in).get("properties").forEach(it -> properties.put(text(it.get("name")), it));
        }
        MAPPER.readTree(Files.readString(OF_TESTS))
                .get("properties")
                .forEach(it -> properties.put(text(it.get("name")), it));
        return properties;
    }

    private static String row(JsonNode property) {
        return "| `" + text(property.get("name")) + "` | `" + type(text(property.get("type"))) + "` | "
                + defaultValue(property.get("defaultValue")) + " | "
                + text(property.get("description")).replaceAll("\\s+", " ") + " |";
    }

    /** Without packages and enclosing classes. */
    private static String type(String type) {
        return type.replaceAll("[\\w.]+[.$](\\w+)", "$1").replace(",", ", ");
    }

    private static String defaultValue(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return "";
        }
        if (value.isArray()) {
            return value.values().stream()
                    .map(ConfigurationTableTest::text)
                    .collect(Collectors.joining(", ", "`", "`"));
        }
        return "`" + text(value) + "`";
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : value.toString();
    }
}
