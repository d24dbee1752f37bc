package io.genosdb.query;

import io.genosdb.graph.Vertex;
import io.genosdb.graph.VertexSet;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the nodes that may meet a condition are: in some postings, at most so many.
 *
 * @param access how they are found, for people
 * @param indexes the indexes used
 * @param postings sets that together have all of them
 * @param also a set that has all of them too, worth a look before a node is tested; or null
 * @param size at least as many as there are
 */
record Candidates(
        String access,
        List<IndexDefinition> indexes,
        Collection<VertexSet> postings,
        @Nullable VertexSet also,
        long size) {

    boolean isSingle() {
        return postings.size() == 1;
    }

    boolean admits(Vertex vertex) {
        return also == null || also.contains(vertex);
    }
}
