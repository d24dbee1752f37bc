package io.genosdb.samples.catalog;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.query.IndexDefinition.Kind;
import io.genosdb.spring.mapping.Edge;
import io.genosdb.spring.mapping.GenosNode;
import io.genosdb.spring.mapping.Indexed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/**
 * Tracks that somebody put together. The one part of the catalogue that visitors change.
 *
 * @param id the node's identifier, or {@code null} before it is saved
 * @param version when the node last changed, or {@code null} before it is saved
 * @param name the name
 * @param tracks the tracks in order, loaded when somebody looks at them: some playlists have thousands
 */
@GenosNode(type = "playlist")
record Playlist(
        @Id @Nullable String id,
        @Version @Nullable HybridTimestamp version,
        @Indexed(Kind.TEXT) String name,
        @Edge(lazy = true) @Indexed List<Track> tracks) {

    /** As somebody saw it: saving it is refused if that is not how it is. */
    Playlist seen(HybridTimestamp seenVersion) {
        return new Playlist(id, seenVersion, name, tracks);
    }

    Playlist named(String newName) {
        return new Playlist(id, version, newName, tracks);
    }

    Playlist with(Track track) {
        if (has(track.id())) {
            return this;
        }
        var more = new ArrayList<>(tracks);
        more.add(track);
        return new Playlist(id, version, name, more);
    }

    Playlist without(String trackId) {
        return new Playlist(
                id,
                version,
                name,
                tracks.stream().filter(track -> !track.id().equals(trackId)).toList());
    }

    boolean has(String trackId) {
        return tracks.stream().anyMatch(track -> track.id().equals(trackId));
    }
}
