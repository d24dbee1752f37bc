package io.genosdb.spring.repository.query;

import io.genosdb.query.InvalidQueryException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the placeholders that stand outside of strings in the text of a query and puts marks in their place, strings that
 * no text has, so that the rest can be parsed as JSON before anything is bound.
 */
final class PlaceholderScanner {

    /** A noncharacter of Unicode, which is never part of a text that is exchanged. */
    static final char MARK = '\uFDD0';

    private final String text;
    private final StringBuilder json = new StringBuilder();
    private final List<String> placeholders = new ArrayList<>();
    private final Deque<Character> open = new ArrayDeque<>();
    private char last = ' ';
    private int at;

    private PlaceholderScanner(String text) {
        this.text = text;
    }

    /**
     * What was found.
     *
     * @param json the text with marks: MARK and the placeholder's index
     * @param placeholders the placeholders as they stand in the text
     */
    record Scanned(String json, List<String> placeholders) {}

    static Scanned scan(String text) {
        if (text.indexOf(MARK) >= 0) {
            throw new InvalidQueryException("at query: the character U+FDD0 cannot be part of a query");
        }
        var scanner = new PlaceholderScanner(text);
        while (scanner.at < text.length()) {
            scanner.step();
        }
        return new Scanned(scanner.json.toString(), scanner.placeholders);
    }

    private void step() {
        char c = text.charAt(at);
        String placeholder = placeholder(c);
        if (placeholder != null) {
            json.append('"').append(MARK).append(placeholders.size()).append('"');
            placeholders.add(placeholder);
            at += placeholder.length();
            last = '"';
        } else if (c == '"' || c == '\'') {
            copyString(c);
            last = '"';
        } else {
            track(c);
            json.append(c);
            at++;
        }
    }

    private void track(char c) {
        if (c == '{' || c == '[') {
            open.push(c);
        } else if ((c == '}' || c == ']') && !open.isEmpty()) {
            open.pop();
        }
        if (!Character.isWhitespace(c)) {
            last = c;
        }
    }

    private void copyString(char quote) {
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != quote) {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        end = Math.min(end + 1, text.length());
        json.append(text, at, end);
        at = end;
    }

    private @Nullable String placeholder(char c) {
        boolean sigil = c == '?' || (c == ':' && isValueExpected());
        if (sigil && opensExpression(at + 1)) {
            return text.substring(at, endOfExpression(at + 2));
        }
        if (c == '#' && opensExpression(at)) {
            return text.substring(at, endOfExpression(at + 1));
        }
        if (!sigil) {
            return null;
        }
        int end = at + 1;
        while (end < text.length() && isPartOfName(c, text.charAt(end))) {
            end++;
        }
        if (end == at + 1) {
            throw new InvalidQueryException("at query, character " + at + ": '" + c
                    + "' begins a placeholder, as in ?0 or :name; in a text it stands between quotes");
        }
        return text.substring(at, end);
    }

    /** A colon begins a placeholder where a value is expected, and separates a name from a value elsewhere. */
    private boolean isValueExpected() {
        return last == ':' || last == '[' || (last == ',' && open.peek() != null && open.peek() == '[');
    }

    private static boolean isPartOfName(char sigil, char c) {
        return sigil == '?' ? c >= '0' && c <= '9' : Character.isJavaIdentifierPart(c);
    }

    private boolean opensExpression(int from) {
        return text.startsWith("#{", from) || text.startsWith("${", from);
    }

    /** Behind the brace that closes the one at a position; quotes hide braces. */
    private int endOfExpression(int brace) {
        int depth = 0;
        char quote = 0;
        for (int i = brace; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i + 1;
            }
        }
        throw new InvalidQueryException("at query, character " + at + ": the expression is not closed by a brace");
    }
}
