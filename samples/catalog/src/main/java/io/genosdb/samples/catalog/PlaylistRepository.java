package io.genosdb.samples.catalog;

import io.genosdb.live.Subscription;
import io.genosdb.spring.GenosEventListener;
import io.genosdb.spring.repository.GenosRepository;
import io.genosdb.spring.repository.Query;
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

    /** Whether the name is taken. */
    boolean existsByNameIgnoreCase(String name);

    /** A live result: the playlists, and every change of one until the subscription is closed. */
    Subscription findAllBy(GenosEventListener<Playlist> listener);
}
