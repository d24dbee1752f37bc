package io.genosdb.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Random nodes and random queries over the same few fields and values, so that they meet often. Seeded. */
final class RandomQueries {

    private static final List<String> WORDS = List.of(
            "",
            "a",
            "Ab",
            "abc",
            "ABC",
            "Élan",
            "elan",
            "naïve text",
            "Hello-World",
            "hello world",
            "straße",
            "STRASSE",
            "100% sure_",
            "日本語",
            "z",
            "éa",
            "aé",
            "user 12",
            "User 123",
            "user-1",
            " x ",
            "Ñu",
            "nu",
            "😀",
            "😀b",
            "\uFFFF");
    private static final List<String> FIELDS = List.of(
            "type",
            "age",
            "name",
            "tags",
            "note",
            "city",
            "id",
            "timestamp",
            "addr.city",
            "tags.0",
            "addr",
            "nope",
            "n.o",
            "timestamp.physical",
            "timestamp.logical");

    private final SplittableRandom random;
    private final int nodes;

    RandomQueries(SplittableRandom random, int nodes) {
        this.random = random;
        this.nodes = nodes;
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    int number(int bound) {
        return random.nextInt(bound);
    }

    String id() {
        return "n" + random.nextInt(nodes);
    }

    Map<String, Object> value() {
        var value = new LinkedHashMap<String, Object>();
        maybe(value, "type", 0.9, () -> pick(List.of("user", "post", "node")));
        maybe(value, "age", 0.8, () -> chance(0.8) ? random.nextInt(12) : scalar());
        maybe(value, "name", 0.9, this::word);
        maybe(value, "tags", 0.6, () -> chance(0.8) ? array() : scalar());
        maybe(value, "note", 0.5, this::anything);
        maybe(value, "city", 0.5, () -> "City " + random.nextInt(4));
        maybe(value, "id", 0.1, () -> chance(0.5) ? id() : scalar());
        maybe(value, "timestamp", 0.05, this::anything);
        maybe(value, "addr", 0.4, () -> chance(0.8) ? new LinkedHashMap<>(Map.of("city", scalarOrZero())) : scalar());
        maybe(value, "addr.city", 0.05, this::scalar);
        return value;
    }

    private void maybe(Map<String, Object> value, String name, double probability, Supplier<Object> member) {
        if (chance(probability)) {
            value.put(name, member.get());
        }
    }

    private String word() {
        return chance(0.7) ? pick(WORDS) : pick(WORDS) + pick(WORDS);
    }

    private Object scalarOrZero() {
        Object scalar = scalar();
        return scalar == null ? 0 : scalar;
    }

    private Object scalar() {
        return switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextInt(-2, 12) + 0.5;
            case 3, 4 -> random.nextInt(-2, 12);
            default -> word();
        };
    }

    private List<Object> array() {
        var array = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            array.add(chance(0.9) ? scalar() : anything());
        }
        return array;
    }

    private Object anything() {
        return switch (random.nextInt(6)) {
            case 0 -> array();
            case 1 -> new LinkedHashMap<>(Map.of("k", scalarOrZero()));
            case 2 -> new LinkedHashMap<>();
            default -> scalar();
        };
    }

    Map<String, Object> options() {
        var options = new LinkedHashMap<String, Object>();
        options.put("query", filter(3));
        if (chance(0.2)) {
            options.put("field", List.of(pick(List.of("type", "city", "age")), pick(FIELDS), pick(FIELDS)));
            options.put("order", List.of(pick(List.of("asc", "desc")), pick(List.of("asc", "desc"))));
        } else if (chance(0.5)) {
            options.put("field", pick(FIELDS));
            options.put("order", pick(List.of("asc", "desc")));
        }
        if (chance(0.5)) {
            options.put("$limit", random.nextInt(8));
        }
        if (chance(0.2)) {
            options.put("$after", id());
        }
        if (chance(0.1)) {
            options.put("$before", id());
        }
        if (chance(0.7)) {
            options.put("missingCursor", "empty");
        }
        return options;
    }

    private Map<String, Object> filter(int depth) {
        var filter = new LinkedHashMap<String, Object>();
        for (int i = chance(0.1) ? 0 : 1 + random.nextInt(2); i > 0; i--) {
            int kind = depth == 0 ? 9 : random.nextInt(12);
            switch (kind) {
                case 0 -> filter.put("$and", filters(depth - 1));
                case 1 -> filter.put("$or", filters(depth - 1));
                case 2 -> filter.put("$not", filter(depth - 1));
                case 3, 4 -> filter.put("$edge", filter(depth - 1));
                default -> filter.put(pick(FIELDS), expression(1));
            }
        }
        return filter;
    }

    private List<Object> filters(int depth) {
        var filters = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            filters.add(filter(depth));
        }
        return filters;
    }

    private Object expression(int depth) {
        if (chance(0.3)) {
            return chance(0.1) ? id() : anything();
        }
        var operators = new LinkedHashMap<String, Object>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            operator(operators, depth);
        }
        return operators;
    }

    private void operator(Map<String, Object> operators, int depth) {
        Object bound = chance(0.6) ? (Object) (random.nextInt(-2, 12) + (chance(0.2) ? 0.5 : 0)) : word();
        switch (random.nextInt(16)) {
            case 0 -> operators.put("$eq", anything());
            case 1 -> operators.put("$ne", anything());
            case 2 -> operators.put("$gt", bound);
            case 3 -> operators.put("$gte", bound);
            case 4 -> operators.put("$lt", bound);
            case 5 -> operators.put("$lte", bound);
            case 6 -> operators.put("$in", array());
            case 7 -> operators.put("$in", Arrays.asList(id(), id(), scalar(), "City 1"));
            case 8 ->
                operators.put(
                        "$between",
                        bound instanceof String low ? List.of(low, word()) : List.of(bound, random.nextInt(12)));
            case 9 -> operators.put("$exists", random.nextBoolean());
            case 10 ->
                operators.put("$startsWith", chance(0.5) ? pick(List.of("a", "A", "n", "us", "City", "é")) : word());
            case 11 -> operators.put(chance(0.5) ? "$endsWith" : "$contains", word());
            case 12 ->
                operators.put("$text", pick(List.of("elan", "HELLO", "world", "user 12", "ss", "日本", "r1", "abc")));
            case 13 ->
                operators.put(
                        "$like",
                        pick(List.of("a%", "U%1_", "%a%", "city _", "%", "é%", "straße", "😀_", "_", "user%3")));
            case 14 ->
                operators.put(
                        "$regex",
                        pick(List.of(
                                "^a",
                                "b$",
                                "[a-c]+",
                                "user.?1",
                                "é",
                                "\\d\\d",
                                "a|z",
                                "^user 12",
                                "^$",
                                "lo.w",
                                "x*b")));
            default -> operators.put("$not", depth == 0 ? Map.of("$exists", true) : expression(depth - 1));
        }
    }
}
