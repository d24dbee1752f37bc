package io.genosdb.samples.catalog;

import java.util.Arrays;
import java.util.List;

/** Which member of which type of node names which type of node: edges, seen from where they lead to. */
enum Relation {
    ALBUM_ARTIST("album", "artist", "artist", "title"),
    TRACK_ALBUM("track", "album", "album", "name"),
    TRACK_GENRE("track", "genre", "genre", "name"),
    PLAYLIST_TRACK("playlist", "tracks", "track", "name");

    private final String source;
    private final String member;
    private final String target;
    private final String label;

    Relation(String source, String member, String target, String label) {
        this.source = source;
        this.member = member;
        this.target = target;
        this.label = label;
    }

    /** The relations that lead to nodes of a type. */
    static List<Relation> to(String type) {
        return Arrays.stream(values())
                .filter(relation -> relation.target.equals(type))
                .toList();
    }

    static boolean isMember(String type, String name) {
        return Arrays.stream(values())
                .anyMatch(relation -> relation.source.equals(type) && relation.member.equals(name));
    }

    String source() {
        return source;
    }

    String member() {
        return member;
    }

    /** The member by which the sources are shown and sorted. */
    String label() {
        return label;
    }
}
