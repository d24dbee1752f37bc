package io.genosdb.samples.catalog;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Finds things by their name. */
@RestController
class SearchController {

    private static final int CHART_PLACES = 25;

    private final Search search;
    private final Charts charts;

    SearchController(Search search, Charts charts) {
        this.search = search;
        this.charts = charts;
    }

    /** The next part of a result: what follows {@code after}, or the beginning. */
    @GetMapping("/api/search")
    Search.Part search(
            @RequestParam(defaultValue = "ARTIST") Search.Type type,
            @RequestParam(defaultValue = "") @Size(max = 100, message = "write at most 100 characters") String words,
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "25") @Min(1) @Max(100) int size) {
        return search.find(type, words, after, size);
    }

    @GetMapping("/api/suggestions")
    List<Search.Item> suggest(@RequestParam @Size(max = 100, message = "write at most 100 characters") String words) {
        return search.suggest(words);
    }

    @GetMapping("/api/charts")
    Search.Part charts() {
        var items = charts.top(CHART_PLACES).stream()
                .map(place -> new Search.Item(
                        place.track().id(),
                        Search.Type.TRACK,
                        place.track().name(),
                        "on " + place.playlists() + (place.playlists() == 1 ? " playlist" : " playlists")))
                .toList();
        return new Search.Part(items, null);
    }
}
