package io.genosdb.samples.catalog;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.GenosOperations;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells the page what it is looking at. */
@RestController
class AboutController {

    private final GenosOperations genos;
    private final ArtistRepository artists;
    private final AlbumRepository albums;
    private final TrackRepository tracks;
    private final PlaylistRepository playlists;
    private final GenreRepository genres;

    AboutController(
            GenosOperations genos,
            ArtistRepository artists,
            AlbumRepository albums,
            TrackRepository tracks,
            PlaylistRepository playlists,
            GenreRepository genres) {
        this.genos = genos;
        this.artists = artists;
        this.albums = albums;
        this.tracks = tracks;
        this.playlists = playlists;
        this.genres = genres;
    }

    /**
     * What there is.
     *
     * @param storage where it is kept
     * @param counts how many there are of each type
     */
    record About(String storage, Map<String, Long> counts) {}

    @GetMapping("/api/about")
    About about() {
        var storage = genos.execute(GenosDatabase::status).storage();
        var counts = new LinkedHashMap<String, Long>();
        counts.put("artist", artists.count());
        counts.put("album", albums.count());
        counts.put("track", tracks.count());
        counts.put("genre", genres.count());
        counts.put("playlist", playlists.count());
        return new About(storage.directory() == null ? "in memory" : "in " + storage.directory(), counts);
    }
}
