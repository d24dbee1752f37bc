package io.genosdb.graph;

import org.jspecify.annotations.Nullable;

/**
 * What an entry of a node is about. A node's identifier and a slot make the key of an entry.
 *
 * @since 0.1
 */
public sealed interface Slot {

    /** The one slot for the whole value. */
    Slot VALUE = new Value();

    /** The one slot for the removal of the node. */
    Slot TOMBSTONE = new Tombstone();

    /**
     * The slot as it is stored, signed and sent.
     *
     * @return {@code value}, {@code tombstone}, {@code value/<field>}, {@code edge/<target>}, {@code role/<version>} or
     *     {@code acl/<version>}
     */
    String text();

    /**
     * The slot with this text.
     *
     * @param text the text form
     * @return the slot, or {@code null} where the text is none
     */
    static @Nullable Slot parse(String text) {
        if (text.equals(VALUE.text())) {
            return VALUE;
        }
        if (text.equals(TOMBSTONE.text())) {
            return TOMBSTONE;
        }
        if (text.startsWith(Field.PREFIX)) {
            return new Field(text.substring(Field.PREFIX.length()));
        }
        if (text.startsWith(Edge.PREFIX) && text.length() > Edge.PREFIX.length()) {
            return new Edge(text.substring(Edge.PREFIX.length()));
        }
        if (text.startsWith(Role.PREFIX)) {
            return new Role(text.substring(Role.PREFIX.length()));
        }
        if (text.startsWith(Acl.PREFIX)) {
            return new Acl(text.substring(Acl.PREFIX.length()));
        }
        return null;
    }

    /**
     * What the engine keeps of a node and no value can write: history, one slot for each version, so that nothing of it is ever
     * superseded, nor dropped when the node is removed. Which role somebody held, and what a node's owner allowed, is looked up
     * in it as of any time.
     */
    sealed interface Managed extends Slot {

        /**
         * The version of the entry, without which it would not be its own.
         *
         * @return as {@link Version#text()}
         */
        String version();
    }

    /** The whole value of the node. */
    record Value() implements Slot {
        @Override
        public String text() {
            return "value";
        }
    }

    /** The removal of the node. */
    record Tombstone() implements Slot {
        @Override
        public String text() {
            return "tombstone";
        }
    }

    /**
     * One top-level field of the value, written on its own by {@link ConflictPolicy#FIELD_LEVEL}.
     *
     * @param name the field's name
     */
    record Field(String name) implements Slot {
        private static final String PREFIX = "value/";

        @Override
        public String text() {
            return PREFIX + name;
        }
    }

    /**
     * The edge to another node.
     *
     * @param target the other node's identifier
     */
    record Edge(String target) implements Slot {
        private static final String PREFIX = "edge/";

        @Override
        public String text() {
            return PREFIX + target;
        }
    }

    /**
     * A role that was given to the user whose node it is.
     *
     * @param version the version of the entry, as text
     */
    record Role(String version) implements Managed {
        private static final String PREFIX = "role/";

        @Override
        public String text() {
            return PREFIX + version;
        }
    }

    /**
     * A change of who owns the node and who may do what with it.
     *
     * @param version the version of the entry, as text
     */
    record Acl(String version) implements Managed {
        private static final String PREFIX = "acl/";

        @Override
        public String text() {
            return PREFIX + version;
        }
    }
}
