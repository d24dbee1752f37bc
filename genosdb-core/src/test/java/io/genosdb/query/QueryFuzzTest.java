package io.genosdb.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the text, it is a query or is refused by the documented exception. The corpus is every conformance case; a
 * seeded mutator makes the rest. The time limits are for what would hang, not for what is slow.
 */
class QueryFuzzTest {

    private static final int ROUNDS = Integer.getInteger("genosdb.test.iterations", 40) * 1_000;
    private static final List<String> TOKENS = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "'",
            "\"",
            "$and",
            "$or",
            "$not",
            "$edge",
            "$in",
            "$eq",
            "$gt",
            "$like",
            "$regex",
            "$text",
            "$between",
            "$exists",
            "query",
            "field",
            "$limit",
            "$after",
            "null",
            "true",
            "-1",
            "1e308",
            "1e999",
            "''",
            "{}",
            "[]",
            "(",
            ")*",
            "{1000}",
            "\\",
            "\\u0000",
            "\uD800",
            "😀",
            "%",
            "_",
            "$",
            "a.b.c",
            "0",
            "999999999999999999");

    private static final List<String> CORPUS = new ArrayList<>();
    private static final GraphFixture FIXTURE = new GraphFixture(IndexOptions.only(List.of(
            IndexDefinition.hash("type"),
            IndexDefinition.ordered("age"),
            IndexDefinition.ordered("name"),
            IndexDefinition.prefix("name"),
            IndexDefinition.text("title"))));

    @BeforeAll
    static void load() throws IOException {
        try (var in = QueryFuzzTest.class.getResourceAsStream("/conformance/queries.json")) {
            for (JsonValue test : (JsonArray) JsonValue.parse(in.readAllBytes())) {
                CORPUS.add(((JsonObject) test).get("options").toString());
            }
        }
        try (var in = QueryFuzzTest.class.getResourceAsStream("/conformance/dataset.json")) {
            JsonObject dataset =
                    JsonObject.parse(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
            for (JsonValue node : (JsonArray) dataset.get("nodes")) {
                JsonObject object = (JsonObject) node;
                FIXTURE.put((String) object.get("id").toJava(), (JsonObject) object.get("value"));
            }
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void mutatedQueriesRunOrAreRefused() {
        long seed = Long.getLong("genosdb.test.seed", new SplittableRandom().nextLong());
        var random = new SplittableRandom(seed);
        int valid = 0;
        for (int i = 0; i < ROUNDS; i++) {
            String text = mutated(random);
            try {
                Query query = Query.parse(text);
                assertThat(Query.parse(query.toJson())).isEqualTo(query);
                FIXTURE.engine.run(query);
                valid++;
            } catch (InvalidQueryException e) {
                assertThat(e.getMessage()).startsWith("at ");
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError("genosdb.test.seed=" + seed + ": " + text, e);
            }
        }
        assertThat(valid).as("mutations that are still queries").isGreaterThan(ROUNDS / 20);
    }

    private static String mutated(SplittableRandom random) {
        var text = new StringBuilder(CORPUS.get(random.nextInt(CORPUS.size())));
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(8));
            switch (random.nextInt(6)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, TOKENS.get(random.nextInt(TOKENS.size())));
                case 2 -> text.replace(at, end, TOKENS.get(random.nextInt(TOKENS.size())));
                case 3 -> text.insert(at, text.substring(at, end).repeat(1 + random.nextInt(3)));
                case 4 -> swapWord(text, random);
                default -> {
                    if (at < text.length()) {
                        text.setCharAt(at, (char) random.nextInt(0x20, 0x180));
                    }
                }
            }
        }
        return text.toString();
    }

    /** One operator or value becomes another: most of these are still JSON. */
    private static void swapWord(StringBuilder text, SplittableRandom random) {
        int quote = text.indexOf("\"", random.nextInt(text.length() + 1));
        int end = quote < 0 ? -1 : text.indexOf("\"", quote + 1);
        if (end > 0) {
            text.replace(quote + 1, end, TOKENS.get(8 + random.nextInt(15)));
        }
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void deepOrWideQueriesAreRefused() {
        for (String nest : List.of("{$not:", "{$edge:", "{$and:[", "{a:{$not:", "{a:", "[")) {
            for (int depth : new int[] {60, 70, 200, 1_000, 100_000}) {
                String text = "{query:" + nest.repeat(depth) + "{}";
                String closed = text + (nest.contains("[") ? "]" : "") + "}".repeat(depth);
                refusedOrFine(closed);
                refusedOrFine(text);
            }
        }
        refusedOrFine("{query:{$or:[" + "{a:1},".repeat(2_000) + "{a:1}]}}");
        refusedOrFine("{query:{a:{$in:[" + "1,".repeat(20_000) + "1]}}}");
        refusedOrFine("{query:{'" + "a.".repeat(400) + "':1}}");
        refusedOrFine("{query:{'" + "a".repeat(2_000) + "':1}}");
        refusedOrFine(" ".repeat(2_000_000));
        assertThatCode(() -> Query.filter("{$not:".repeat(60) + "{}" + "}".repeat(60)))
                .doesNotThrowAnyException();
    }

    private static void refusedOrFine(String text) {
        try {
            FIXTURE.engine.run(Query.parse(text));
        } catch (InvalidQueryException e) {
            assertThat(e.getMessage()).startsWith("at ").hasSizeLessThan(2_000);
        }
    }

    @ParameterizedTest
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    @ValueSource(
            strings = {
                "(a+)+$",
                "(x+x+)+y",
                "(a|aa)+$",
                "((a{1000}){1000}){1000}",
                "((((a{100}){100}){100}){100}){100}",
                "(?:a?){500}a{500}",
                "(.*)*(.*)*(.*)*(.*)*b",
                "((((((((((a*)*)*)*)*)*)*)*)*)*)*b",
                "(a{0,1000}){0,1000}",
                "[[:alpha:]]{1000}{1000}",
                "\\pL{999}\\pL{999}",
                "(?i)(?s).{1000}",
                "a{99999999999}",
                "\\Q(\\E{1000}{1000}"
            })
    void aRegularExpressionCannotHang(String bomb) {
        String text = "a".repeat(100_000);
        try {
            RegexPattern.compile(bomb).find(text);
        } catch (InvalidQueryException e) {
            assertThat(e.getMessage()).containsAnyOf("too large", "not a regular expression");
        }
        RegexPattern manyGroups = RegexPattern.compile("(".repeat(490) + "b" + ")".repeat(490));
        assertThat(manyGroups.find(text)).isFalse();
        assertThat(LikePattern.compile("%a".repeat(400) + "%b").matches(text)).isFalse();
    }
}
