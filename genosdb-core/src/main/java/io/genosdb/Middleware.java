package io.genosdb;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Node;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks at batches of entries that come from other replicas, before they are merged, and decides which may pass.
 *
 * <p>Local writes do not pass here. Middleware is called by whatever thread brings a batch, several at once if several
 * batches come; it holds no lock, so it may take its time.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Middleware {

    /**
     * Filters a batch.
     *
     * @param incoming the entries, unmodifiable; what earlier middleware let pass
     * @param previous looks up a node as it is at this moment, {@code null} where there is none
     * @return the entries that may pass, an empty list for none
     */
    List<Entry> filter(List<Entry> incoming, Function<String, @Nullable Node> previous);
}
