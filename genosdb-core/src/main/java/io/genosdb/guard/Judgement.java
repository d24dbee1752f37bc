package io.genosdb.guard;

import io.genosdb.graph.Entry;
import java.util.List;

/**
 * What becomes of a batch of entries, and of others that it sheds another light on. What of the batch is
 * neither admitted nor refused was kept aside before, and is still.
 *
 * @param admitted what is to be merged: of the batch, and what was parked or displaced before and is lawful now
 * @param revoked what is to be taken out of the state, since it turned out not to have been lawful
 * @param parked what is kept aside, since what would permit it may still arrive
 * @param released what is no longer kept aside
 * @param refusals what of the batch was not let in, parked entries included
 * @since 0.1
 */
public record Judgement(
        List<Entry> admitted, List<Entry> revoked, List<Entry> parked, List<Entry> released, List<Refusal> refusals) {

    /**
     * Everything is let in.
     *
     * @param batch the entries
     * @return a judgement without anything else
     */
    public static Judgement admit(List<Entry> batch) {
        return new Judgement(batch, List.of(), List.of(), List.of(), List.of());
    }
}
