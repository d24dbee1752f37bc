package io.genosdb.query;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of RE2, which ignores case and runs in time linear in the text, whatever the expression.
 *
 * <p>Most texts are decided without it: a literal that every match contains is looked for first.
 */
final class RegexPattern {

    /** The time for one character of text grows with this. */
    private static final int MOST_INSTRUCTIONS = 1_000;

    /** More than RE2/J may be given to expand: it unrolls nested repetitions without a bound of its own. */
    private static final int MOST_EXPANSION = 20_000;

    private static final java.util.regex.Pattern REPETITION =
            java.util.regex.Pattern.compile("(.)\\{(\\d+)(?:,(\\d*))?\\}", java.util.regex.Pattern.DOTALL);

    private final Pattern pattern;
    private final RequiredLiteral literal;

    private RegexPattern(Pattern pattern) {
        this.pattern = pattern;
        this.literal = RequiredLiteral.of(pattern.pattern());
    }

    static RegexPattern compile(String source) {
        if (expansion(source) > MOST_EXPANSION) {
            throw tooLarge();
        }
        try {
            Pattern pattern = Pattern.compile(source, Pattern.CASE_INSENSITIVE);
            if (pattern.programSize() > MOST_INSTRUCTIONS) {
                throw tooLarge();
            }
            return new RegexPattern(pattern);
        } catch (PatternSyntaxException e) {
            throw new InvalidQueryException("is not a regular expression of RE2: " + e.getDescription(), e);
        }
    }

    private static InvalidQueryException tooLarge() {
        return new InvalidQueryException("the expression is too large: its repetitions amount to more than "
                + MOST_INSTRUCTIONS + " steps; repeat less");
    }

    /**
     * At least as much as repetitions can blow the expression up. Only a repeated group can have repetitions inside, so
     * the counts of groups are multiplied and those of single characters added up.
     */
    private static long expansion(String source) {
        long groups = 1;
        long characters = source.length();
        Matcher repetition = REPETITION.matcher(source);
        for (int from = 0; repetition.find(from); from = repetition.end() - 1) {
            int count = Math.max(1, Math.max(count(repetition.group(2)), count(repetition.group(3))));
            if (repetition.group(1).equals(")")) {
                groups = Math.min(Integer.MAX_VALUE, groups * count);
            } else {
                characters += count;
            }
        }
        return groups * characters;
    }

    private static int count(@Nullable String digits) {
        if (digits == null || digits.isEmpty()) {
            return 0;
        }
        // RE2 refuses more than 1,000 by itself.
        return digits.length() > 4 ? 1_001 : Integer.parseInt(digits);
    }

    boolean find(String text) {
        return literal.isIn(text) && (literal.isWhole() || pattern.matcher(text).find());
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
