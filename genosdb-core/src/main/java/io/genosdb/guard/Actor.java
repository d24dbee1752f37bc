package io.genosdb.guard;

import io.genosdb.graph.Hash256;
import io.genosdb.graph.Reader;

/**
 * Who acts: reads, and signs what is written. Thread-safe.
 *
 * @since 0.1
 */
public interface Actor {

    /** Where there is no guard: reads everything, and signs nothing. */
    Actor NOBODY = new Actor() {
        @Override
        public Reader reader() {
            return Reader.EVERYTHING;
        }

        @Override
        public String author() {
            return "";
        }

        @Override
        public byte[] sign(Hash256 hash) {
            return new byte[0];
        }
    };

    /**
     * What there is for the actor to read.
     *
     * @return a reader that follows the actor's rights
     */
    Reader reader();

    /**
     * Whom the entries that the actor writes name as their author.
     *
     * @return the text of the entries' author
     */
    String author();

    /**
     * Signs an entry.
     *
     * @param hash the entry's hash
     * @return the signature
     * @throws NotPermittedException if the actor cannot write here, because nobody here has its key
     */
    byte[] sign(Hash256 hash);
}
