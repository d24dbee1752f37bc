package io.genosdb.spring.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.genosdb.clock.HybridTimestamp;
import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonNull;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.ResolvableType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

class JacksonGenosConverterTest {

    private final JacksonGenosConverter converter = new JacksonGenosConverter();

    record Address(String street, @Nullable String city) {}

    record Person(
            String name,
            int age,
            double score,
            boolean active,
            @JsonProperty("e_mail") @Nullable String mail,
            List<String> tags,
            Map<String, Integer> counts,
            @Nullable Address address) {}

    static class Bean {
        private String title = "";
        private LocalDate due = LocalDate.EPOCH;

        public String getTitle() {
            return title;
        }

        public void setTitle(String title) {
            this.title = title;
        }

        public LocalDate getDue() {
            return due;
        }

        public void setDue(LocalDate due) {
            this.due = due;
        }
    }

    @Test
    void writesAndReadsARecord() {
        var person = new Person(
                "Ada",
                36,
                9.5,
                true,
                "ada@example.org",
                List.of("math", "poetry"),
                Map.of("notes", 7),
                new Address("St James's Square", null));

        JsonObject value = converter.write(person);

        assertThat(value.toJson())
                .isEqualTo("{\"active\":true,\"address\":{\"city\":null,\"street\":\"St James's Square\"},\"age\":36,"
                        + "\"counts\":{\"notes\":7},\"e_mail\":\"ada@example.org\",\"name\":\"Ada\",\"score\":9.5,"
                        + "\"tags\":[\"math\",\"poetry\"]}");
        assertThat(converter.read(value, Person.class)).isEqualTo(person);
    }

    @Test
    void writesAndReadsAClassWithDates() {
        var bean = new Bean();
        bean.setTitle("Letter");
        bean.setDue(LocalDate.of(2026, 3, 1));

        JsonObject value = converter.write(bean);

        assertThat(value.get("due")).isEqualTo(new JsonString("2026-03-01"));
        assertThat(converter.read(value, Bean.class)).usingRecursiveComparison().isEqualTo(bean);
    }

    @Test
    void ignoresFieldsThatAnotherPeerAdded() {
        var value = JsonObject.parse("{\"street\":\"Broadway\",\"city\":\"New York\",\"planet\":\"Earth\"}");

        assertThat(converter.read(value, Address.class)).isEqualTo(new Address("Broadway", "New York"));
    }

    @Test
    void handsRawValuesThrough() {
        var value = JsonObject.parse("{\"a\":[1,2.5,null,{\"b\":true}]}");

        assertThat(converter.write(value)).isSameAs(value);
        assertThat(converter.read(value, JsonObject.class)).isSameAs(value);
        assertThat((Object) converter.read(value, Map.class)).isEqualTo(value.toJava());
        assertThat(converter.write(value.toJava())).isEqualTo(value);
        JsonNode tree = converter.read(value, JsonNode.class);
        assertThat(tree.toString()).isEqualTo(value.toJson());
        assertThat(converter.write(tree)).isEqualTo(value);
    }

    record Wrapper(JsonObject object, JsonValue value) {}

    @Test
    void takesJsonValuesInsideOfObjects() {
        var wrapper = new Wrapper(JsonObject.parse("{\"x\":1}"), JsonArray.of(List.of(JsonNull.NULL)));

        JsonObject value = converter.write(wrapper);

        assertThat(value).isEqualTo(JsonObject.parse("{\"object\":{\"x\":1},\"value\":[null]}"));
        assertThat(converter.read(value, Wrapper.class)).isEqualTo(wrapper);
    }

    record Odd(
            float ratio,
            BigDecimal price,
            BigInteger huge,
            long large,
            Object bytes,
            UUID id,
            Instant at,
            char letter,
            @JsonRawValue String raw) {}

