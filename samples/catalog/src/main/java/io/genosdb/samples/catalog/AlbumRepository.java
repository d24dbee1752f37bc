package io.genosdb.samples.catalog;

import io.genosdb.spring.repository.GenosRepository;
import io.genosdb.spring.repository.Query;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;

/** Albums. */
interface AlbumRepository extends GenosRepository<Album, String> {

    /** Part after part, each from where the last one ended. */
    Window<Album> findAllBy(ScrollPosition position, Limit limit, Sort sort);

    /** Those with these words in their title. */
    @Query("{ title: { $text: ?0 } }")
    Window<Album> search(String words, ScrollPosition position, Limit limit, Sort sort);

    /** The same for those who only want a title to show. */
    @Query("{ title: { $text: ?0 } }")
    List<Suggestion> suggest(String words, Sort sort, Limit limit);

    /** An artist's albums. */
    List<Album> findByArtistId(String artist);

    /** What is shown of an album while somebody types: a projection that reads nothing else. */
    interface Suggestion {

        String getId();

        String getTitle();

        ArtistName getArtist();

        /** The artist of an album, by name. */
        interface ArtistName {

            String getName();
        }
    }
}
