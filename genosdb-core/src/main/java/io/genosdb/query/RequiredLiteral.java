package io.genosdb.query;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A piece of ASCII that every match of a regular expression contains, case ignored, found without understanding the whole
 * expression: whatever is not plain ends the search. Never too much, often less than there is.
 */
final class RequiredLiteral {

    private static final String LITERAL_PUNCTUATION = " !\"#%&',-/:;<=>@_`~}]";

    private final String text;
    private final boolean whole;
    private final boolean fromStart;
    private final boolean toEnd;

    private RequiredLiteral(String text, boolean whole, boolean fromStart, boolean toEnd) {
        this.text = text;
        this.whole = whole;
        this.fromStart = fromStart;
        this.toEnd = toEnd;
    }

    static RequiredLiteral of(String source) {
        boolean fromStart = source.startsWith("^");
        boolean toEnd = source.endsWith("$") && !source.endsWith("\\$");
        int from = fromStart ? 1 : 0;
        int to = toEnd ? Math.max(from, source.length() - 1) : source.length();
        String plain = plain(source, from, to);
        if (plain != null) {
            return new RequiredLiteral(plain, true, fromStart, toEnd);
        }
        // With alternatives nothing is required, quoting has rules of its own, and through a group of flags RE2/J lets
        // a
        // quantifier reach what is before the group.
        boolean unclear = source.contains("|") || source.contains("\\Q") || source.contains("(?");
        return new RequiredLiteral(unclear ? "" : new Scan(source).longest(), false, false, false);
    }

    private static @Nullable String plain(String source, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isPlain(source.charAt(i))) {
                return null;
            }
        }
        return source.substring(from, to).toLowerCase(Locale.ROOT);
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || LITERAL_PUNCTUATION.indexOf(c) >= 0;
    }

    /** Whether the expression is nothing but the literal, so that finding it decides. */
    boolean isWhole() {
        return whole;
    }

    boolean isIn(String candidate) {
        int last = candidate.length() - text.length();
        if (last < 0) {
            return false;
        }
        if (fromStart) {
            return (!toEnd || last == 0) && isAt(candidate, 0);
        }
        if (toEnd) {
            return isAt(candidate, last);
        }
        for (int i = 0; i <= last; i++) {
            if (isAt(candidate, i)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(String candidate, int start) {
        for (int i = 0; i < text.length(); i++) {
            if (fold(candidate.charAt(start + i)) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** As RE2 folds what folds to ASCII: the Kelvin sign is a k, the long s is an s. */
    private static char fold(char c) {
        if (c < 0x80) {
            return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
        }
        return c == '\u212A' ? 'k' : c == '\u017F' ? 's' : c;
    }

    /** Goes over an expression without alternatives, and gives up where it is not plain enough. */
    private static final class Scan {

        private final String source;
        private final StringBuilder run = new StringBuilder();
        private String longest = "";
        private int at;

        private Scan(String source) {
            this.source = source;
        }

        private String longest() {
            boolean goOn = true;
            while (goOn && at < source.length()) {
                goOn = step(source.charAt(at));
            }
            endRun();
            return longest;
        }

        private boolean step(char c) {
            at++;
            switch (c) {
                case '^', '$', '.', '+' -> {
                    endRun();
                    return true;
                }
                case '*', '?' -> {
                    dropLast();
                    return true;
                }
                case '{' -> {
                    dropLast();
                    return false;
                }
                case '[' -> {
                    endRun();
                    return skipClass();
                }
                case '\\' -> {
                    return escape();
                }
                case '(', ')' -> {
                    return false;
                }
                default -> {
                    if (isPlain(c)) {
                        run.append(fold(c));
                    } else {
                        endRun();
                    }
                    return true;
                }
            }
        }

        /** What is before may occur no time at all. */
        private void dropLast() {
            run.setLength(Math.max(0, run.length() - 1));
            endRun();
        }

        private void endRun() {
            if (run.length() > longest.length()) {
                longest = run.toString();
            }
            run.setLength(0);
        }

        private boolean skipClass() {
            int start = at;
            while (at < source.length()) {
                char c = source.charAt(at++);
                if (c == '\\' || c == '[') {
                    return false;
                }
                if (c == ']' && at - 1 > start && source.charAt(start) != '^') {
                    return true;
                }
                if (c == ']' && at - 1 > start + 1) {
                    return true;
                }
            }
            return false;
        }

        private boolean escape() {
            if (at == source.length()) {
                return false;
            }
            char c = source.charAt(at++);
            if (c < 0x80 && !Character.isLetterOrDigit(c)) {
                run.append(c);
                return true;
            }
            endRun();
            return "dDsSwW".indexOf(c) >= 0;
        }
    }
}
