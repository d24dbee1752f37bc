package io.genosdb.samples.catalog;

import io.genosdb.clock.HybridTimestamp;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Changes of playlists. Each answers with the playlist's node as it is afterwards. */
@RestController
@RequestMapping("/api/playlists")
class PlaylistController {

    private final Playlists playlists;
    private final Neighbourhood neighbourhood;

    PlaylistController(Playlists playlists, Neighbourhood neighbourhood) {
        this.playlists = playlists;
        this.neighbourhood = neighbourhood;
    }

    /**
     * What a user fills in.
     *
     * @param name the name, without surrounding white space
     * @param version what the user saw: 16 hexadecimal digits; {@code null} for a new playlist
     */
    record Draft(
            @NotBlank(message = "A playlist needs a name.")
            @Size(max = 80, message = "A name has at most 80 characters.")
            String name,

            @Nullable HybridTimestamp version) {

        Draft(@Nullable String name, @Nullable HybridTimestamp version) {
            this.name = name == null ? "" : name.strip();
            this.version = version;
        }
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    GraphNode create(@Valid @RequestBody Draft draft) {
        return shown(playlists.create(draft.name()));
    }

    @PutMapping("/{id}")
    GraphNode rename(@PathVariable String id, @Valid @RequestBody Draft draft) {
        if (draft.version() == null) {
            throw new IllegalArgumentException("Send the version that you saw, so that nobody's change is lost.");
        }
        return shown(playlists.rename(id, draft.name(), draft.version()));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String id) {
        playlists.remove(id);
    }

    @PutMapping("/{id}/tracks/{track}")
    GraphNode add(@PathVariable String id, @PathVariable String track) {
        return shown(playlists.add(id, track));
    }

    @DeleteMapping("/{id}/tracks/{track}")
    GraphNode take(@PathVariable String id, @PathVariable String track) {
        return shown(playlists.take(id, track));
    }

    private GraphNode shown(Playlist playlist) {
        return neighbourhood.node(String.valueOf(playlist.id()));
    }
}
