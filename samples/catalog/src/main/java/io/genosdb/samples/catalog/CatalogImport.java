package io.genosdb.samples.catalog;

import io.genosdb.spring.entity.GenosEntityOperations;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Moves the Chinook store into the graph at the first start, before the web server opens its port. One that was cut off
 * goes on where it was: what is there already is left as it is.
 */
@Component
class CatalogImport implements SmartInitializingSingleton {

    static final String STORE = "chinook";

    private static final int BATCH = 500;

    private static final Logger LOG = LoggerFactory.getLogger(CatalogImport.class);

    private final GenosEntityOperations entities;
    private final InstantSource clock;

    CatalogImport(GenosEntityOperations entities, InstantSource clock) {
        this.entities = entities;
        this.clock = clock;
    }

    @Override
    public void afterSingletonsInstantiated() {
        run();
    }

    /**
     * Imports what is not there.
     *
     * @return how many entities were written, 0 where the store was imported before
     */
    int run() {
        if (entities.findById(STORE, ImportedStore.class).isPresent()) {
            return 0;
        }
        long start = clock.millis();
        int records;
        try (var chinook = new Chinook()) {
            records = move(chinook);
        }
        entities.save(new ImportedStore(STORE, clock.instant(), records));
        LOG.info("Imported {} records of the Chinook music store in {} ms", records, clock.millis() - start);
        return records;
    }

    private int move(Chinook chinook) {
        var written = new Written();
        Map<String, Artist> artists = written.save(
                Artist.class, chinook.artists(), Chinook.ArtistRow::id, row -> new Artist(row.id(), null, row.name()));
        Map<String, Genre> genres = written.save(
                Genre.class, chinook.genres(), Chinook.GenreRow::id, row -> new Genre(row.id(), null, row.name()));
        Map<String, Album> albums = written.save(
                Album.class,
                chinook.albums(),
                Chinook.AlbumRow::id,
                row -> new Album(row.id(), null, row.title(), find(artists, row.artist())));
        Map<String, Track> tracks = written.save(
                Track.class,
                chinook.tracks(),
                Chinook.TrackRow::id,
                row -> new Track(
                        row.id(),
                        null,
                        row.name(),
                        find(albums, row.album()),
                        find(genres, row.genre()),
                        row.composer(),
                        row.format(),
                        row.seconds()));
        written.save(
                Playlist.class,
                chinook.playlists(),
                Chinook.PlaylistRow::id,
                row -> new Playlist(
                        row.id(),
                        null,
                        row.name(),
                        row.tracks().stream().map(id -> find(tracks, id)).toList()));
        return written.count;
    }

    private static <T> T find(Map<String, T> entities, String id) {
        T found = entities.get(id);
        if (found == null) {
            throw new IllegalStateException("The Chinook store names " + id + ", but does not have it.");
        }
        return found;
    }

    private final class Written {

        private int count;

        /** Saves the rows that are not there yet, in batches, and gives all of them by identifier. */
        private <R, T> Map<String, T> save(Class<T> type, List<R> rows, Function<R, String> id, Function<R, T> entity) {
            var all = new HashMap<String, T>();
            for (int from = 0; from < rows.size(); from += BATCH) {
                var missing = new ArrayList<R>();
                for (R row : rows.subList(from, Math.min(from + BATCH, rows.size()))) {
                    entities.findById(id.apply(row), type)
                            .ifPresentOrElse(there -> all.put(id.apply(row), there), () -> missing.add(row));
                }
                var saved = entities.saveAll(missing.stream().map(entity).toList());
                for (int i = 0; i < saved.size(); i++) {
                    all.put(id.apply(missing.get(i)), saved.get(i));
                }
                count += saved.size();
            }
            return all;
        }
    }
}
