package io.genosdb.guard;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Node;
import io.genosdb.graph.Version;
import io.genosdb.live.MapListener;
import io.genosdb.live.Subscription;
import io.genosdb.query.Query;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The database as its guard sees it: without itself in between. Thread-safe, but for what only the writer may ask.
 *
 * @since 0.1
 */
public interface GuardedDatabase {

    /**
     * The database's name.
     *
     * @return the name
     */
    String name();

    /**
     * What makes its entries.
     *
     * @return the factory
     */
    EntryFactory entries();

    /**
     * The wall clock.
     *
     * @return milliseconds since 1970
     */
    long wallMillis();

    /**
     * A node, whoever may read it.
     *
     * @param id the identifier
     * @return the newest snapshot, or {@code null}
     */
    @Nullable
    Node node(String id);

    /**
     * Runs a query over everything.
     *
     * @param query the query
     * @return what matches
     */
    List<Node> map(Query query);

    /**
     * Follows a query over everything, as {@link io.genosdb.GenosDatabase#map(Query, MapListener)}.
     *
     * @param query the query
     * @param listener hears of the result
     * @return closes the subscription
     */
    Subscription map(Query query, MapListener listener);

    /**
     * Visits every entry of the state. Only inside {@link Guard#judge}.
     *
     * @param visitor gets the entries, in no particular order
     */
    void forEachEntry(Consumer<Entry> visitor);

    /**
     * The entry that the state has for a key. Only inside {@link Guard#judge} and {@link Guard#merged}.
     *
     * @param key the key
     * @return the entry, or {@code null}
     */
    @Nullable
    Entry entry(EntryKey key);

    /**
     * The entries that the state has of a node. Waits for the writer.
     *
     * @param nodeId the identifier
     * @return its entries, in no particular order
     */
    List<Entry> entriesOf(String nodeId);

    /**
     * Writes through the one door.
     *
     * @param actor who writes
     * @param writes what to write, made from the version that all of it gets
     * @return the version
     * @throws NotPermittedException if the actor may not
     */
    HybridTimestamp write(Actor actor, Function<Version, List<SlotWrite>> writes);

    /**
     * A version for entries that somebody signs elsewhere.
     *
     * @return greater than every version seen here
     */
    Version nextVersion();

    /**
     * Takes entries that somebody has signed elsewhere, all or none.
     *
     * @param entries the entries
     * @throws ForgedEntryException if one is not signed by its author
     * @throws NotPermittedException if one is not permitted by what is known here
     */
    void submit(List<Entry> entries);

    /**
     * Tells readers apart anew: who held a role holds another one now. Live queries of these readers and the views of their peers
     * are looked at again.
     *
     * @param addresses whose rights have changed
     */
    void readersChanged(List<String> addresses);

    /**
     * Has something done again and again, on a thread of the database, until it is closed.
     *
     * @param interval how often
     * @param task what to do
     */
    void every(Duration interval, Runnable task);

    /**
     * Has something done soon, on a thread of the database. The caller has at most a few tasks waiting at a time.
     *
     * @param task what to do
     */
    void execute(Runnable task);
}
