package io.genosdb.graph;

/**
 * Whoever looks at the database: decides what of it there is for them. Thread-safe; the answers follow what roles and access
 * lists say at the moment.
 *
 * @since 0.1
 */
public interface Reader {

    /** Sees everything: the database itself, and everybody where there is no guard. */
    Reader EVERYTHING = new Reader() {
        @Override
        public boolean mayRead(Node node) {
            return true;
        }

        @Override
        public boolean mayReceive(Entry entry) {
            return true;
        }

        @Override
        public Reader asOfNow() {
            return this;
        }

        @Override
        public String toString() {
            return "everything";
        }
    };

    /**
     * Whether a node is there for this reader.
     *
     * @param node a snapshot
     * @return whether it may be shown
     */
    boolean mayRead(Node node);

    /**
     * The rights of this moment, which do not change any more. Two such readers are equal where the same is there for both.
     *
     * @return an immutable reader
     */
    Reader asOfNow();

    /**
     * Whether an entry may be sent to a peer of this reader. More than the nodes that are there: also removals, and what one has
     * to know in order to judge others.
     *
     * @param entry an entry of the state
     * @return whether it may be sent
     */
    boolean mayReceive(Entry entry);
}
