package io.genosdb.samples.catalog;

import io.genosdb.clock.HybridTimestamp;
import java.util.List;
import java.util.Map;

/**
 * A node as the picture shows it.
 *
 * @param id the identifier
 * @param type the type, or the empty string
 * @param label the name, the title, or else the identifier
 * @param facts what else the value holds, without what the edges tell
 * @param edges the nodes that it links to
 * @param neighbours how many nodes it links to and is linked from
 * @param timestamp when it last changed
 */
record GraphNode(
        String id,
        String type,
        String label,
        Map<String, Object> facts,
        List<String> edges,
        long neighbours,
        HybridTimestamp timestamp) {}
