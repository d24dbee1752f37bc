package io.genosdb.spring.security.siwe;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of a message, one after the other. */
final class Lines {

    private final String[] lines;
    private int next;

    Lines(String text) {
        this.lines = text.split("\n", -1);
    }

    String take(String what) {
        if (next == lines.length) {
            throw new IllegalArgumentException(what + ": missing");
        }
        return lines[next++];
    }

    void takeEmpty() {
        if (!take("empty line").isEmpty()) {
            throw new IllegalArgumentException("line " + next + ": not empty");
        }
    }

    String takeAfter(String name) {
        String value = takeIf(name);
        if (value == null) {
            throw new IllegalArgumentException(name.strip() + " missing, or not on line " + (next + 1));
        }
        return value;
    }

    String takeBefore(String ending) {
        String line = take("first line");
        if (!line.endsWith(ending)) {
            throw new IllegalArgumentException("first line: not the beginning of a message");
        }
        return line.substring(0, line.length() - ending.length());
    }

    /** What follows a name, or {@code null} where the next line has another one. */
    @Nullable
    String takeIf(String name) {
        return next < lines.length && lines[next].startsWith(name) ? lines[next++].substring(name.length()) : null;
    }

    boolean takeHeading(String heading) {
        boolean found = next < lines.length && lines[next].equals(heading);
        if (found) {
            next++;
        }
        return found;
    }

    List<String> takeAll(String name) {
        var values = new ArrayList<String>();
        String value = takeIf(name);
        while (value != null) {
            values.add(value);
            value = takeIf(name);
        }
        return values;
    }

    void checkEnd() {
        if (next < lines.length) {
            throw new IllegalArgumentException("line " + (next + 1) + ": unknown, or not in its place");
        }
    }
}