    @Test
    void meansByANumberWhatItsDigitsSay() {
        var id = UUID.fromString("00000000-0000-0000-0000-00000000002a");
        var odd = new Odd(
                0.1f,
                new BigDecimal("12.50"),
                BigInteger.TWO.pow(80),
                1L << 60,
                new byte[] {1, 2, 3},
                id,
                Instant.EPOCH,
                'c',
                "{\"deep\":[0]}");

        JsonObject value = converter.write(odd);

        assertThat(value)
                .isEqualTo(JsonValue.of(Map.of(
                        "ratio",
                        0.1,
                        "price",
                        12.5,
                        "huge",
                        Math.pow(2, 80),
                        "large",
                        1L << 60,
                        "bytes",
                        "AQID",
                        "id",
                        id.toString(),
                        "at",
                        "1970-01-01T00:00:00.000000000Z",
                        "letter",
                        "c",
                        "raw",
                        Map.of("deep", List.of(0)))));
    }

    @Test
    void refusesAnIntegerThatWouldLoseDigits() {
        assertThatExceptionOfType(GenosConversionException.class)
                .isThrownBy(() -> converter.write(Map.of("id", (1L << 60) + 1)))
                .withMessageContaining("1152921504606846977 cannot be represented exactly");
    }

    @Test
    void refusesWhatIsNoObject() {
        assertThatExceptionOfType(GenosConversionException.class)
                .isThrownBy(() -> converter.write("text"))
                .withMessage("the value of a node is a JSON object, but java.lang.String becomes a JSON string;"
                        + " wrap it in a record or map");
        assertThatExceptionOfType(GenosConversionException.class)
                .isThrownBy(() -> converter.write(JsonNodeFactory.instance.nullNode()))
                .withMessageContaining("becomes a JSON null");
    }

    @Test
    void refusesNotANumber() {
        assertThatExceptionOfType(GenosConversionException.class)
                .isThrownBy(() -> converter.write(Map.of("score", Double.NaN)))
                .withMessageContaining("NaN");
    }

    static class Loop {
        public Loop getSelf() {
            return this;
        }
    }

    @Test
    void refusesAnObjectThatContainsItself() {
        assertThatExceptionOfType(GenosConversionException.class)
                .isThrownBy(() -> converter.write(new Loop()))
                .withMessageContaining(Loop.class.getName());
    }

    @Test
    void refusesALoneSurrogate() {
        assertThatExceptionOfType(GenosConversionException.class)
                .isThrownBy(() -> converter.write(Map.of("text", "\uD800")))
                .withMessageContaining("lone surrogate");
    }

    @Test
    void saysWhereAValueDoesNotFit() {
        var value = JsonObject.parse("{\"name\":\"Ada\",\"address\":{\"street\":[]}}");

        assertThatExceptionOfType(GenosConversionException.class)
                .isThrownBy(() -> converter.read(value, Person.class))
                .withMessageContaining("the value does not fit " + Person.class.getName())
                .withMessageContaining("Person[\"address\"]")
                .withMessageContaining("Address[\"street\"]");
    }

    @Test
    void doesNotChangeTheMapperItIsGiven() {
        var mapper = JsonMapper.builder().build();
        var own = new JacksonGenosConverter(mapper);

        assertThat(own.write(Map.of("x", JsonNull.NULL))).isEqualTo(JsonObject.parse("{\"x\":null}"));
        assertThat(mapper.registeredModules()).noneMatch(GenosJacksonModule.class::isInstance);
    }

    @Test
    void writesTimestampsInTheirOwnOrder() {
        var mapper = JsonMapper.builder().addModule(new GenosJacksonModule()).build();

        assertThat(mapper.writeValueAsString(HybridTimestamp.of(1, 2))).isEqualTo("\"0000000000010002\"");
    }

    @Test
    void anyValueSurvivesTheWayThroughJacksonsTree() {
        long seed = Long.getLong("genosdb.test.seed", 20260101L);
        int iterations = Integer.getInteger("genosdb.test.iterations", 2_000);
        var random = new SplittableRandom(seed);
        for (int i = 0; i < iterations; i++) {
            JsonObject value = randomObject(random, 4);
            assertThat(converter.write(converter.read(value, JsonNode.class)))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(value);
            assertThat(converter.write(converter.read(value, LinkedHashMap.class)))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(value);
        }
    }

