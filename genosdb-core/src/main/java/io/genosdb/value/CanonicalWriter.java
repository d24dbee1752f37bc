package io.genosdb.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the canonical form of RFC 8785: members sorted, no white space, shortest numbers as ECMAScript prints them,
 * the fewest escapes, UTF-8.
 *
 * <p>Not thread-safe. The content ids, the digest and the signatures of the database are computed from what this class
 * writes; {@code docs/canonical-form.md} is its specification.
 *
 * @since 0.1
 */
public final class CanonicalWriter {

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private byte[] buffer;
    private int size;

    /**
     * Makes a writer.
     *
     * @param capacity the expected number of bytes
     */
    public CanonicalWriter(int capacity) {
        buffer = new byte[Math.max(16, capacity)];
    }

    /** Forgets what was written and keeps the buffer. */
    public void reset() {
        size = 0;
    }

    /**
     * The number of bytes written.
     *
     * @return bytes since the start or the last {@link #reset()}
     */
    public int size() {
        return size;
    }

    /**
     * What was written.
     *
     * @return a new array
     */
    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }

    /**
     * The bytes written, without a copy.
     *
     * @return the buffer, of which the first {@link #size()} bytes count until the next write
     */
    public byte[] buffer() {
        return buffer;
    }

    /**
     * Writes one byte as it is.
     *
     * @param value the byte
     */
    public void raw(byte value) {
        ensure(1);
        buffer[size++] = value;
    }

    /**
     * Writes bytes as they are.
     *
     * @param bytes the bytes
     */
    public void raw(byte[] bytes) {
        ensure(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
    }

    void raw(byte[] bytes, int from, int to) {
        ensure(to - from);
        System.arraycopy(bytes, from, buffer, size, to - from);
        size += to - from;
    }

    /**
     * Writes a value.
     *
     * @param value any JSON value
     */
    public void value(JsonValue value) {
        // Ordered by how often each kind occurs in nodes.
        if (value instanceof JsonString string) {
            string(string.value());
        } else if (value instanceof JsonNumber number) {
            number(number.value());
        } else if (value instanceof JsonObject object) {
            object.writeTo(this);
        } else if (value instanceof JsonArray array) {
            array(array);
        } else if (value instanceof JsonBoolean bool) {
            raw(bool == JsonBoolean.TRUE ? TRUE : FALSE);
        } else {
            raw(NULL);
        }
    }

    private void array(JsonArray array) {
        raw((byte) '[');
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) {
                raw((byte) ',');
            }
            value(array.get(i));
        }
        raw((byte) ']');
    }

    /**
     * Writes an integer.
     *
     * @param value an integer of at most 2^53 in magnitude
     */
    public void integer(long value) {
        ensure(20);
        if (value == 0) {
            buffer[size++] = '0';
            return;
        }
        long rest = value;
        if (rest < 0) {
            buffer[size++] = '-';
            rest = -rest;
        }
        int start = size;
        while (rest > 0) {
            buffer[size++] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        for (int left = start, right = size - 1; left < right; left++, right--) {
            byte swapped = buffer[left];
            buffer[left] = buffer[right];
            buffer[right] = swapped;
        }
    }

    /**
     * Writes a number as ECMAScript's {@code Number::toString} prints it.
     *
     * @param value a finite number
     */
    public void number(double value) {
        long whole = (long) value;
        if (whole == value && Math.abs(whole) <= 1L << 53) {
            integer(whole);
        } else {
            EcmaNumber.write(value, this);
        }
    }

    /**
     * Writes a quoted and escaped string.
     *
     * @param text well-formed Unicode
     * @throws InvalidValueException if a surrogate stands alone
     */
    public void string(String text) {
        // The JDK encodes ASCII by vector instructions; most strings are nothing else and need no escape.
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        if (encoded.length == text.length() && isPlain(encoded)) {
            ensure(encoded.length + 2);
            buffer[size++] = '"';
            System.arraycopy(encoded, 0, buffer, size, encoded.length);
            size += encoded.length;
            buffer[size++] = '"';
        } else {
            escaped(text);
        }
    }

    /** Whether nothing needs an escape. A question mark may stand for a lone surrogate, so it is looked at closely. */
    private static boolean isPlain(byte[] ascii) {
        for (byte c : ascii) {
            if (c < 0x20 || c == '"' || c == '\\' || c == '?') {
                return false;
            }
        }
        return true;
    }

    private void escaped(String text) {
        int length = text.length();
        ensure(length + 2);
        buffer[size++] = '"';
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                ascii(c, length - i);
            } else if (c < 0x800) {
                ensure(length - i + 2);
                buffer[size++] = (byte) (0xC0 | c >> 6);
                buffer[size++] = (byte) (0x80 | c & 0x3F);
            } else if (Character.isSurrogate(c)) {
                i = surrogates(text, i);
            } else {
                ensure(length - i + 3);
                buffer[size++] = (byte) (0xE0 | c >> 12);
                buffer[size++] = (byte) (0x80 | c >> 6 & 0x3F);
                buffer[size++] = (byte) (0x80 | c & 0x3F);
            }
        }
        ensure(1);
        buffer[size++] = '"';
    }

    private void ascii(char c, int remaining) {
        if (c >= 0x20 && c != '"' && c != '\\') {
            // escaped() made room for one byte a character before the loop; only longer forms ask again.
            buffer[size++] = (byte) c;
            return;
        }
        ensure(remaining + 6);
        buffer[size++] = '\\';
        switch (c) {
            case '"', '\\' -> buffer[size++] = (byte) c;
            case '\b' -> buffer[size++] = 'b';
            case '\t' -> buffer[size++] = 't';
            case '\n' -> buffer[size++] = 'n';
            case '\f' -> buffer[size++] = 'f';
            case '\r' -> buffer[size++] = 'r';
            default -> {
                buffer[size++] = 'u';
                buffer[size++] = '0';
                buffer[size++] = '0';
                buffer[size++] = HEX[c >> 4];
                buffer[size++] = HEX[c & 0xF];
            }
        }
    }

    private int surrogates(String text, int index) {
        int codePoint = text.codePointAt(index);
        if (!Character.isSupplementaryCodePoint(codePoint)) {
            throw new InvalidValueException("the string has a lone surrogate at index " + index);
        }
        ensure(text.length() - index + 4);
        buffer[size++] = (byte) (0xF0 | codePoint >> 18);
        buffer[size++] = (byte) (0x80 | codePoint >> 12 & 0x3F);
        buffer[size++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
        buffer[size++] = (byte) (0x80 | codePoint & 0x3F);
        return index + 1;
    }

    private void ensure(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }
}
