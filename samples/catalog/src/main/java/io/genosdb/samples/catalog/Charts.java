package io.genosdb.samples.catalog;

import io.genosdb.live.Subscription;
import io.genosdb.spring.GenosEvent;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Service;

/**
 * The tracks that are on the most playlists. A live result keeps the count, so nobody who asks has to wait for counting,
 * and no change of a playlist has to know of charts.
 */
@Service
class Charts implements SmartInitializingSingleton, DisposableBean {

    private final PlaylistRepository playlists;
    private final TrackRepository tracks;
    private final Map<String, List<String>> tracksByPlaylist = new HashMap<>();
    private @Nullable Subscription subscription;

    Charts(PlaylistRepository playlists, TrackRepository tracks) {
        this.playlists = playlists;
        this.tracks = tracks;
    }

    /**
     * A place in the charts.
     *
     * @param track the track
     * @param playlists on how many playlists it is
     */
    record Place(Track track, long playlists) {}

    @Override
    public void afterSingletonsInstantiated() {
        subscription = playlists.findAllBy(this::follow);
    }

    @Override
    public void destroy() {
        if (subscription != null) {
            subscription.close();
        }
    }

    /** The edges alone say which tracks are on a playlist: none of them is loaded. */
    private synchronized void follow(GenosEvent<Playlist> event) {
        if (event.value() == null) {
            tracksByPlaylist.remove(event.id());
        } else {
            tracksByPlaylist.put(event.id(), List.copyOf(event.edges()));
        }
    }

    List<Place> top(int size) {
        var counts = counts();
        var best = counts.keySet().stream()
                .sorted(Comparator.comparing((String id) -> -counts.getOrDefault(id, 0L))
                        .thenComparing(Function.identity()))
                .limit(size)
                .toList();
        return tracks.findAllById(best).stream()
                .map(track -> new Place(track, counts.getOrDefault(track.id(), 0L)))
                .sorted(Comparator.comparing((Place place) -> -place.playlists())
                        .thenComparing(place -> place.track().name()))
                .toList();
    }

    private synchronized Map<String, Long> counts() {
        return tracksByPlaylist.values().stream()
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }
}
