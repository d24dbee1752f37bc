package io.genosdb.guard;

import io.genosdb.graph.Access;
import io.genosdb.graph.Entry;
import io.genosdb.graph.MergeResult;
import io.genosdb.sync.Admission;
import io.genosdb.value.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stages before the merge: authenticates what comes from elsewhere, authorizes every entry, says who acts on a thread and who
 * may read what. One guard serves one database.
 *
 * <p>{@link #restore} and {@link #judge} are called under the writer lock of the database, one at a time; everything else by any
 * thread.
 *
 * @since 0.1
 */
public interface Guard extends AutoCloseable {

    /** Trusts whoever reaches the database. */
    Guard NONE = new OpenGuard();

    /**
     * Who acts on the calling thread.
     *
     * @return the application itself, unless it acts for somebody
     */
    Actor actor();

    /**
     * What of a value may be written: without the fields that only the engine manages.
     *
     * @param value what somebody wants to write
     * @return the same, or without some fields
     */
    JsonObject writable(JsonObject value);

    /**
     * Checks the signatures of entries, in parallel. What was found genuine before is not checked again.
     *
     * @param received entries from a peer, a caller or the disk
     * @throws ForgedEntryException if one of them is not signed by its author
     */
    void authenticate(List<Entry> received);

    /**
     * Takes note of what the store remembers; once, before anything is judged.
     *
     * @param state the entries of the state
     */
    void restore(List<Entry> state);

    /**
     * Decides what may pass: each entry as of its own version, in the light of all that is known by now.
     *
     * @param batch entries whose signatures are genuine
     * @param isLocal whether they were written here: then all pass, or none
     * @return what to do
     * @throws NotPermittedException if the batch was written here and other replicas would refuse some of it; the guard remembers
     *     nothing of it then
     */
    Judgement judge(List<Entry> batch, boolean isLocal);

    /**
     * Takes note of what a merge displaced, since it is lawful again when what displaced it turns out not to be. Called under the
     * writer lock, right after each merge of what {@link #judge} admitted.
     *
     * @param result what the merge did
     */
    void merged(MergeResult result);

    /**
     * Who may read a node.
     *
     * @param nodeId the node's identifier
     * @return its access list, or {@code null} where it has none
     */
    @Nullable
    Access access(String nodeId);

    /**
     * Who may be a peer.
     *
     * @return what the sync engine asks
     */
    Admission admission();

    /** Begins what the guard does by itself, when the database is open. */
    void start();

    /** Ends what runs by itself, and forgets secrets. */
    @Override
    void close();
}
