package io.genosdb.rtc.wire;

import io.genosdb.value.InvalidValueException;
import io.genosdb.value.JsonValue;
import java.util.Arrays;

/** JSON of strangers. */
final class JsonText {

    /** So many values one JSON text may hold, about: small ones take many times their text as objects. */
    static final int MAX_VALUES = 1_000_000;

    private JsonText() {}

    static JsonValue parse(byte[] source, int from) throws InvalidValueException {
        if (!isWithinBounds(source, from)) {
            throw new InvalidValueException("it has more than " + MAX_VALUES + " values: send it as text or bytes");
        }
        return JsonValue.parse(from == 0 ? source : Arrays.copyOfRange(source, from, source.length));
    }

    /** Counts what separates values, also where it is part of a string: that is quick and errs on the safe side. */
    static boolean isWithinBounds(byte[] source, int from) {
        int separators = 0;
        for (int i = from; i < source.length; i++) {
            byte c = source[i];
            if (c == ',' || c == ':' || c == '[' || c == '{') {
                separators++;
            }
        }
        return separators <= MAX_VALUES;
    }
}
