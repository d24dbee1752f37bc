package io.genosdb.samples.room;

import io.genosdb.spring.mapping.GenosNode;
import io.genosdb.spring.mapping.Indexed;
import org.springframework.data.annotation.Id;

/**
 * Something that was said, as it goes over the channel {@code chat} and is kept.
 *
 * @param id the node's identifier, given by whoever says it
 * @param name who says it
 * @param text what is said
 * @param at when, in milliseconds since 1970
 */
@GenosNode(type = "line")
record Line(@Id String id, String name, String text, @Indexed long at) {

    private static final int LONGEST_TEXT = 2000;
    private static final int LONGEST_NAME = 40;

    /** Whether it is what the page of this application would send; anybody may send anything. */
    boolean isFit() {
        return id.length() == 36 && !text.isBlank() && text.length() <= LONGEST_TEXT && name.length() <= LONGEST_NAME;
    }

    Line at(long time) {
        return new Line(id, name, text, time);
    }
}
