package io.genosdb.samples.catalog;

import io.genosdb.live.Subscription;
import io.genosdb.spring.GenosEventListener;
import io.genosdb.spring.repository.GenosRepository;
import io.genosdb.spring.repository.Query;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;

/** Playlists. */
interface PlaylistRepository extends GenosRepository<Playlist, String> {

    /** Part after part, each from where the last one ended. */
    Window<Playlist> findAllBy(ScrollPosition position, Limit limit, Sort sort);

    /** Those with these words in their name. */
    @Query("{ name: { $text: ?0 } }")
    Window<Playlist> search(String words, ScrollPosition position, Limit limit, Sort sort);

    /** The playlists that a track is on. */
    List<Playlist> findByTracksId(String track, Sort sort);

    boolean existsByNameIgnoreCase(String name);

    /** A live result: the playlists now, and every change of them until the subscription is closed. */
    Subscription findAllBy(GenosEventListener<Playlist> listener);
}
