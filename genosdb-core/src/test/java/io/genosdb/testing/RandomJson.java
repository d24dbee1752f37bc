package io.genosdb.testing;

import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonBoolean;
import io.genosdb.value.JsonNull;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.random.RandomGenerator;

/** Random JSON values, with a taste for the corners: empty containers, extreme numbers, every plane of Unicode. */
public final class RandomJson {

    private static final double[] CORNERS = {
        0.0,
        -0.0,
        1,
        -1,
        0.1,
        1e21,
        1e-7,
        123456789012345680.0,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        9007199254740991.0,
        4.35,
        1.7976931348623157e308,
        333333333.3333333,
        1E30,
        4.50,
        2e-3,
        0.000000000000000000000000001
    };

    private RandomJson() {}

    public static JsonValue value(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> JsonNull.NULL;
            case 1 -> JsonBoolean.of(random.nextBoolean());
            case 2 -> new JsonNumber(number(random));
            case 3, 4 -> new JsonString(string(random));
            case 5 -> array(random, depth - 1);
            default -> object(random, depth - 1);
        };
    }

    public static JsonObject object(RandomGenerator random, int depth) {
        var members = new LinkedHashMap<String, JsonValue>();
        int size = random.nextInt(5);
        for (int i = 0; i < size; i++) {
            members.put(string(random), value(random, depth));
        }
        return JsonObject.of(members);
    }

    private static JsonArray array(RandomGenerator random, int depth) {
        var elements = new ArrayList<JsonValue>();
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            elements.add(value(random, depth));
        }
        return JsonArray.of(elements);
    }

    private static double number(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(-100, 100);
            case 1 -> CORNERS[random.nextInt(CORNERS.length)];
            case 2 -> random.nextGaussian() * Math.pow(10, random.nextInt(-30, 30));
            default -> {
                double any = Double.longBitsToDouble(random.nextLong());
                yield Double.isFinite(any) ? any : 7;
            }
        };
    }

    public static String string(RandomGenerator random) {
        var text = new StringBuilder();
        int length = random.nextInt(9);
        for (int i = 0; i < length; i++) {
            int codePoint = random.nextInt(
                    switch (random.nextInt(4)) {
                        case 0 -> 0x80;
                        case 1 -> 0x800;
                        case 2 -> 0xD800;
                        default -> 0x110000;
                    });
            boolean surrogate = codePoint >= 0xD800 && codePoint < 0xE000;
            text.appendCodePoint(surrogate ? 'x' : codePoint);
        }
        return text.toString();
    }
}
