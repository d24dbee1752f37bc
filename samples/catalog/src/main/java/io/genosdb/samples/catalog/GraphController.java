package io.genosdb.samples.catalog;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Nodes with what is next to them, for the picture. */
@RestController
class GraphController {

    private final Neighbourhood neighbourhood;

    GraphController(Neighbourhood neighbourhood) {
        this.neighbourhood = neighbourhood;
    }

    @GetMapping("/api/nodes/{id}")
    GraphNode node(@PathVariable String id) {
        return neighbourhood.node(id);
    }

    @GetMapping("/api/nodes/{id}/neighbours")
    Neighbourhood.Neighbours neighbours(
            @PathVariable String id,
            @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int skip,
            @RequestParam(defaultValue = "24") @Min(1) @Max(100) int limit) {
        return neighbourhood.neighbours(id, skip, limit);
    }

    @GetMapping("/api/nodes/{id}/around")
    List<GraphNode> around(
            @PathVariable String id,
            @RequestParam(defaultValue = "2") @Min(0) @Max(4) int depth,
            @RequestParam(defaultValue = "8") @Min(1) @Max(100) int fan) {
        return neighbourhood.around(id, depth, fan);
    }
}
