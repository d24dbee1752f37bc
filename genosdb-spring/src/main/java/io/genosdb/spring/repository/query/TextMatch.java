package io.genosdb.spring.repository.query;

import java.util.List;

/**
 * A pattern of text in which case is ignored and some of the text, which comes from outside, stands for itself.
 *
 * <p>{@code $like} has no way to say that a {@code %} is meant as such. So a pattern whose text has no wildcards becomes a
 * {@code $like}, which a prefix index can answer, and any other a {@code $regex} of the same meaning.
 *
 * @param operator the operator's name
 * @param operand its operand
 */
record TextMatch(String operator, String operand) {

    private static final String META = "\\.+*?()|[]{}^$";

    /**
     * A part of a pattern.
     *
     * @param text the text
     * @param literal whether wildcards in it stand for themselves
     */
    record Part(String text, boolean literal) {

        static Part literal(String text) {
            return new Part(text, true);
        }

        static Part pattern(String text) {
            return new Part(text, false);
        }

        private boolean hidesWildcard() {
            return literal && (text.indexOf('%') >= 0 || text.indexOf('_') >= 0);
        }
    }

    static final Part ANY = Part.pattern("%");

    static TextMatch of(Part... parts) {
        return of(List.of(parts));
    }

    static TextMatch of(List<Part> parts) {
        var text = new StringBuilder();
        if (parts.stream().noneMatch(Part::hidesWildcard)) {
            parts.forEach(part -> text.append(part.text()));
            return new TextMatch("$like", text.toString());
        }
        int last = parts.size() - 1;
        // An expression finds a part of the text anyway: without anchors it is the faster one.
        boolean fromStart = !parts.get(0).equals(ANY);
        boolean toEnd = !parts.get(last).equals(ANY);
        text.append(fromStart ? "^" : "");
        for (Part part : parts.subList(fromStart ? 0 : 1, toEnd ? last + 1 : last)) {
            part.text().chars().forEach(c -> append(text, (char) c, part.literal()));
        }
        return new TextMatch("$regex", text.append(toEnd ? "$" : "").toString());
    }

    private static void append(StringBuilder text, char c, boolean literal) {
        if (!literal && c == '%') {
            text.append("(?s:.*)");
        } else if (!literal && c == '_') {
            text.append("(?s:.)");
        } else {
            if (META.indexOf(c) >= 0) {
                text.append('\\');
            }
            text.append(c);
        }
    }
}
