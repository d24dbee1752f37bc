package io.genosdb.spring.boot.autoconfigure.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.room.InMemoryRooms;
import io.genosdb.room.RoomFactory;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.GenosRoomAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.security.GenosSecurityAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.security.GenosSecurityMetricsAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.stomp.GenosStompAutoConfiguration;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard asks for what is there. */
class DashboardTest {

    private static final Pattern METRIC = Pattern.compile("\\bgenosdb_\\w+");
    private static final Pattern TAG = Pattern.compile("by \\((\\w+(?:, \\w+)*)\\)");

    private final JsonNode dashboard = read();

    private static JsonNode read() {
        try {
            return new JsonMapper().readTree(Files.readString(Path.of("../docs/grafana/genosdb.json")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyMetricIsInAScrape() {
        String scrape = scrape();
        var asked = new TreeSet<String>();
        texts(dashboard).forEach(text -> METRIC.matcher(text).results().forEach(match -> asked.add(match.group())));

        assertThat(asked).hasSizeGreaterThan(20);
        assertThat(asked).allSatisfy(metric -> assertThat(scrape).containsPattern("(?m)^" + metric + "[{ ]"));
    }

    @Test
    void everyTagIsInAScrape() {
        String scrape = scrape();
        var asked = new TreeSet<String>();
        texts(dashboard)
                .forEach(text -> TAG.matcher(text)
                        .results()
                        .forEach(match -> asked.addAll(List.of(match.group(1).split(", ")))));

        assertThat(asked).isNotEmpty().allSatisfy(tag -> assertThat(scrape).contains(tag + "=\""));
    }

    @Test
    void takesTheDataSourceAsAVariable() {
        assertThat(dashboard.get("panels")).allSatisfy(panel -> {
            if (!panel.get("type").stringValue().equals("row")) {
                assertThat(panel.at("/datasource/uid").stringValue()).isEqualTo("${datasource}");
            }
        });
    }

    private static List<String> texts(JsonNode node) {
        var texts = new ArrayList<String>();
        if (node.isString()) {
            texts.add(node.stringValue());
        }
        node.forEach(child -> texts.addAll(texts(child)));
        return texts;
    }

    private static String scrape() {
        var scrape = new String[1];
        new WebApplicationContextRunner()
                .withPropertyValues(
                        "genosdb.storage.type=memory",
                        "genosdb.security.super-admins=0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
                        "genosdb.security.identity.private-key=ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80")
                .withBean(RoomFactory.class, InMemoryRooms::new)
                .withConfiguration(AutoConfigurations.of(
                        GenosRoomAutoConfiguration.class,
                        GenosStompAutoConfiguration.class,
                        GenosAutoConfiguration.class,
                        GenosMetricsAutoConfiguration.class,
                        GenosSecurityAutoConfiguration.class,
                        GenosSecurityMetricsAutoConfiguration.class,
                        ObservationAutoConfiguration.class,
                        MetricsAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        PrometheusMetricsExportAutoConfiguration.class))
                .run(context -> {
                    var template = context.getBean(GenosTemplate.class);
                    template.put(Map.of(), "a");
                    template.execute(GenosDatabase::size);
                    scrape[0] = context.getBean(PrometheusMeterRegistry.class).scrape();
                });
        return scrape[0];
    }
}
