package io.genosdb.spring.repository.query;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Types of the platform whose ISO text sorts otherwise than their values: with offsets, units, or varying precision. What
 * the converter makes of a sample tells whether they are stored as text.
 */
final class UnorderedTypes {

    private static final Map<Class<?>, Object> SAMPLES = Map.of(
            OffsetDateTime.class, OffsetDateTime.ofInstant(Instant.EPOCH, ZoneOffset.UTC),
            ZonedDateTime.class, ZonedDateTime.ofInstant(Instant.EPOCH, ZoneOffset.UTC),
            OffsetTime.class, OffsetTime.ofInstant(Instant.EPOCH, ZoneOffset.UTC),
            Duration.class, Duration.ofSeconds(1),
            Period.class, Period.ofDays(1));

    private UnorderedTypes() {}

    static @Nullable Object sample(Class<?> type) {
        return SAMPLES.get(type);
    }
}
