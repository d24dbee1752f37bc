package io.genosdb.samples.catalog;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists of tracks by the page. */
@RestController
class TrackController {

    private final TrackRepository tracks;
    private final AlbumRepository albums;

    TrackController(TrackRepository tracks, AlbumRepository albums) {
        this.tracks = tracks;
        this.albums = albums;
    }

    /** What tracks can be listed of. */
    enum Whole {
        ARTIST,
        ALBUM,
        GENRE,
        PLAYLIST
    }

    /** What lists can be sorted by. */
    enum Order {
        NAME,
        SECONDS;

        Sort sort(boolean descending) {
            var sort = this == NAME ? Sort.by("name") : Sort.by("seconds").and(Sort.by("name"));
            return descending ? sort.descending() : sort;
        }
    }

    /**
     * A page.
     *
     * @param rows its lines
     * @param page which one, the first is 0
     * @param pages how many there are
     * @param total how many lines there are on all of them
     */
    record TrackPage(List<TrackRepository.Row> rows, int page, int pages, long total) {}

    @GetMapping("/api/tracks/{whole}/{id}")
    TrackPage list(
            @PathVariable Whole whole,
            @PathVariable String id,
            @RequestParam(defaultValue = "0") @Min(0) @Max(100_000) int page,
            @RequestParam(defaultValue = "10") @Min(1) @Max(100) int size,
            @RequestParam(defaultValue = "NAME") Order order,
            @RequestParam(defaultValue = "false") boolean descending) {
        var request = PageRequest.of(page, size, order.sort(descending));
        Page<TrackRepository.Row> found = switch (whole) {
            case ARTIST -> tracks.findByAlbumIn(albums.findByArtistId(id), request);
            case ALBUM -> tracks.findByAlbumId(id, request);
            case GENRE -> tracks.findByGenreId(id, request);
            case PLAYLIST -> tracks.findByPlaylist(id, request);
        };
        return new TrackPage(found.getContent(), found.getNumber(), found.getTotalPages(), found.getTotalElements());
    }
}
