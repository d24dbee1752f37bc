package io.genosdb.query;

import org.jspecify.annotations.Nullable;

/**
 * A pattern of SQL's {@code LIKE}: {@code %} is any text, {@code _} any one character, all else stands for itself.
 * Case is ignored. Matching never backtracks beyond the last {@code %}, so the time is bounded by the product of the two
 * lengths.
 */
final class LikePattern {

    private static final int ANY_TEXT = -1;
    private static final int ANY_CHARACTER = -2;

    private final String source;
    private final int[] steps;

    private LikePattern(String source) {
        this.source = source;
        this.steps = source.codePoints()
                .map(c -> c == '%' ? ANY_TEXT : c == '_' ? ANY_CHARACTER : CaseFolding.fold(c))
                .toArray();
    }

    static LikePattern compile(String source) {
        return new LikePattern(source);
    }

    /** The folded text that every match begins with; empty where the pattern begins with a wildcard. */
    String prefix() {
        var prefix = new StringBuilder();
        for (int i = 0; i < steps.length && steps[i] >= 0; i++) {
            prefix.appendCodePoint(steps[i]);
        }
        return prefix.toString();
    }

    boolean matches(String text) {
        int step = 0;
        int at = 0;
        int retryStep = -1;
        int retryAt = -1;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (step < steps.length && steps[step] == ANY_TEXT) {
                retryStep = ++step;
                retryAt = at;
            } else if (step < steps.length && (steps[step] == ANY_CHARACTER || steps[step] == CaseFolding.fold(c))) {
                step++;
                at += Character.charCount(c);
            } else if (retryStep >= 0) {
                retryAt += Character.charCount(text.codePointAt(retryAt));
                at = retryAt;
                step = retryStep;
            } else {
                return false;
            }
        }
        while (step < steps.length && steps[step] == ANY_TEXT) {
            step++;
        }
        return step == steps.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LikePattern that && source.equals(that.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return source;
    }
}
