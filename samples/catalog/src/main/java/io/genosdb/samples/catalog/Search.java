package io.genosdb.samples.catalog;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.stereotype.Service;

/** Finds things by the words in their names, part by part and in the order of the alphabet. */
@Service
class Search {

    private static final Limit FEW = Limit.of(3);

    private final ArtistRepository artists;
    private final AlbumRepository albums;
    private final TrackRepository tracks;
    private final PlaylistRepository playlists;
    private final GenreRepository genres;

    Search(
            ArtistRepository artists,
            AlbumRepository albums,
            TrackRepository tracks,
            PlaylistRepository playlists,
            GenreRepository genres) {
        this.artists = artists;
        this.albums = albums;
        this.tracks = tracks;
        this.playlists = playlists;
        this.genres = genres;
    }

    /** What can be searched for. */
    enum Type {
        ARTIST,
        ALBUM,
        TRACK,
        PLAYLIST,
        GENRE;

        /** The name in JSON, which is that of the nodes' types. */
        @JsonValue
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A line of a result.
     *
     * @param id the node's identifier
     * @param type what it is
     * @param label its name
     * @param detail what tells it from others of that name
     */
    record Item(String id, Type type, String label, String detail) {}

    /**
     * A part of a result.
     *
     * @param items the lines
     * @param next what to give as {@code after} for the next part, or {@code null} where this was the last
     */
    record Part(List<Item> items, @Nullable String next) {}

    /**
     * Searches.
     *
     * @param words what the name contains, or the empty string for everything
     * @param after the identifier of the last item of the part before, or the empty string for the first part
     */
    Part find(Type type, String words, String after, int size) {
        var position = after.isEmpty() ? ScrollPosition.keyset() : ScrollPosition.forward(Map.of("id", after));
        var limit = Limit.of(size);
        boolean all = words.isBlank();
        return switch (type) {
            case ARTIST ->
                part(
                        all
                                ? artists.findAllBy(position, limit, Sort.by("name"))
                                : artists.search(words, position, limit, Sort.by("name")),
                        Search::item);
            case ALBUM ->
                part(
                        all
                                ? albums.findAllBy(position, limit, Sort.by("title"))
                                : albums.search(words, position, limit, Sort.by("title")),
                        Search::item);
            case TRACK ->
                part(
                        all
                                ? tracks.findAllBy(position, limit, Sort.by("name"))
                                : tracks.search(words, position, limit, Sort.by("name")),
                        Search::item);
            case PLAYLIST ->
                part(
                        all
                                ? playlists.findAllBy(position, limit, Sort.by("name"))
                                : playlists.search(words, position, limit, Sort.by("name")),
                        Search::item);
            case GENRE ->
                part(
                        all
                                ? genres.findAllBy(position, limit, Sort.by("name"))
                                : genres.search(words, position, limit, Sort.by("name")),
                        Search::item);
        };
    }

    private static <T> Part part(Window<T> window, Function<T, Item> shown) {
        var items = window.map(shown).getContent();
        return new Part(items, window.hasNext() ? items.get(items.size() - 1).id() : null);
    }

    /** A few of each kind, for somebody who is still typing. */
    List<Item> suggest(String words) {
        if (words.isBlank()) {
            return List.of();
        }
        var items = new ArrayList<Item>();
        for (var artist : artists.suggest(words, Sort.by("name"), FEW)) {
            items.add(new Item(artist.id(), Type.ARTIST, artist.name(), ""));
        }
        for (var album : albums.suggest(words, Sort.by("title"), FEW)) {
            items.add(new Item(
                    album.getId(),
                    Type.ALBUM,
                    album.getTitle(),
                    album.getArtist().getName()));
        }
        for (var track : tracks.suggest(words, Sort.by("name"), FEW)) {
            items.add(new Item(
                    track.getId(), Type.TRACK, track.getName(), track.getAlbum().getTitle()));
        }
        return items;
    }

    private static Item item(Artist artist) {
        return new Item(artist.id(), Type.ARTIST, artist.name(), "");
    }

    private static Item item(Album album) {
        return new Item(album.id(), Type.ALBUM, album.title(), album.artist().name());
    }

    private static Item item(Track track) {
        return new Item(track.id(), Type.TRACK, track.name(), track.album().title());
    }

    private static Item item(Playlist playlist) {
        return new Item(String.valueOf(playlist.id()), Type.PLAYLIST, playlist.name(), "");
    }

    private static Item item(Genre genre) {
        return new Item(genre.id(), Type.GENRE, genre.name(), "");
    }
}
