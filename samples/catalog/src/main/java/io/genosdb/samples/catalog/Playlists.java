package io.genosdb.samples.catalog;

import io.genosdb.clock.HybridTimestamp;
import java.util.List;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.stereotype.Service;

/**
 * The rules of playlists. A change is read, made and saved with the version that was read, so two at once cannot undo each
 * other: the second one is refused, and made again on what the first one left.
 */
@Service
class Playlists {

    private final PlaylistRepository playlists;
    private final TrackRepository tracks;

    Playlists(PlaylistRepository playlists, TrackRepository tracks) {
        this.playlists = playlists;
        this.tracks = tracks;
    }

    Playlist create(String name) {
        checkFree(name);
        return playlists.save(new Playlist(null, null, name, List.of()));
    }

    /** Not tried again: who renames must have seen what they rename. */
    Playlist rename(String id, String name, HybridTimestamp seen) {
        Playlist playlist = find(id);
        if (!playlist.name().equalsIgnoreCase(name)) {
            checkFree(name);
        }
        return playlists.save(playlist.seen(seen).named(name));
    }

    @Retryable(includes = OptimisticLockingFailureException.class, maxRetries = 8, delay = 10, jitter = 10)
    public Playlist add(String id, String track) {
        Playlist playlist = find(id);
        return playlist.has(track)
                ? playlist
                : playlists.save(
                        playlist.with(tracks.findById(track).orElseThrow(() -> new NotInCatalogException(track))));
    }

    @Retryable(includes = OptimisticLockingFailureException.class, maxRetries = 8, delay = 10, jitter = 10)
    public Playlist take(String id, String track) {
        Playlist playlist = find(id);
        return playlist.has(track) ? playlists.save(playlist.without(track)) : playlist;
    }

    void remove(String id) {
        playlists.delete(find(id));
    }

    /** For the users' sake: two that ask at the same moment may both get the name. */
    private void checkFree(String name) {
        if (playlists.existsByNameIgnoreCase(name)) {
            throw new DuplicateKeyException("There is a playlist “" + name + "” already.");
        }
    }

    private Playlist find(String id) {
        return playlists.findById(id).orElseThrow(() -> new NotInCatalogException(id));
    }
}
