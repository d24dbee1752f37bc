package io.genosdb.spring.listener;

import io.genosdb.room.Payload;
import io.genosdb.spring.convert.GenosConversionException;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/** From what messages hold to what methods take. */
record PayloadConversion(GenosConverter converter) {

    private static final ResolvableType BYTES = ResolvableType.forClass(byte[].class);

    @Nullable
    Object read(Payload payload, ResolvableType type) {
        if (payload instanceof Payload.Binary binary) {
            return bytes(binary, type);
        }
        if (isBytes(type)) {
            throw misfit("text and JSON, not bytes", type);
        }
        return payload instanceof Payload.Text text
                ? read(new JsonString(text.text()), type)
                : read(((Payload.Json) payload).value(), type);
    }

    private static byte[] bytes(Payload.Binary binary, ResolvableType type) {
        if (!isBytes(type)) {
            throw misfit("bytes", type);
        }
        return binary.bytes();
    }

    private static boolean isBytes(ResolvableType type) {
        return type.toClass() == BYTES.toClass();
    }

    @Nullable
    Object read(JsonValue json, ResolvableType type) {
        if (type.toClass() == String.class) {
            return json instanceof JsonString string ? string.value() : json.toString();
        }
        return converter.readValue(json, type);
    }

    Object required(@Nullable Object value, String what, ResolvableType type) {
        if (value == null) {
            throw new GenosConversionException(
                    "the message came without " + what + ", which the parameter of type " + type
                            + " needs; mark it @Nullable if it may be missing",
                    null);
        }
        return value;
    }

    private static GenosConversionException misfit(String holds, ResolvableType type) {
        return new GenosConversionException("the message holds " + holds + ", which cannot be read as " + type, null);
    }
}
