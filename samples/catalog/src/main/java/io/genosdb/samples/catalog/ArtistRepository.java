package io.genosdb.samples.catalog;

import io.genosdb.spring.repository.GenosRepository;
import io.genosdb.spring.repository.Query;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;

/** Artists. */
interface ArtistRepository extends GenosRepository<Artist, String> {

    /** Part after part, each from where the last one ended. */
    Window<Artist> findAllBy(ScrollPosition position, Limit limit, Sort sort);

    /** Those with these words in their name, whatever the case and the accents. */
    @Query("{ name: { $text: ?0 } }")
    Window<Artist> search(String words, ScrollPosition position, Limit limit, Sort sort);

    /** The same for those who only want a name to show. */
    @Query("{ name: { $text: ?0 } }")
    List<Suggestion> suggest(String words, Sort sort, Limit limit);

    /** What is shown of an artist while somebody types. */
    record Suggestion(String id, String name) {}
}
