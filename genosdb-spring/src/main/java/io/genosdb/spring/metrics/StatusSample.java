package io.genosdb.spring.metrics;

import io.genosdb.DatabaseStatus;
import io.genosdb.GenosDatabase;
import io.genosdb.query.IndexDefinition;
import io.genosdb.query.IndexStatus;
import io.genosdb.room.RoomStatus;
import io.genosdb.sync.SyncStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The state of a database as it was at one moment: what all gauges of one scrape are read from. */
record StatusSample(
        Instant taken,
        DatabaseStatus status,
        List<IndexStatus> indexes,
        SyncStatus sync,
        @Nullable RoomStatus room) {

    private static final Duration LIFETIME = Duration.ofSeconds(1);

    static StatusSample of(GenosDatabase database, Instant now) {
        return new StatusSample(
                now,
                database.status(),
                database.indexes(),
                database.sync().status(),
                database.hasRoom() ? database.room().status() : null);
    }

    /** Whether it still holds. A clock that was set back ends it too. */
    boolean holdsAt(Instant now) {
        Duration age = Duration.between(taken, now);
        return !age.isNegative() && age.compareTo(LIFETIME) < 0;
    }

    /** The indexes of one kind. */
    List<IndexStatus> indexes(IndexDefinition.Kind kind) {
        return indexes.stream()
                .filter(index -> index.definition().kind() == kind)
                .toList();
    }

    /** Something of the room, 0 without one. */
    long ofRoom(ToLongFunction<RoomStatus> value) {
        return room == null ? 0 : value.applyAsLong(room);
    }
}
