package io.genosdb.samples.catalog;

import io.genosdb.graph.Node;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosOperations;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Runs any query over all types of nodes. */
@RestController
@RequestMapping("/api/query")
class QueryController {

    /** More would only bury the browser. */
    static final int MOST_NODES = 200;

    private final GenosOperations genos;
    private final Neighbourhood neighbourhood;

    QueryController(GenosOperations genos, Neighbourhood neighbourhood) {
        this.genos = genos;
        this.neighbourhood = neighbourhood;
    }

    /**
     * A query to run.
     *
     * @param query the options of {@code map} as relaxed JSON
     */
    record Question(
            @NotBlank(message = "Write a query, such as {}.")
            String query) {}

    /**
     * What a query found.
     *
     * @param nodes the result, or its beginning
     * @param truncated whether there is more
     * @param micros how long it took, in microseconds
     * @param explain how it was found
     */
    record Answer(List<GraphNode> nodes, boolean truncated, long micros, Map<String, Object> explain) {}

    @PostMapping
    Answer run(@Valid @RequestBody Question question) {
        Query query = Query.parse(question.query());
        if (query.limit().orElse(Integer.MAX_VALUE) > MOST_NODES) {
            query = query.limit(MOST_NODES + 1);
        }
        long start = System.nanoTime();
        List<Node> found = genos.map(query);
        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
        boolean truncated = found.size() > MOST_NODES;
        List<Node> shown = truncated ? found.subList(0, MOST_NODES) : found;
        return new Answer(
                shown.stream().map(neighbourhood::shown).toList(),
                truncated,
                micros,
                genos.explain(query).toMap());
    }
}
