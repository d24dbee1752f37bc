package io.genosdb.security.identity;

import io.genosdb.value.InvalidValueException;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.KeyParameter;

/** The Web3 Secret Storage Definition, version 3: a private key in JSON, encrypted with a password. */
final class Keystore {

    /** A keystore has some 500 characters. */
    static final int LONGEST = 16 * 1024;

    /** What scrypt costs where we write: 128 MiB for half a second, as OWASP recommends. */
    static final int SCRYPT_N = 1 << 17;

    private static final int SCRYPT_R = 8;

    /** Of what others wrote: 512 MiB, and the time of eight of ours. */
    private static final long LARGEST_N_R = 1 << 22;

    private static final long LARGEST_N_R_P = 1 << 23;

    /** What its blocks take, 64 MiB. Beyond it the lengths are no int any more. */
    private static final long LARGEST_R_P = 1 << 19;

    private static final long MOST_ITERATIONS = 10_000_000;

    private static final int VERSION = 3;
    private static final int DERIVED_BYTES = 32;
    private static final int AES_KEY_BYTES = 16;
    private static final int IV_BYTES = 16;
    /** Of one character of a password, in bytes. */
    private static final int LONGEST_UTF8 = 3;

    private static final int LONGEST_SALT = 256;
    private static final HexFormat HEX = HexFormat.of();

    private Keystore() {}

    /** Writes a private key. */
    static String write(byte[] key, Address address, char[] password, SecureRandom random, int scryptN) {
        if (password.length == 0) {
            throw new IllegalArgumentException("the password of a keystore must not be empty");
        }
        byte[] salt = random(random, DERIVED_BYTES);
        byte[] iv = random(random, IV_BYTES);
        byte[] passwordBytes = utf8(password);
        byte[] derived = SCrypt.generate(passwordBytes, salt, scryptN, SCRYPT_R, 1, DERIVED_BYTES);
        try {
            byte[] encrypted = aes(Cipher.ENCRYPT_MODE, derived, iv, key);
            byte[] id = random(random, 16);
            return JsonValue.of(Map.of(
                            "version",
                            VERSION,
                            "id",
                            uuid(id),
                            "address",
                            address.text().substring(2).toLowerCase(Locale.ROOT),
                            "crypto",
                            Map.of(
                                    "cipher",
                                    "aes-128-ctr",
                                    "cipherparams",
                                    Map.of("iv", HEX.formatHex(iv)),
                                    "ciphertext",
                                    HEX.formatHex(encrypted),
                                    "kdf",
                                    "scrypt",
                                    "kdfparams",
                                    Map.of(
                                            "dklen",
                                            DERIVED_BYTES,
                                            "n",
                                            scryptN,
                                            "p",
                                            1,
                                            "r",
                                            SCRYPT_R,
                                            "salt",
                                            HEX.formatHex(salt)),
                                    "mac",
                                    HEX.formatHex(mac(derived, encrypted)))))
                    .toString();
        } finally {
            Arrays.fill(passwordBytes, (byte) 0);
            Arrays.fill(derived, (byte) 0);
        }
    }

    /**
     * Reads a private key.
     *
     * @throws KeystoreException if that cannot be done
     */
    static byte[] read(String json, char[] password) {
        if (json.length() > LONGEST) {
            throw new KeystoreException("not a keystore: it is longer than " + LONGEST + " characters");
        }
        JsonObject keystore;
        try {
            keystore = JsonObject.parse(json);
        } catch (InvalidValueException e) {
            throw new KeystoreException("not a keystore: it is no JSON object");
        }
        if (number(keystore, "version") != VERSION) {
            throw new KeystoreException("the keystore is not of version 3, and no other version is known");
        }
        // Some wrote it with a capital.
        JsonObject crypto = object(keystore, keystore.get("crypto") == null ? "Crypto" : "crypto");
        if (!text(crypto, "cipher").equals("aes-128-ctr")) {
            throw new KeystoreException("the keystore is encrypted with another cipher than aes-128-ctr");
        }
        byte[] key = decrypt(crypto, password);
        checkAddress(keystore, key);
        return key;
    }

    private static byte[] decrypt(JsonObject crypto, char[] password) {
        byte[] iv = bytes(object(crypto, "cipherparams"), "iv", IV_BYTES, IV_BYTES);
        byte[] encrypted = bytes(crypto, "ciphertext", Curve.KEY_BYTES, Curve.KEY_BYTES);
        byte[] mac = bytes(crypto, "mac", Keccak.BYTES, Keccak.BYTES);
        byte[] passwordBytes = utf8(password);
        byte[] derived = {};
        try {
            derived = derive(text(crypto, "kdf"), object(crypto, "kdfparams"), passwordBytes);
            if (!MessageDigest.isEqual(mac, mac(derived, encrypted))) {
                throw new KeystoreException("the password does not open the keystore, or the keystore is damaged");
            }
            return aes(Cipher.DECRYPT_MODE, derived, iv, encrypted);
        } finally {
            Arrays.fill(passwordBytes, (byte) 0);
            Arrays.fill(derived, (byte) 0);
        }
    }

    /** Within bounds, since the file may come from anybody and says itself how much work it is. */
    private static byte[] derive(String kdf, JsonObject parameters, byte[] password) {
        byte[] salt = bytes(parameters, "salt", 0, LONGEST_SALT);
        if (number(parameters, "dklen") != DERIVED_BYTES) {
            throw new KeystoreException("'dklen' of the keystore is not 32");
        }
        return switch (kdf) {
            case "scrypt" -> scrypt(parameters, password, salt);
            case "pbkdf2" -> pbkdf2(parameters, password, salt);
            default -> throw new KeystoreException("'kdf' of the keystore is neither scrypt nor pbkdf2");
        };
    }

