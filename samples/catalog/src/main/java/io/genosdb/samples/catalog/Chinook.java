package io.genosdb.samples.catalog;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The Chinook music store as it comes: a relational database in a jar, which is read only and held in memory while it is
 * open. Each row carries the identifier of the node that it becomes.
 */
final class Chinook implements AutoCloseable {

    private final SingleConnectionDataSource connection =
            new SingleConnectionDataSource("jdbc:hsqldb:res:chinook;shutdown=true", "CHINOOK", "CHINOOK", true);
    private final JdbcClient jdbc = JdbcClient.create(connection);

    record ArtistRow(String id, String name) {}

    record GenreRow(String id, String name) {}

    record AlbumRow(String id, String title, String artist) {}

    record TrackRow(
            String id,
            String name,
            String album,
            String genre,
            @Nullable String composer,
            String format,
            int seconds) {}

    record PlaylistRow(String id, String name, List<String> tracks) {}

    private record PlaylistName(String id, String name) {}

    private record PlaylistTrack(String playlist, String track) {}

    List<ArtistRow> artists() {
        return jdbc.sql("""
                SELECT 'artist-' || "ArtistId" AS id, "Name" AS name FROM "Artist" ORDER BY "ArtistId"
                """).query(ArtistRow.class).list();
    }

    List<GenreRow> genres() {
        return jdbc.sql("""
                SELECT 'genre-' || "GenreId" AS id, "Name" AS name FROM "Genre" ORDER BY "GenreId"
                """).query(GenreRow.class).list();
    }

    List<AlbumRow> albums() {
        return jdbc.sql("""
                SELECT 'album-' || "AlbumId" AS id, "Title" AS title, 'artist-' || "ArtistId" AS artist
                FROM "Album" ORDER BY "AlbumId"
                """).query(AlbumRow.class).list();
    }

    List<TrackRow> tracks() {
        return jdbc.sql("""
                SELECT 'track-' || t."TrackId" AS id, t."Name" AS name, 'album-' || t."AlbumId" AS album,
                       'genre-' || t."GenreId" AS genre, t."Composer" AS composer, m."Name" AS format,
                       t."Milliseconds" / 1000 AS seconds
                FROM "Track" t JOIN "MediaType" m ON m."MediaTypeId" = t."MediaTypeId" ORDER BY t."TrackId"
                """).query(TrackRow.class).list();
    }

    List<PlaylistRow> playlists() {
        var tracks = jdbc.sql("""
                SELECT 'playlist-' || "PlaylistId" AS playlist, 'track-' || "TrackId" AS track
                FROM "PlaylistTrack" ORDER BY "PlaylistId", "TrackId"
                """).query(PlaylistTrack.class).list().stream()
                .collect(Collectors.groupingBy(
                        PlaylistTrack::playlist, Collectors.mapping(PlaylistTrack::track, Collectors.toList())));
        Function<PlaylistName, PlaylistRow> withTracks =
                row -> new PlaylistRow(row.id(), row.name(), tracks.getOrDefault(row.id(), List.of()));
        return jdbc.sql("""
                SELECT 'playlist-' || "PlaylistId" AS id, "Name" AS name FROM "Playlist" ORDER BY "PlaylistId"
                """).query(PlaylistName.class).list().stream()
                .map(withTracks)
                .toList();
    }

    @Override
    public void close() {
        connection.destroy();
    }
}
