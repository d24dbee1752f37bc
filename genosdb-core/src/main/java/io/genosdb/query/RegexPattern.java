package io.genosdb.query;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** A regular expression of RE2, which ignores case and runs in time linear in the text, whatever the expression. */
final class RegexPattern {

    private final Pattern pattern;

    private RegexPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    static RegexPattern compile(String source) {
        try {
            return new RegexPattern(Pattern.compile(source, Pattern.CASE_INSENSITIVE));
        } catch (PatternSyntaxException e) {
            throw new InvalidQueryException("is not a regular expression of RE2: " + e.getDescription(), e);
        }
    }

    boolean find(String text) {
        return pattern.matcher(text).find();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RegexPattern that && pattern.equals(that.pattern);
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }
}
