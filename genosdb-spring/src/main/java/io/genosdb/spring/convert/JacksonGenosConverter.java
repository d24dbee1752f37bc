package io.genosdb.spring.convert;

import io.genosdb.value.InvalidValueException;
import io.genosdb.value.JsonNull;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.TokenBuffer;

/**
 * Converts by Jackson 3: records, classes and maps, with every annotation and module that the mapper knows.
 *
 * <p>Numbers are those of JSON: a {@code long} or {@code BigInteger} beyond 2<sup>53</sup> that a double cannot hold
 * exactly is refused; declare such identifiers as strings.
 *
 * <p>An {@link java.time.Instant} is written with nine digits of a second, so that the order of the texts is that of the
 * instants, unless the mapper writes instants in a way of its own.
 *
 * @since 0.1
 */
public final class JacksonGenosConverter implements GenosConverter {

    private final JsonMapper mapper;

    /** Makes a converter with Jackson's defaults and all modules on the class path. */
    public JacksonGenosConverter() {
        this(JsonMapper.builder().findAndAddModules().build());
    }

    /**
     * Makes a converter.
     *
     * @param mapper the mapper whose settings are used; it is not changed
     */
    public JacksonGenosConverter(JsonMapper mapper) {
        this.mapper = SortableInstants.addTo(mapper.rebuild(), mapper)
                .addModule(new GenosJacksonModule())
                .build();
    }

    @Override
    public JsonObject write(Object source) {
        if (source instanceof JsonObject object) {
            return object;
        }
        JsonValue value = toJson(source);
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new GenosConversionException(
                "the value of a node is a JSON object, but " + source.getClass().getName() + " becomes a " + kind(value)
                        + "; wrap it in a record or map",
                null);
    }

    @Override
    public JsonValue writeValue(@Nullable Object source) {
        if (source == null) {
            return JsonNull.NULL;
        }
        return source instanceof JsonValue value ? value : toJson(source);
    }

    private JsonValue toJson(Object source) {
        try (TokenBuffer buffer = mapper.writeValueIntoBuffer(source);
                JsonParser parser = buffer.asParser()) {
            return parser.nextToken() == null ? JsonNull.NULL : JsonValues.read(parser);
        } catch (JacksonException e) {
            throw refusal(source, e.getOriginalMessage() + place(e), e);
        } catch (InvalidValueException e) {
            throw refusal(source, String.valueOf(e.getMessage()), e);
        }
    }

    private static GenosConversionException refusal(Object source, String reason, Exception cause) {
        return new GenosConversionException(
                source.getClass().getName() + " cannot become the value of a node: " + reason, cause);
    }

    private static String kind(JsonValue value) {
        String name = value.getClass().getSimpleName();
        return "JSON " + name.substring("Json".length()).toLowerCase(Locale.ROOT);
    }

    @Override
    public <T> T read(JsonObject value, Class<T> type) {
        if (type == JsonObject.class) {
            return type.cast(value);
        }
        if (type == Map.class) {
            return type.cast(value.toJava());
        }
        return parse(value, type, buffer -> mapper.readValue(buffer, type));
    }

    @Override
    public @Nullable Object readValue(JsonValue value, ResolvableType type) {
        Class<?> raw = type.resolve(Object.class);
        return JsonValue.class.isAssignableFrom(raw) && raw.isInstance(value)
                ? value
                : JacksonGenosConverter.<@Nullable Object>parse(
                        value, raw, buffer -> mapper.readValue(buffer, javaType(type)));
    }

    @Override
    public Optional<String> memberName(Class<?> owner, String property) {
        return mapper
                ._serializationContext()
                .introspectBeanDescription(mapper.constructType(owner))
                .findProperties()
                .stream()
                .filter(found -> found.getInternalName().equals(property))
                .map(BeanPropertyDefinition::getName)
                .findFirst();
    }

    /** Keeps the arguments of the type, be they declared here or resolved in a subclass. */
    private JavaType javaType(ResolvableType type) {
        if (type.isArray()) {
            return mapper.getTypeFactory().constructArrayType(javaType(type.getComponentType()));
        }
        Class<?> raw = type.resolve(Object.class);
        if (!type.hasGenerics()) {
            return mapper.constructType(raw);
        }
        JavaType[] arguments =
                Arrays.stream(type.getGenerics()).map(this::javaType).toArray(JavaType[]::new);
        return mapper.getTypeFactory().constructParametricType(raw, arguments);
    }

    private static <T extends @Nullable Object> T parse(
            JsonValue value, Class<?> type, Function<TokenBuffer, T> reading) {
        try (TokenBuffer buffer = TokenBuffer.forGeneration()) {
            JsonValues.write(value, buffer);
            return reading.apply(buffer);
        } catch (JacksonException e) {
            throw new GenosConversionException(
                    "the value does not fit " + type.getName() + ": " + e.getOriginalMessage() + place(e), e);
        }
    }

    private static String place(JacksonException e) {
        return e.getPath().isEmpty() ? "" : " (at " + e.getPathReference() + ")";
    }
}
