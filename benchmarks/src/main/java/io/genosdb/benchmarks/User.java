package io.genosdb.benchmarks;

import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A node of the data set. Every string is an instance of its own, as if it had just been read from a network.
 *
 * @param id {@code user:123}
 * @param type always {@code user}
 * @param name {@code User 123}
 * @param age 0 to 99, each equally often
 * @param city one of 50, each equally often
 * @param tags two different ones of 20
 * @param score 0 to 1
 */
record User(String id, String type, String name, int age, String city, List<String> tags, double score) {

    private static final int AGES = 100;
    private static final int CITIES = 50;
    private static final int TAGS = 20;

    /**
     * Generates users. The numbers of hits of the benchmarks' queries do not depend on the seed: ages and cities are dealt
     * out, not drawn.
     */
    static List<User> generate(int count, long seed) {
        var random = new SplittableRandom(seed);
        int[] ages = shuffled(count, random);
        int[] cities = shuffled(count, random);
        var users = new ArrayList<User>(count);
        for (int i = 0; i < count; i++) {
            int tag = random.nextInt(TAGS);
            int otherTag = (tag + 1 + random.nextInt(TAGS - 1)) % TAGS;
            users.add(new User(
                    "person:" + i,
                    new String("user"),
                    "User " + i,
                    ages[i] % AGES,
                    "City " + cities[i] % CITIES,
                    List.of("tag" + tag, "tag" + otherTag),
                    random.nextDouble()));
        }
        return users;
    }

    private static int[] shuffled(int count, SplittableRandom random) {
        int[] numbers = new int[count];
        for (int i = 1; i < count; i++) {
            int j = random.nextInt(i + 1);
            numbers[i] = numbers[j];
            numbers[j] = i;
        }
        return numbers;
    }

    JsonObject toJson() {
        return JsonObject.of(Map.of(
                "type", new JsonString(type),
                "name", new JsonString(name),
                "age", JsonNumber.of(age),
                "city", new JsonString(city),
                "tags",
                        JsonArray.of(
                                tags.stream().<JsonValue>map(JsonString::new).toList()),
                "score", new JsonNumber(score)));
    }
}
