package io.genosdb.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternTest {

    private static final List<String> PIECES = List.of(
            "a", "b", "K", "s", "user", " ", "1", "2", ".", "*", "+", "?", "^", "$", "\\d", "\\.", "\\w+", "[ab]",
            "[^a]", "[]a]", "[a-c]*", "(a)", "(ab)?", "|", "{2}", "{0,1}", "é", "\\b", "-", "\\Qa\\E", "(?i)", "ß",
            "\\x61");
    private static final List<String> TEXT = List.of(
            "a", "b", "k", "\u212A", "s", "\u017F", "S", "user", "USER", " ", "1", "2", "12", ".", "-", "é", "É", "aa",
            "ß", "]");

    /** The shortcut by literals must never change an answer. */
    @Test
    void whatIsRequiredAgreesWithTheExpressionItself() {
        long seed = Long.getLong("genosdb.test.seed", new SplittableRandom().nextLong());
        var random = new SplittableRandom(seed);
        int compiled = 0;
        for (int i = 0; i < 60_000; i++) {
            String source = joined(PIECES, 1 + random.nextInt(6), random);
            Pattern plain;
            try {
                plain = Pattern.compile(source, Pattern.CASE_INSENSITIVE);
            } catch (PatternSyntaxException e) {
                continue;
            }
            compiled++;
            RegexPattern pattern = RegexPattern.compile(source);
            for (int j = 0; j < 8; j++) {
                String text = joined(TEXT, random.nextInt(6), random);
                assertThat(pattern.find(text))
                        .as("/%s/ in '%s', genosdb.test.seed=%d", source, text, seed)
                        .isEqualTo(plain.matcher(text).find());
            }
        }
        assertThat(compiled).isGreaterThan(10_000);
    }

    private static String joined(List<String> pieces, int count, SplittableRandom random) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "abc, ABC, true",
        "a%, a, true",
        "a_, a, false",
        "a_c, a😀c, true",
        "%b%, aBc, true",
        "%ab, aab, true",
        "%a%b%c, xaybzc, true",
        "%a%b%c, xaybz, false",
        "100%, 100% sure, true",
        "a.c, abc, false",
        "É, é, true",
        "É, e, false",
        "'', '', true",
        "'', a, false",
        "%, '', true",
        "_, '', false"
    })
    void likeIsThatOfSql(String pattern, String text, boolean matches) {
        assertThat(LikePattern.compile(pattern).matches(text)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "'Hello-World', 'helloworld'",
        "'  a \t\n b ', 'a b'",
        "'a - b', 'a b'",
        "'Café', 'cafe'",
        "'Straße', 'strasse'",
        "'İstanbul', 'istanbul'",
        "'ΣΊΣΥΦΟΣ', 'σισυφοσ'",
        "'Ёлка', 'елка'",
        "'日本語、タイトル', '日本語タイトル'",
        "'각', '각'",
        "'C++ & 5€', 'c++ 5€'",
        "'🎉!', '🎉'",
        "'s’il', 'sil'",
        "'...', ''"
    })
    void textIsFoldedInEveryScript(String text, String folded) {
        assertThat(TextFolding.fold(text)).isEqualTo(folded);
    }

    @Test
    void aBadExpressionIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> Query.filter("{ name: { $regex: '(' } }"))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageStartingWith("at query.name.$regex: is not a regular expression of RE2: ");
        assertThatThrownBy(() -> Query.filter("{ name: { $regex: '((a{100}){100}){100}' } }"))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining("too large");
    }
}
