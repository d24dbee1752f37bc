package io.genosdb.samples.room;

import io.genosdb.room.RoomPeer;
import io.genosdb.room.SendOptions;
import io.genosdb.spring.GenosOperations;
import io.genosdb.value.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** The last files that were sent around, in memory. */
@Component
class SharedFiles {

    private static final int MOST_FILES = 5;

    private final GenosOperations genos;
    // Guarded by this; the oldest first.
    private final Map<String, Kept> files = new LinkedHashMap<>();

    SharedFiles(GenosOperations genos) {
        this.genos = genos;
    }

    /** What goes with a file over the channel {@code file}. */
    record Note(String name, String type) {

        /** A page can send anything: what is missing here goes to the error handler, and nothing is kept. */
        Note {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(type, "type");
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    private record Kept(Note note, byte[] bytes) {}

    synchronized void keep(Note note, byte[] bytes) {
        files.remove(note.name());
        if (files.size() == MOST_FILES) {
            files.remove(files.keySet().iterator().next());
        }
        files.put(note.name(), new Kept(note, bytes));
    }

    synchronized List<String> names() {
        return List.copyOf(files.keySet());
    }

    synchronized boolean send(String name, RoomPeer to) {
        Kept file = files.get(name);
        if (file == null) {
            return false;
        }
        JsonValue metadata =
                JsonValue.of(Map.of("name", name, "type", file.note().type()));
        var unused = genos.send(
                "file", file.bytes(), SendOptions.DEFAULTS.to(to.id()).withMetadata(metadata));
        return true;
    }
}
