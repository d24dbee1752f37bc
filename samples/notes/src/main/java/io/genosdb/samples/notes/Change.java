package io.genosdb.samples.notes;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeInfo.Id;
import io.genosdb.guard.SlotWrite;
import io.genosdb.security.AccessLevel;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to change, as {@code {"do": "write", "title": ...}}. There are two ways to do it: the application writes on behalf
 * of who is signed in, or it drafts the entries and they sign them in their wallet.
 */
@JsonTypeInfo(use = Id.NAME, property = "do")
@JsonSubTypes({
    @Type(name = "write", value = Change.Write.class),
    @Type(name = "remove", value = Change.Remove.class),
    @Type(name = "share", value = Change.Share.class),
    @Type(name = "unshare", value = Change.Unshare.class),
    @Type(name = "introduce", value = Change.Introduce.class),
    @Type(name = "assign", value = Change.Assign.class)
})
sealed interface Change {

    /** Does it on behalf of who is signed in. */
    void apply(Notebook notebook);

    /** The entries it takes, for a wallet to sign. */
    List<SlotWrite> draft(Drafts.Page page);

    /**
     * Make a note, or write one anew.
     *
     * @param id which, or {@code null} for a new one
     */
    record Write(@Nullable String id, String title, String text) implements Change {
        @Override
        public void apply(Notebook notebook) {
            notebook.write(id, title, text);
        }

        @Override
        public List<SlotWrite> draft(Drafts.Page page) {
            return page.write(id, title, text);
        }
    }

    /** Remove a note. */
    record Remove(String id) implements Change {
        @Override
        public void apply(Notebook notebook) {
            notebook.remove(id);
        }

        @Override
        public List<SlotWrite> draft(Drafts.Page page) {
            return page.remove(id);
        }
    }

    /**
     * Let somebody read, write or remove a note.
     *
     * @param with an address, or {@code *} for everybody
     */
    record Share(String id, String with, AccessLevel level) implements Change {
        @Override
        public void apply(Notebook notebook) {
            notebook.share(id, with, level);
        }

        @Override
        public List<SlotWrite> draft(Drafts.Page page) {
            return page.share(id, with, level);
        }
    }

    /** Let somebody do nothing with a note any more. */
    record Unshare(String id, String with) implements Change {
        @Override
        public void apply(Notebook notebook) {
            notebook.unshare(id, with);
        }

        @Override
        public List<SlotWrite> draft(Drafts.Page page) {
            return page.unshare(id, with);
        }
    }

    /** Become known under a name; who was unknown becomes a guest. */
    record Introduce(String name) implements Change {
        @Override
        public void apply(Notebook notebook) {
            notebook.introduce(name);
        }

        @Override
        public List<SlotWrite> draft(Drafts.Page page) {
            return page.introduce(name);
        }
    }

    /**
     * Give somebody a role.
     *
     * @param until when it ends, or {@code null}
     */
    record Assign(String address, String role, @Nullable Instant until) implements Change {
        @Override
        public void apply(Notebook notebook) {
            notebook.assign(address, role, until);
        }

        @Override
        public List<SlotWrite> draft(Drafts.Page page) {
            return page.assign(address, role, until);
        }
    }
}
