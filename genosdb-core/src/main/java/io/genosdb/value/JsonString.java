package io.genosdb.value;

/**
 * A JSON string of well-formed Unicode.
 *
 * @param value the text
 * @since 0.1
 */
public record JsonString(String value) implements JsonValue, Comparable<JsonString> {

    /**
     * Checks the text.
     *
     * @throws InvalidValueException if a surrogate stands alone: it has no UTF-8 form, so no canonical one
     */
    public JsonString {
        int length = value.length();
        for (int i = 0; i < length; i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                if (!isPair(value, i)) {
                    throw new InvalidValueException("the string has a lone surrogate at index " + i);
                }
                i++;
            }
        }
    }

    private static boolean isPair(String text, int index) {
        return Character.isHighSurrogate(text.charAt(index))
                && index + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(index + 1));
    }

    @Override
    public Object toJava() {
        return value;
    }

    /** By UTF-16 code units, as JavaScript compares strings. */
    @Override
    public int compareTo(JsonString other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return toJson();
    }
}