    private static JsonObject randomObject(SplittableRandom random, int depth) {
        var map = new LinkedHashMap<String, JsonValue>();
        for (int i = random.nextInt(5); i > 0; i--) {
            map.put(randomText(random), randomValue(random, depth));
        }
        return JsonObject.of(map);
    }

    private static JsonValue randomValue(SplittableRandom random, int depth) {
        int kind = random.nextInt(depth == 0 ? 5 : 7);
        return switch (kind) {
            case 0 -> JsonNull.NULL;
            case 1 -> JsonValue.of(random.nextBoolean());
            case 2 -> JsonValue.of(random.nextInt());
            case 3 -> randomNumber(random);
            case 4 -> new JsonString(randomText(random));
            case 5 -> randomObject(random, depth - 1);
            default -> {
                var list = new ArrayList<JsonValue>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(randomValue(random, depth - 1));
                }
                yield JsonArray.of(list);
            }
        };
    }

    private static JsonValue randomNumber(SplittableRandom random) {
        double number = Double.longBitsToDouble(random.nextLong());
        return JsonValue.of(Double.isFinite(number) ? number : 0.5);
    }

    private static String randomText(SplittableRandom random) {
        return random.ints(random.nextInt(6), 0x20, 0xD7FF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    static class Box<T> {
        @Nullable
        List<T> content;
    }

    static class DateBox extends Box<LocalDate> {}

    @Test
    void writesAndReadsValuesOfAnyKind() {
        assertThat(converter.writeValue(null)).isEqualTo(JsonNull.NULL);
        assertThat(converter.writeValue(LocalDate.of(2026, 3, 1))).isEqualTo(new JsonString("2026-03-01"));
        JsonValue dates = converter.writeValue(List.of(LocalDate.of(2026, 3, 1)));
        assertThat(converter.writeValue(dates)).isSameAs(dates);

        assertThat(converter.readValue(dates, ResolvableType.forClassWithGenerics(List.class, LocalDate.class)))
                .isEqualTo(List.of(LocalDate.of(2026, 3, 1)));
        assertThat(converter.readValue(dates, ResolvableType.forClass(LocalDate[].class)))
                .isEqualTo(new LocalDate[] {LocalDate.of(2026, 3, 1)});
        assertThat(converter.readValue(dates, ResolvableType.forClass(JsonArray.class)))
                .isSameAs(dates);
        assertThat(converter.readValue(JsonNull.NULL, ResolvableType.forClass(String.class)))
                .isNull();
        assertThatExceptionOfType(GenosConversionException.class)
                .isThrownBy(() -> converter.readValue(dates, ResolvableType.forClass(LocalDate.class)))
                .withMessageContaining("java.time.LocalDate");
    }

    @Test
    void readsWhatATypeVariableStandsFor() throws NoSuchFieldException {
        JsonValue dates = converter.writeValue(List.of(LocalDate.of(2026, 3, 1)));
        ResolvableType content = ResolvableType.forField(Box.class.getDeclaredField("content"), DateBox.class);

        assertThat(converter.readValue(dates, content)).isEqualTo(List.of(LocalDate.of(2026, 3, 1)));
    }

    @Test
    void writesInstantsInTheirOrder() {
        List<Instant> instants = List.of(
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-01-01T00:00:00.000000001Z"),
                Instant.parse("2026-01-01T00:00:00.5Z"),
                Instant.parse("2026-01-01T00:00:01Z"));

        List<String> texts = instants.stream()
                .map(instant -> String.valueOf(converter.writeValue(instant).toJava()))
                .toList();

        assertThat(texts).isSorted();
        assertThat(texts.stream().map(Instant::parse)).containsExactlyElementsOf(instants);
        assertThat(converter.writeValue(Instant.EPOCH)).isEqualTo(JsonValue.of("1970-01-01T00:00:00.000000000Z"));
    }

    @Test
    void keepsTheApplicationsOwnWayOfWritingInstants() {
        var numbers = new JacksonGenosConverter(JsonMapper.builder()
                .enable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .build());

        assertThat(numbers.writeValue(Instant.EPOCH)).isInstanceOf(JsonNumber.class);
    }
}
