package io.genosdb.sync;

import io.genosdb.graph.Entry;
import io.genosdb.sync.reconcile.EntryIndex;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The replica whose state is synced, as the engine needs to know it. Thread-safe.
 *
 * @since 0.1
 */
public interface Replica {

    /**
     * The database that it replicates.
     *
     * @return the database's name
     */
    String database();

    /**
     * The replica's identifier.
     *
     * @return 20 letters and digits
     */
    String origin();

    /**
     * The first day whose retractions it keeps.
     *
     * @return days since 1970-01-01 UTC
     */
    long horizonDay();

    /**
     * The wall clock.
     *
     * @return milliseconds since 1970
     */
    long wallMillis();

    /**
     * Merges what a peer sent, through the one door.
     *
     * @param entries the entries
     * @param peer the peer's replica identifier
     * @return how many of them were not let in, or are kept aside until what would permit them arrives
     * @throws ForgedEntriesException if one of them is not signed by its author; nothing is merged then
     * @throws io.genosdb.storage.StorageException if the store cannot take them; nothing is merged then
     */
    int merge(List<Entry> entries, String peer);

    /**
     * Takes entries out of the state that other replicas have removed and purged while this one was away.
     *
     * @param entries the entries; what is no longer in the state is ignored
     */
    void forget(List<Entry> entries);

    /**
     * Asks something of the state while nothing changes: to be answered quickly.
     *
     * @param <T> what the answer is
     * @param audience who is to see the answer
     * @param question gets the index of what of the state the audience sees
     * @return the answer
     */
    <T> T read(Audience audience, Function<EntryIndex, T> question);

    /**
     * What this replica holds and may not receive any more, and the peer may: it is in no common view.
     *
     * @param audience this replica and the peer
     * @param nodes the nodes whose access lists decide on it, or {@code null} for all that there is
     * @return entries, in no particular order
     */
    List<Entry> beyond(Audience audience, @Nullable Set<String> nodes);

    /**
     * Of some entries those that the state still has: others have been replaced, or turned out not to be permitted.
     *
     * @param entries the entries
     * @return those of them, in the same order
     */
    List<Entry> held(List<Entry> entries);

    /**
     * When this replica was last proved equal with another one, also before a restart.
     *
     * @return milliseconds since 1970, or 0
     */
    long lastEqual();

    /**
     * Remembers that this replica was proved equal with another one.
     *
     * @param millis when, in milliseconds since 1970
     */
    void provedEqual(long millis);
}
