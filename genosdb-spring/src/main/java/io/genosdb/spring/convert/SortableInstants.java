package io.genosdb.spring.convert;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import tools.jackson.databind.ext.javatime.ser.InstantSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Writes instants with nine digits of a second, always. The text that ISO 8601 has otherwise leaves out zeros, and then
 * {@code 10:00:00Z} comes behind {@code 10:00:00.500Z}: no range and no sort over stored instants would be right.
 */
final class SortableInstants extends InstantSerializer {

    private static final DateTimeFormatter NINE_DIGITS =
            new DateTimeFormatterBuilder().appendInstant(9).toFormatter();

    private SortableInstants() {
        super(InstantSerializer.INSTANCE, NINE_DIGITS, null, null, null);
    }

    /** A mapper that the application has taught to write instants its own way keeps that. */
    static JsonMapper.Builder addTo(JsonMapper.Builder builder, JsonMapper original) {
        Instant sample = Instant.ofEpochMilli(500);
        return original.writeValueAsString(sample).equals('"' + sample.toString() + '"')
                ? builder.addModule(
                        new SimpleModule("genosdb-instants").addSerializer(Instant.class, new SortableInstants()))
                : builder;
    }
}
