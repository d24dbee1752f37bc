package io.genosdb.samples.quickstart;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The columns of the board. */
enum TaskStatus {
    TODO,
    DOING,
    DONE;

    /** The name in JSON, which is also what queries compare with. */
    @JsonValue
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
