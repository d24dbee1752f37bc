package io.genosdb.security.identity;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An Ethereum address: the name of whoever has its key.
 *
 * @param text {@code 0x} and 40 hexadecimal digits, in the mixed case of EIP-55
 * @since 0.1
 */
public record Address(String text) {

    static final int BYTES = 20;

    /** How long the text is. */
    static final int LENGTH = 2 + 2 * BYTES;

    private static final Pattern FORM = Pattern.compile("0x[0-9a-fA-F]{40}");
    private static final HexFormat HEX = HexFormat.of();

    /**
     * An address in its one form.
     *
     * @throws IllegalArgumentException if the text is none, or its letters are not in the case of EIP-55
     */
    public Address {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(quoted(text) + " is not an address: 0x and 40 hexadecimal digits");
        }
        if (!checksummed(text.substring(2).toLowerCase(Locale.ROOT)).equals(text)) {
            throw new IllegalArgumentException("the address " + text
                    + " has a wrong checksum: check its digits, and the case of its letters (EIP-55)");
        }
    }

    /**
     * Reads an address.
     *
     * @param text {@code 0x} and 40 hexadecimal digits: all lower case, all upper case, or with the right checksum of EIP-55
     * @return the address with its checksum
     * @throws IllegalArgumentException if it is none, or its checksum is wrong
     */
    public static Address parse(String text) {
        if (FORM.matcher(text).matches()) {
            String digits = text.substring(2);
            String lower = digits.toLowerCase(Locale.ROOT);
            if (digits.equals(lower) || digits.equals(lower.toUpperCase(Locale.ROOT))) {
                return new Address(checksummed(lower));
            }
        }
        return new Address(text);
    }

    /** The address of a public key that is not compressed. */
    static Address ofPublicKey(byte[] publicKey) {
        return new Address(checksummed(HEX.formatHex(bytesOf(publicKey))));
    }

    /** The bytes of the address of a public key that is not compressed. */
    static byte[] bytesOf(byte[] publicKey) {
        byte[] point = Arrays.copyOfRange(publicKey, 1, Curve.PUBLIC_KEY_BYTES);
        return Arrays.copyOfRange(Keccak.hash(point), Keccak.BYTES - BYTES, Keccak.BYTES);
    }

    byte[] toBytes() {
        return HEX.parseHex(text, 2, LENGTH);
    }

    /** A letter is a capital where the hash of all the digits has 8 or more. */
    private static String checksummed(String lower) {
        byte[] hash = Keccak.hash(lower.getBytes(StandardCharsets.US_ASCII));
        var text = new StringBuilder(LENGTH).append("0x");
        for (int i = 0; i < lower.length(); i++) {
            int digit = (hash[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 0xf;
            char c = lower.charAt(i);
            text.append(digit >= 8 ? Character.toUpperCase(c) : c);
        }
        return text.toString();
    }

    private static String quoted(String text) {
        return "'" + (text.length() <= LENGTH ? text : text.substring(0, LENGTH) + "...") + "'";
    }

    @Override
    public String toString() {
        return text;
    }
}
