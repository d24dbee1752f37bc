package io.genosdb.samples.notes;

import io.genosdb.spring.mapping.GenosNode;
import org.springframework.data.annotation.Id;

/**
 * A note. Its identifier begins with its owner's address and a slash, so that it is theirs from the beginning.
 *
 * @param id {@code <address>/<anything>}
 * @param title in a few words
 * @param text the rest
 */
@GenosNode(type = "note")
record Note(@Id String id, String title, String text) {

    private static final int LONGEST_TITLE = 120;
    private static final int LONGEST_TEXT = 10_000;

    Note {
        if (title.isBlank() || title.length() > LONGEST_TITLE) {
            throw new IllegalArgumentException("A note needs a title of at most " + LONGEST_TITLE + " characters.");
        }
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("A note has at most " + LONGEST_TEXT + " characters.");
        }
    }
}
