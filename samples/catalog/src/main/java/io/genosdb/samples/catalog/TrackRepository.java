package io.genosdb.samples.catalog;

import io.genosdb.spring.repository.GenosRepository;
import io.genosdb.spring.repository.Query;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;

/** Tracks. */
interface TrackRepository extends GenosRepository<Track, String> {

    /** Part after part, each from where the last one ended. */
    Window<Track> findAllBy(ScrollPosition position, Limit limit, Sort sort);

    /** Those with these words in their name. */
    @Query("{ name: { $text: ?0 } }")
    Window<Track> search(String words, ScrollPosition position, Limit limit, Sort sort);

    /** The same for those who only want a name to show. */
    @Query("{ name: { $text: ?0 } }")
    List<Row> suggest(String words, Sort sort, Limit limit);

    /** A page of an album's tracks. */
    Page<Row> findByAlbumId(String album, Pageable page);

    /** A page of a genre's tracks. */
    Page<Row> findByGenreId(String genre, Pageable page);

    /** A page of an artist's tracks: those of all albums that are named. */
    Page<Row> findByAlbumIn(List<Album> albums, Pageable page);

    /** A page of a playlist's tracks, which are its neighbours in the graph. */
    @Query("{ type: 'playlist', id: ?0, $edge: { type: 'track' } }")
    Page<Row> findByPlaylist(String playlist, Pageable page);

    /** A line of a list of tracks. */
    interface Row {

        String getId();

        String getName();

        int getSeconds();

        AlbumTitle getAlbum();

        /** The album of a track, by title. */
        interface AlbumTitle {

            String getId();

            String getTitle();

            AlbumRepository.Suggestion.ArtistName getArtist();
        }
    }
}
