package io.genosdb.samples.quickstart;

import io.genosdb.DatabaseStatus;
import io.genosdb.GenosDatabase;
import io.genosdb.spring.GenosOperations;
import io.genosdb.storage.StorageType;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells the page what it is looking at. */
@RestController
class AboutController {

    private final GenosOperations genos;
    private final FinishedTasks finished;

    AboutController(GenosOperations genos, FinishedTasks finished) {
        this.genos = genos;
        this.finished = finished;
    }

    /**
     * Where the board is kept.
     *
     * @param database the database's name
     * @param storage the engine under it
     * @param directory the store's directory, or {@code null} in memory
     * @param finished how many tasks were finished since the application was started
     * @param warning what the user should know, or {@code null}
     */
    record About(
            String database,
            String storage,
            @Nullable String directory,
            int finished,
            @Nullable String warning) {}

    @GetMapping("/api/about")
    About about() {
        DatabaseStatus status = genos.execute(GenosDatabase::status);
        var storage = status.storage();
        return new About(
                status.name(),
                storage.engine() == StorageType.MEMORY ? "in memory" : "stored by " + name(storage.engine()),
                storage.directory() == null ? null : storage.directory().toString(),
                finished.count(),
                storage.engine() == StorageType.MEMORY ? "Kept in memory only: a restart empties the board." : null);
    }

    private static String name(StorageType engine) {
        return engine == StorageType.MVSTORE ? "MVStore" : "RocksDB";
    }
}