    private static byte[] scrypt(JsonObject parameters, byte[] password, byte[] salt) {
        long n = number(parameters, "n");
        long r = number(parameters, "r");
        long p = number(parameters, "p");
        boolean whole = n > 1 && Long.bitCount(n) == 1 && r > 0 && p > 0;
        boolean small = n <= LARGEST_N_R && r <= LARGEST_N_R && p <= LARGEST_N_R_P;
        if (!whole || !small || n * r > LARGEST_N_R || n * r * p > LARGEST_N_R_P || r * p > LARGEST_R_P) {
            throw new KeystoreException(
                    "the keystore asks for more work or memory than is reasonable, or for what scrypt"
                            + " cannot do: n must be a power of two, n * r at most 2^22 (512 MiB), n * r * p at most 2^23, r * p at most 2^19");
        }
        if (r == 1) {
            return NarrowScrypt.generate(password, salt, (int) n, (int) p, DERIVED_BYTES);
        }
        return SCrypt.generate(password, salt, (int) n, (int) r, (int) p, DERIVED_BYTES);
    }

    private static byte[] pbkdf2(JsonObject parameters, byte[] password, byte[] salt) {
        long iterations = number(parameters, "c");
        if (!text(parameters, "prf").equals("hmac-sha256")) {
            throw new KeystoreException("'prf' of the keystore is not hmac-sha256");
        }
        if (iterations < 1 || iterations > MOST_ITERATIONS) {
            throw new KeystoreException("'c' of the keystore is not from 1 to " + MOST_ITERATIONS);
        }
        return pbkdf2(password, salt, (int) iterations, DERIVED_BYTES);
    }

    /** PBKDF2 with HMAC-SHA256. */
    static byte[] pbkdf2(byte[] password, byte[] salt, int iterations, int bytes) {
        var generator = new PKCS5S2ParametersGenerator(new SHA256Digest());
        generator.init(password, salt, iterations);
        return ((KeyParameter) generator.generateDerivedMacParameters(bytes * Byte.SIZE)).getKey();
    }

    /** What shows that the password was right: the second half of the derived key goes into it, and the first one encrypts. */
    private static byte[] mac(byte[] derived, byte[] encrypted) {
        byte[] half = Arrays.copyOfRange(derived, AES_KEY_BYTES, DERIVED_BYTES);
        try {
            return Keccak.hash(half, encrypted);
        } finally {
            Arrays.fill(half, (byte) 0);
        }
    }

    private static byte[] aes(int mode, byte[] derived, byte[] iv, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(mode, new SecretKeySpec(derived, 0, AES_KEY_BYTES, "AES"), new IvParameterSpec(iv));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES", e);
        }
    }

    /** Optional in the definition; but a file that says whose it is must be theirs. */
    private static void checkAddress(JsonObject keystore, byte[] key) {
        if (!Curve.isKey(key)) {
            throw new KeystoreException("what the keystore holds is no private key of secp256k1");
        }
        if (keystore.get("address") instanceof JsonString stated) {
            String digits = stated.value().toLowerCase(Locale.ROOT);
            String actual = Address.ofPublicKey(Curve.publicKey(key)).text().toLowerCase(Locale.ROOT);
            if (!digits.equals(actual) && !digits.equals(actual.substring(2))) {
                Arrays.fill(key, (byte) 0);
                throw new KeystoreException("the keystore holds the key of another address than it says");
            }
        }
    }

    private static byte[] utf8(char[] password) {
        ByteBuffer encoded = ByteBuffer.allocate(password.length * LONGEST_UTF8);
        StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(CharBuffer.wrap(password), encoded, true);
        byte[] bytes = Arrays.copyOf(encoded.array(), encoded.position());
        Arrays.fill(encoded.array(), (byte) 0);
        return bytes;
    }

    private static byte[] random(SecureRandom random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A random UUID: version 4 of RFC 9562. */
    private static String uuid(byte[] bits) {
        ByteBuffer buffer = ByteBuffer.wrap(bits);
        long high = (buffer.getLong() & ~0xf000L) | 0x4000L;
        long low = (buffer.getLong() & ~(3L << 62)) | (1L << 63);
        return new UUID(high, low).toString();
    }

    private static JsonObject object(JsonObject parent, String name) {
        if (parent.get(name) instanceof JsonObject object) {
            return object;
        }
        throw new KeystoreException("'" + name + "' of the keystore is missing, or is no object");
    }

    private static String text(JsonObject parent, String name) {
        if (parent.get(name) instanceof JsonString string) {
            return string.value();
        }
        throw new KeystoreException("'" + name + "' of the keystore is missing, or is no text");
    }

    private static long number(JsonObject parent, String name) {
        if (parent.get(name) instanceof JsonNumber number && number.value() == (long) number.value()) {
            return (long) number.value();
        }
        throw new KeystoreException("'" + name + "' of the keystore is missing, or is no whole number");
    }

    private static byte[] bytes(JsonObject parent, String name, int shortest, int longest) {
        String digits = text(parent, name);
        int length = digits.length() / 2;
        if (digits.length() % 2 != 0
                || length < shortest
                || length > longest
                || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            throw new KeystoreException("'" + name + "' of the keystore is not hexadecimal digits, or not so many");
        }
        return HEX.parseHex(digits);
    }
}
