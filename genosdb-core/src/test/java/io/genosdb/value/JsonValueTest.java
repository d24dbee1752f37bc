package io.genosdb.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.testing.Property;
import io.genosdb.testing.RandomJson;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonValueTest {

    @Test
    void canonicalFormIsAFixedPointAndKeepsTheValue() {
        Property.forAll(5_000, random -> {
            JsonValue value = RandomJson.value(random, 4);
            String canonical = value.toJson();
            JsonValue again = JsonValue.parse(canonical);
            assertThat(again).isEqualTo(value).hasSameHashCodeAs(value);
            assertThat(again.toJson()).isEqualTo(canonical);
            assertThat(JsonValue.parse(value.canonicalBytes())).isEqualTo(value);
            assertThat(JsonValue.of(value.toJava())).isEqualTo(value);
        });
    }

    @Test
    void equalityIsEqualityOfCanonicalBytes() {
        Property.forAll(5_000, random -> {
            JsonValue one = RandomJson.value(random, 1);
            JsonValue other = RandomJson.value(random, 1);
            assertThat(one.equals(other)).isEqualTo(Arrays.equals(one.canonicalBytes(), other.canonicalBytes()));
        });
    }

    /** The samples of RFC 8785, appendix B, and of ECMA-262. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2",
    })
    void printsNumbersAsEcmaScriptDoes(String bits, String expected) {
        double number = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
        assertThat(new JsonNumber(number).toJson()).isEqualTo(expected);
    }

    @Test
    void sortsMembersByCodeUnitsAndEscapesLittle() {
        var members = new LinkedHashMap<String, Object>();
        members.put("\u20ac", "Euro Sign");
        members.put("\r", "Carriage Return");
        members.put("\ufb33", "Hebrew Letter Dalet With Dagesh");
        members.put("1", "One");
        members.put("\ud83d\ude00", "Emoji: Grinning Face");
        members.put("\u0080", "Control");
        members.put("\u00f6", "Latin Small Letter O With Diaeresis");
        assertThat(JsonValue.of(members).toJson())
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                        + "\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
        assertThat(new JsonString("\b\t\n\f\r\"\\/\u0000\u001f\u007f\u00e9").toJson())
                .isEqualTo("\"\\b\\t\\n\\f\\r\\\"\\\\/\\u0000\\u001f\u007f\u00e9\"");
    }

    @Test
    void refusesIntegersThatADoubleCannotHold() {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> JsonValue.of(Map.of("id", 9007199254740993L)))
                .withMessageContaining("$.id")
                .withMessageContaining("pass it as a string");
        assertThatThrownBy(() -> JsonValue.of(Long.MAX_VALUE)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> JsonValue.parse("9007199254740993")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> JsonValue.of(BigInteger.TEN.pow(30).add(BigInteger.ONE)))
                .isInstanceOf(InvalidValueException.class);
        assertThat(JsonValue.of(1L << 60).toJava()).isEqualTo(1L << 60);
        assertThat(JsonValue.of(Long.MIN_VALUE).toJava()).isEqualTo(Long.MIN_VALUE);
        assertThat(JsonValue.parse("1e400".replace("400", "300")).toJson()).isEqualTo("1e+300");
    }

    @Test
    void refusesWhatHasNoJsonForm() {
        assertThatThrownBy(() -> JsonValue.of(List.of(new Object())))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("$[0]");
        assertThatThrownBy(() -> JsonValue.of(Double.NaN)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> JsonValue.of("\ud800")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> JsonValue.of(Map.of("\udc00", 1))).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> JsonValue.of(Map.of(1, 1))).isInstanceOf(InvalidValueException.class);
        var cyclic = new HashMap<String, Object>();
        cyclic.put("self", cyclic);
        assertThatThrownBy(() -> JsonValue.of(cyclic)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void refusesBadTextWithThePlace() {
        for (String bad :
                List.of("", "{", "{\"a\":1,\"a\":2}", "[1] 2", "{a:1}", "nul", "1e999", "\"\\ud800\"", "'x'")) {
            assertThatThrownBy(() -> JsonValue.parse(bad)).as(bad).isInstanceOf(InvalidValueException.class);
        }
        assertThatThrownBy(() -> JsonValue.parse("{\n \"a\": x}")).hasMessageContaining("line 2");
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertThatThrownBy(() -> JsonValue.parse(deep)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> JsonObject.parse("[]")).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void readsRelaxedTextWhereAsked() {
        assertThat(JsonValue.parseRelaxed("{ type: 'todo', $or: [] }").toJson())
                .isEqualTo("{\"$or\":[],\"type\":\"todo\"}");
    }

    /** Only the documented error, whatever the bytes are. */
    @Test
    void parserSurvivesMutatedInput() {
        Property.forAll(20_000, random -> {
            byte[] bytes = RandomJson.value(random, 3).toJson().getBytes(StandardCharsets.UTF_8);
            int changes = 1 + random.nextInt(3);
            for (int i = 0; i < changes && bytes.length > 0; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                JsonValue value = JsonValue.parse(bytes);
                assertThat(JsonValue.parse(value.canonicalBytes())).isEqualTo(value);
            } catch (InvalidValueException expected) {
                assertThat(expected).hasMessageNotContaining("null pointer");
            }
        });
    }

    @Test
    void objectsAreImmutableAndEditable() {
        JsonObject object = JsonObject.parse("{\"b\":1,\"a\":[1,{}]}");
        assertThat(object.with("c", JsonNull.NULL).toJson()).isEqualTo("{\"a\":[1,{}],\"b\":1,\"c\":null}");
        assertThat(object.with("a", JsonBoolean.TRUE).toJson()).isEqualTo("{\"a\":true,\"b\":1}");
        assertThat(object.without("a").toJson()).isEqualTo("{\"b\":1}");
        assertThat(object.without("x")).isSameAs(object);
        assertThat(object.depth()).isEqualTo(3);
        assertThat(object.toJson()).isEqualTo("{\"a\":[1,{}],\"b\":1}");
        assertThatThrownBy(() -> object.toJava().put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
        var source = new ArrayList<JsonValue>(List.of(JsonNull.NULL));
        JsonArray array = JsonArray.of(source);
        source.clear();
        assertThat(array).hasSize(1);
    }
}
