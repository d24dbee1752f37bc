package io.genosdb.samples.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.spring.GenosOperations;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Sort;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "genosdb.storage.type=memory")
class CatalogApiTest {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    @LocalServerPort
    private int port;

    @Autowired
    private GenosOperations genos;

    @Autowired
    private ArtistRepository artists;

    @Autowired
    private AlbumRepository albums;

    @Autowired
    private TrackRepository tracks;

    @Autowired
    private PlaylistRepository playlists;

    @Autowired
    private CatalogImport catalogImport;

    private final HttpClient client = HttpClient.newHttpClient();

    record Answer(int status, JsonNode json) {

        String detail() {
            return json.path("detail").asString();
        }

        List<String> labels(String list) {
            return json.path(list)
                    .valueStream()
                    .map(item -> item.path("label").asString())
                    .toList();
        }
    }

    private Answer call(String method, String path, Object body, String... params) throws Exception {
        var uri = UriComponentsBuilder.fromUriString("http://localhost:" + port + "/api/" + path);
        for (int i = 0; i < params.length; i += 2) {
            uri.queryParam(params[i], "{" + params[i] + "}");
        }
        var values = new ArrayList<String>();
        for (int i = 1; i < params.length; i += 2) {
            values.add(params[i]);
        }
        URI target = uri.encode().buildAndExpand(values.toArray()).toUri();
        var request = HttpRequest.newBuilder(target)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(MAPPER.writeValueAsString(body)))
                .build();
        var response = client.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), MAPPER.readTree(response.body()));
    }

    private Answer get(String path, String... params) throws Exception {
        return call("GET", path, Map.of(), params);
    }

    private Answer query(String query) throws Exception {
        return call("POST", "query", Map.of("query", query));
    }

    private String newPlaylist(String name) throws Exception {
        return call("POST", "playlists", Map.of("name", name)).json().path("id").asString();
    }

    // --- import ---------------------------------------------------------------------------------------------------

    @Test
    void importsTheWholeStore() throws Exception {
        JsonNode counts = get("about").json().path("counts");

        assertThat(counts.path("artist").asInt()).isEqualTo(275);
        assertThat(counts.path("album").asInt()).isEqualTo(347);
        assertThat(counts.path("track").asInt()).isEqualTo(3503);
        assertThat(counts.path("genre").asInt()).isEqualTo(25);
        assertThat(counts.path("playlist").asInt()).isGreaterThanOrEqualTo(18);
    }

    @Test
    void importsOnce() {
        HybridTimestamp before = genos.get("track-1").orElseThrow().timestamp();

        assertThat(catalogImport.run()).isZero();

        assertThat(genos.get("track-1").orElseThrow().timestamp()).isEqualTo(before);
    }

    @Test
    void goesOnWithAnImportThatWasCutOff() {
        genos.remove(CatalogImport.STORE);
        genos.remove("track-3503");
        HybridTimestamp before = genos.get("track-3502").orElseThrow().timestamp();

        assertThat(catalogImport.run()).isEqualTo(1);

        assertThat(tracks.findById("track-3503")).hasValueSatisfying(track -> {
            assertThat(track.name()).isEqualTo("Koyaanisqatsi");
            assertThat(track.album().artist().name()).isEqualTo("Philip Glass Ensemble");
        });
        assertThat(genos.get("track-3502").orElseThrow().timestamp()).isEqualTo(before);
    }

    @Test
    void linksWhatBelongsTogether() {
        Track track = tracks.findById("track-2003").orElseThrow();

        assertThat(track.name()).isEqualTo("Smells Like Teen Spirit");
        assertThat(track.album().title()).isEqualTo("Nevermind");
        assertThat(track.album().artist().name()).isEqualTo("Nirvana");
        assertThat(track.genre().name()).isEqualTo("Rock");
        assertThat(genos.get("track-2003").orElseThrow().edges()).containsExactlyInAnyOrder("album-164", "genre-1");
        assertThat(playlists.findById("playlist-16").orElseThrow().tracks())
                .hasSize(15)
                .extracting(Track::name)
                .contains("Smells Like Teen Spirit", "Black Hole Sun");
    }

    // --- repositories ---------------------------------------------------------------------------------------------

    @Test
    void scrollsThroughEverythingOnce() {
        var seen = new ArrayList<String>();
        ScrollPosition position = ScrollPosition.keyset();
        while (true) {
            var window = artists.findAllBy(position, Limit.of(40), Sort.by("name"));
            window.forEach(artist -> seen.add(artist.id()));
            if (!window.hasNext()) {
                break;
            }
            position = window.positionAt(window.size() - 1);
        }

        assertThat(seen).hasSize(275).doesNotHaveDuplicates();
    }

    @Test
    void pagesWithTotals() {
        var page = tracks.findByGenreId("genre-1", PageRequest.of(2, 10, Sort.by("name")));

        assertThat(page.getTotalElements()).isEqualTo(1297);
        assertThat(page.getContent())
                .hasSize(10)
                .allSatisfy(
                        row -> assertThat(row.getAlbum().getArtist().getName()).isNotBlank());
    }

    @Test
    void projectsToWhatIsShown() {
        assertThat(artists.suggest("iron", Sort.by("name"), Limit.of(3)))
                .containsExactly(new ArtistRepository.Suggestion("artist-90", "Iron Maiden"));
        assertThat(albums.suggest("nevermind", Sort.by("title"), Limit.of(3)))
                .singleElement()
                .satisfies(album -> assertThat(album.getArtist().getName()).isEqualTo("Nirvana"));
    }

    // --- search ---------------------------------------------------------------------------------------------------

    @Test
    void findsWordsPartByPart() throws Exception {
        var names = new ArrayList<String>();
        String next = "";
        do {
            Answer part = get("search", "type", "TRACK", "words", "love", "after", next, "size", "40");
            names.addAll(part.labels("items"));
            next = part.json().path("next").asString("");
        } while (!next.isEmpty());

        assertThat(names)
                .hasSizeGreaterThan(100)
                .allMatch(name -> name.toLowerCase(Locale.ROOT).contains("love"));
        assertThat(new HashSet<>(names).size()).isGreaterThan(90);
    }

    @Test
    void suggestsOfEveryKind() throws Exception {
        Answer answer = get("suggestions", "words", "black");

        assertThat(answer.json().valueStream().map(item -> item.path("type").asString()))
                .containsSubsequence("artist", "album", "track");
        assertThat(get("suggestions", "words", " ").json().size()).isZero();
    }

    @Test
    void saysWhatIsWrongWithASearch() throws Exception {
        assertThat(get("search", "type", "TRACK", "words", "...").status()).isEqualTo(400);
        assertThat(get("search", "type", "PLANET").status()).isEqualTo(400);
        assertThat(get("search", "type", "TRACK", "size", "0").status()).isEqualTo(400);
        assertThat(get("search", "type", "TRACK", "words", "x".repeat(101)).detail())
                .isEqualTo("words: write at most 100 characters");
        assertThat(get("search", "type", "TRACK", "after", "nobody").status()).isEqualTo(400);
        assertThat(get("search", "type", "TRACK", "words", "{ $ne: null }")
                        .json()
                        .path("items")
                        .size())
                .isZero();
    }

    @Test
    void listsTracksByThePage() throws Exception {
        Answer last = get("tracks/PLAYLIST/playlist-16", "page", "1", "order", "SECONDS");

        assertThat(last.json().path("total").asInt()).isEqualTo(15);
        assertThat(last.json().path("pages").asInt()).isEqualTo(2);
        assertThat(last.json().path("rows").size()).isEqualTo(5);
        var seconds = last.json()
                .path("rows")
                .valueStream()
                .map(row -> row.path("seconds").asInt())
                .toList();
        assertThat(seconds).isSorted();
        assertThat(get("tracks/ARTIST/artist-90").json().path("total").asInt()).isEqualTo(213);
        assertThat(get("tracks/ALBUM/album-164").json().path("total").asInt()).isEqualTo(12);
    }

    // --- the graph ------------------------------------------------------------------------------------------------

    @Test
    void showsANodeWithItsNeighboursBothWays() throws Exception {
        Answer node = get("nodes/album-164");
        assertThat(node.json().path("label").asString()).isEqualTo("Nevermind");
        assertThat(node.json().path("neighbours").asInt()).isEqualTo(13);
        assertThat(node.json().path("facts").has("artist")).isFalse();

        Answer first = get("nodes/album-164/neighbours", "limit", "5");
        Answer rest = get("nodes/album-164/neighbours", "skip", "5", "limit", "20");

        assertThat(first.labels("nodes")).hasSize(5).startsWith("Nirvana");
        assertThat(rest.labels("nodes")).hasSize(8).doesNotContainAnyElementsOf(first.labels("nodes"));
        assertThat(first.json().path("total").asInt()).isEqualTo(13);
    }

    @Test
    void walksAroundWithinBounds() throws Exception {
        assertThat(get("nodes/artist-90/around", "depth", "2", "fan", "8")
                        .json()
                        .size())
                .isEqualTo(1 + 8 + 8 * 7);
        assertThat(get("nodes/genre-1/around", "depth", "4", "fan", "100")
                        .json()
                        .size())
                .isEqualTo(Neighbourhood.MOST_NODES);
        assertThat(get("nodes/nowhere").status()).isEqualTo(404);
        assertThat(get("nodes/genre-1/around", "depth", "9").status()).isEqualTo(400);
    }

    @Test
    void answersQueriesAndExplainsThem() throws Exception {
        Answer answer = query("{ query: { type: 'playlist', name: 'Grunge', $edge: { type: 'artist' } } }");

        assertThat(answer.labels("nodes")).contains("Nirvana", "Pearl Jam", "Soundgarden");
        assertThat(answer.json().path("explain").path("access").asString()).isNotBlank();
        assertThat(answer.json().path("explain").path("descendants").asInt()).isPositive();
        assertThat(query("{}").json().path("nodes").size()).isEqualTo(QueryController.MOST_NODES);
        assertThat(query("{}").json().path("truncated").asBoolean()).isTrue();
    }

    @Test
    void refusesABadQueryWithTheReason() throws Exception {
        Answer answer = query("{ query: { seconds: { $longer: 600 } } }");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).contains("query.seconds.$longer");
        assertThat(query("").detail()).isEqualTo("Write a query, such as {}.");
    }

    // --- playlists ------------------------------------------------------------------------------------------------

    @Test
    void makesChangesAndRemovesAPlaylist() throws Exception {
        String id = newPlaylist("  Road trip ");
        assertThat(call("PUT", "playlists/" + id + "/tracks/track-2003", Map.of())
                        .json()
                        .path("edges"))
                .hasSize(1);
        assertThat(call("PUT", "playlists/" + id + "/tracks/track-2003", Map.of())
                        .json()
                        .path("edges"))
                .hasSize(1);
        assertThat(genos.get(id).orElseThrow().edges()).containsExactly("track-2003");
        assertThat(get("nodes/track-2003/neighbours", "limit", "100").labels("nodes"))
                .contains("Road trip");

        assertThat(call("DELETE", "playlists/" + id + "/tracks/track-2003", Map.of())
                        .json()
                        .path("edges"))
                .isEmpty();
        assertThat(call("DELETE", "playlists/" + id, Map.of()).status()).isEqualTo(204);
        assertThat(get("nodes/" + id).status()).isEqualTo(404);
        assertThat(tracks.findById("track-2003")).isPresent();
    }

    @Test
    void chartsFollowPlaylists() throws Exception {
        var names = List.of("Chart a", "Chart b", "Chart c", "Chart d", "Chart e", "Chart f");
        var ids = new ArrayList<String>();
        for (String name : names) {
            String id = newPlaylist(name);
            ids.add(id);
            call("PUT", "playlists/" + id + "/tracks/track-2960", Map.of());
        }

        await().untilAsserted(() -> assertThat(
                        get("charts").json().path("items").path(0).path("id").asString())
                .isEqualTo("track-2960"));
        for (String id : ids) {
            call("DELETE", "playlists/" + id, Map.of());
        }
        await().untilAsserted(() -> assertThat(
                        get("charts").json().path("items").path(0).path("id").asString())
                .isNotEqualTo("track-2960"));
    }

    @Test
    void refusesWhatIsNoPlaylist() throws Exception {
        assertThat(call("POST", "playlists", Map.of("name", " ")).detail()).isEqualTo("A playlist needs a name.");
        assertThat(call("POST", "playlists", Map.of("name", "grunge")).detail()).contains("already");
        assertThat(call("PUT", "playlists/nowhere/tracks/track-1", Map.of()).status())
                .isEqualTo(404);
        assertThat(call("PUT", "playlists/playlist-9/tracks/nowhere", Map.of()).status())
                .isEqualTo(404);
        assertThat(call("DELETE", "playlists/artist-90", Map.of()).status()).isEqualTo(404);
        assertThat(genos.get("artist-90")).isPresent();
    }

    @Test
    void renamesOnlyWhatWasSeen() throws Exception {
        String id = newPlaylist("First name");
        String seen = get("nodes/" + id).json().path("timestamp").asString();

        assertThat(call("PUT", "playlists/" + id, Map.of("name", "Second name", "version", seen))
                        .status())
                .isEqualTo(200);
        Answer late = call("PUT", "playlists/" + id, Map.of("name", "Third name", "version", seen));

        assertThat(late.status()).isEqualTo(409);
        assertThat(late.detail()).contains("Somebody else changed it");
        assertThat(playlists.findById(id).orElseThrow().name()).isEqualTo("Second name");
        Answer taken = call("PUT", "playlists/" + id, Map.of("name", "Grunge", "version", seen));
        assertThat(taken.detail()).contains("already");
        assertThat(call("PUT", "playlists/" + id, Map.of("name", "No version")).status())
                .isEqualTo(400);
    }

    @Test
    void losesNoTrackWhenManyAddAtOnce() throws Exception {
        String id = newPlaylist("Everybody's");
        var executor = Executors.newFixedThreadPool(3);
        try {
            var calls = List.of("track-1", "track-2", "track-3").stream()
                    .map(track ->
                            (Callable<Answer>) () -> call("PUT", "playlists/" + id + "/tracks/" + track, Map.of()))
                    .toList();
            for (var call : executor.invokeAll(calls)) {
                assertThat(call.get().status()).isEqualTo(200);
            }
        } finally {
            executor.shutdownNow();
        }

        assertThat(genos.get(id).orElseThrow().edges()).containsExactlyInAnyOrder("track-1", "track-2", "track-3");
    }
}
